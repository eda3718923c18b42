package tlswire

import (
	"slices"

	"golang.org/x/crypto/cryptobyte"
)

// refuse notes that the server passes over early data (RFC 8446, section 4.2.10). What was said there is a
// conversation of its own, to which nobody listened: the client will say it again.
func (o *opening) refuse() {
	if o.params.early && !o.refused {
		o.refused, o.early, o.inner = true, o.inner, nil
		o.sides[o.d.client].hole = 0
	}
}

// chosenIn are the extensions in the body of encrypted_extensions (RFC 8446, section 4.3.1).
func chosenIn(body []byte) []Extension {
	s := cryptobyte.String(body)
	var list cryptobyte.String
	bad := ""
	s.ReadUint16LengthPrefixed(&list)
	return readExtensions(list, &bad)
}

// acceptsEarly says whether a server that has chosen these extensions takes early data.
func acceptsEarly(chosen []Extension) bool {
	return slices.ContainsFunc(chosen, func(e Extension) bool { return e.Type == extEarlyData })
}

// slimmest is the suite of TLS 1.3 that adds the fewest bytes to a record, of those that the client offers. Early data is
// sealed under the suite of the earlier session, which the server then has to choose (RFC 8446, section 4.2.10).
func (m *ClientHello) slimmest() (s suite) {
	for _, id := range m.Ciphers {
		if o := suiteOf(id); id>>8 == 0x13 && o.tag > 0 && (s.tag == 0 || o.tag < s.tag) {
			s = o
		}
	}
	return s
}
