package pki

import (
	"crypto/x509/pkix"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"
)

// A Subject says who somebody is. Empty parts are left out.
type Subject struct {
	Country      string // two letters, ISO 3166-1
	State        string
	Locality     string
	Organization string
	CommonName   string
}

// Check says which part is not as it may be: a country has two capital letters, and the others have upper bounds
// (RFC 5280, appendix A.1), beyond which other tools refuse the certificate.
func (s Subject) Check() error {
	if c := s.Country; c != "" && (len(c) != 2 || strings.Trim(c, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != "") {
		return fmt.Errorf("country %q: it is written as two letters, such as DE", c)
	}
	for _, part := range []struct {
		name, value string
		most        int // characters
	}{
		{"state", s.State, 128},
		{"locality", s.Locality, 128},
		{"organisation", s.Organization, 64},
		{"name", s.CommonName, 64},
	} {
		if !utf8.ValidString(part.value) {
			return fmt.Errorf("%s %q is not UTF-8", part.name, part.value)
		}
		if utf8.RuneCountInString(part.value) > part.most {
			return fmt.Errorf("%s %q is too long: it may have %d characters", part.name, part.value, part.most)
		}
	}
	if s == (Subject{}) {
		return errors.New("nobody is named")
	}
	return nil
}

func (s Subject) name() pkix.Name {
	list := func(part string) []string {
		if part == "" {
			return nil
		}
		return []string{part}
	}
	return pkix.Name{
		Country:      list(s.Country),
		Province:     list(s.State),
		Locality:     list(s.Locality),
		Organization: list(s.Organization),
		CommonName:   s.CommonName,
	}
}
