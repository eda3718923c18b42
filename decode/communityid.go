package decode

import (
	"bytes"
	"crypto/sha1"
	"encoding/base64"
	"encoding/binary"
)

// CommunityID is the flow's Community ID, version 1, seed 0: the same for both directions, and the same in
// every tool that computes it.
func (f *Flow) CommunityID() string {
	proto := byte(6)
	if f.Network == "udp" {
		proto = 17
	}
	a, b := f.Client, f.Server
	aa, ba := a.Addr().Unmap().AsSlice(), b.Addr().Unmap().AsSlice()
	if c := bytes.Compare(aa, ba); c > 0 || c == 0 && a.Port() > b.Port() {
		a, b, aa, ba = b, a, ba, aa
	}
	buf := make([]byte, 2, 40) // the seed
	buf = append(append(buf, aa...), ba...)
	buf = append(buf, proto, 0)
	buf = binary.BigEndian.AppendUint16(buf, a.Port())
	buf = binary.BigEndian.AppendUint16(buf, b.Port())
	sum := sha1.Sum(buf)
	return "1:" + base64.StdEncoding.EncodeToString(sum[:])
}
