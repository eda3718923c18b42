package tlswire

import "testing"

func TestShortName(t *testing.T) {
	for name, want := range map[string]string{
		"":                                     "",
		"CN=localhost":                         "CN=localhost",
		"CN=localhost,O=Secret Squirrels":      "CN=localhost",
		"O=Secret Squirrels,CN=localhost,C=DE": "CN=localhost",
		`O=Nuts\, Oaks\,CN=no,C=DE`:            `O=Nuts\, Oaks\,CN=no,C=DE`,
		`CN=Nuts\, Oaks,C=DE`:                  `CN=Nuts\, Oaks`,
		"OU=one+CN=two,C=DE":                   "CN=two",
		`CN=cut off\`:                          `CN=cut off\`,
		"O=nobody,":                            "O=nobody,",
	} {
		if got := shortName(name); got != want {
			t.Errorf("%q: %q, want %q", name, got, want)
		}
	}
}
