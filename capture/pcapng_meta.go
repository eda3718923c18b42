package capture

import (
	"bytes"
	"net/netip"
)

// Record types of a name resolution block.
const (
	namesEnd  = 0
	namesIPv4 = 1
	namesIPv6 = 2
)

// resolve reads a name resolution block (draft-ietf-opsawg-pcapng, section 4.5): records of
//
//	uint16 type, length; address, names each ended by a zero byte; padded to 32 bits
func (p *pcapngFile) resolve(b []byte) {
	for len(b) >= 4 {
		typ, n := p.u16(b), int(p.u16(b[2:]))
		b = b[4:]
		if typ == namesEnd {
			p.comments(b) // the other options say who resolved them
			return
		}
		if n > len(b) {
			p.leaveOut("a name record claims %d bytes, but its block has room for %d", n, len(b))
			return
		}
		switch {
		case typ == namesIPv4 && n > 4:
			p.r.nameAddress(netip.AddrFrom4([4]byte(b[:4])), b[4:n])
		case typ == namesIPv6 && n > 16:
			p.r.nameAddress(netip.AddrFrom16([16]byte(b[:16])), b[16:n])
		}
		b = b[min((n+3)&^3, len(b)):]
	}
}

// A named address.
type named struct {
	addr netip.Addr
	name string
}

// nameAddress tells the names of an address, each once.
func (r *Reader) nameAddress(addr netip.Addr, names []byte) {
	if r.budget < 0 { // there is no room for more, as was told
		return
	}
	for name := range bytes.SplitSeq(names, []byte{0}) {
		if len(name) == 0 {
			continue
		}
		if _, told := r.names[named{addr, string(name)}]; told {
			continue
		}
		if !r.keep(128 + len(name)) { // what an entry of a map takes, about
			return
		}
		if r.names == nil {
			r.names = make(map[named]struct{})
		}
		r.names[named{addr, string(name)}] = struct{}{}
		if r.OnName != nil {
			r.OnName(addr, string(name))
		}
	}
}

// secretsTLS is the type of secrets that are a TLS key log: "TLSK".
const secretsTLS = 0x544c534b

// secrets reads a decryption secrets block (draft-ietf-opsawg-pcapng, section 4.7). Those of other protocols
// than TLS are passed over.
//
//	uint32 type, length; data, padded to 32 bits; options
func (p *pcapngFile) secrets(body []byte) {
	if len(body) < 8 {
		p.leaveOut("a decryption secrets block is too short")
		return
	}
	typ, n, data := p.u32(body), p.u32(body[4:]), body[8:]
	switch {
	case n > uint32(len(data)):
		p.leaveOut("decryption secrets claim %d bytes, but their block has room for %d", n, len(data))
	case typ != secretsTLS:
	case int(n) > p.r.secretsMax:
		p.leaveOut("the file's decryption secrets take more than 16 MiB; those that follow are not kept")
	default:
		p.r.secretsMax -= int(n)
		keylog := bytes.Clone(data[:n])
		p.r.secrets = append(p.r.secrets, keylog)
		if p.r.OnSecrets != nil {
			p.r.OnSecrets(keylog)
		}
	}
	if options := min((int64(n)+3)&^3, int64(len(data))); options < int64(len(data)) {
		p.comments(data[options:])
	}
}
