package fernet

import (
	"fmt"
	"strings"
	"testing"
)

func TestParseKey(t *testing.T) {
	want, err := ParseKey("-_-_AAAABBBBCCCCDDDDEEEEFFFFGGGGHHHHIIIIJJJ=")
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range []string{
		"+/+/AAAABBBBCCCCDDDDEEEEFFFFGGGGHHHHIIIIJJJ=",    // the standard alphabet
		"-_-_AAAABBBBCCCCDDDDEEEEFFFFGGGGHHHHIIIIJJJ",     // no padding
		" -_-_AAAABBBBCCCCDDDDEEEEFFFFGGGGHHHHIIIIJJJ=\n", // as it comes out of a file
	} {
		if got, err := ParseKey(s); err != nil || got != want {
			t.Errorf("ParseKey(%q) = %v; not the same key", s, err)
		}
	}
	for s, says := range map[string]string{
		"":                             "missing",
		"   \n":                        "missing",
		"squirrel":                     "44 characters of base64url, this one has 8",
		strings.Repeat("A", 44):        "32 bytes in base64url, this one is 33",
		strings.Repeat("A", 42) + "==": "character 43",
		strings.Repeat("A", 42) + "=":  "44 characters of base64url, this one has 43",
		strings.Repeat("A", 20) + "!" + strings.Repeat("A", 22) + "=": "character 21",
		strings.Repeat("ä", 22): "character 1 ",
	} {
		_, err := ParseKey(s)
		if err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("ParseKey(%q): %v; want it to say %q", s, err, says)
		}
		if err != nil && len(s) > 3 && strings.Contains(err.Error(), s) {
			t.Errorf("the error repeats the key: %v", err)
		}
	}
	if s := fmt.Sprintf("%v %+v %#v %s", want, want, want, want); strings.Contains(s, "251") || strings.Contains(s, "0xfb") {
		t.Errorf("a key prints as %s", s)
	}
}
