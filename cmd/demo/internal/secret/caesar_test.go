package secret

import "testing"

func TestShift(t *testing.T) {
	for _, c := range []struct {
		text string
		n    int
		want string
	}{
		{"abc", -1, "zab"},
		{"fluffy tail", -1, "ekteex szhk"},
		{"ekteex szhk", 1, "fluffy tail"},
		{"Zebra, 3 times: \u00e9!", 1, "Afcsb, 3 ujnft: \u00e9!"},
		{"same", 26, "same"},
		{"same", -52, "same"},
		{"a", -29, "x"},
	} {
		if got := Shift(c.text, c.n); got != c.want {
			t.Errorf("%q by %d: %q, want %q", c.text, c.n, got, c.want)
		}
	}
}

func TestCaesarOpensWhatItSealed(t *testing.T) {
	for key := range 30 {
		p := Caesar(key)
		sealed, err := p.Seal("Meet at the Oak, at 5!")
		if err != nil {
			t.Fatal(err)
		}
		if opened, err := p.Open(sealed); err != nil || string(opened) != "Meet at the Oak, at 5!" {
			t.Errorf("key %d: %q, %v", key, opened, err)
		}
	}
}
