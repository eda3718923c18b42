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

// acceptsEarly says whether a server's encrypted_extensions take early data.
func acceptsEarly(body []byte) bool {
	s := cryptobyte.String(body)
	var list cryptobyte.String
	bad := ""
	s.ReadUint16LengthPrefixed(&list)
	return slices.ContainsFunc(readExtensions(list, &bad), func(e Extension) bool { return e.Type == extEarlyData })
}
