package capture

import "encoding/binary"

// capwap takes off the header between an access point and its controller (RFC 5415, section 4.3), and goes on with the
// frame behind it, if it is whole: preamble(1) length, radio, kind of radio, and flags(3) fragment(2) offset(2)
// address of the radio and what it noted, both optional.
func (a *Assembler) capwap(b []byte, at int, p *peeled, depth int) skip {
	const native, fragment, keepAlive = 1 << 8, 1 << 7, 1 << 3
	if len(b) < 8 || b[0] != 0 { // version 0, not in DTLS
		return skipNoTunnel
	}
	bits := binary.BigEndian.Uint32(b)
	n, radio := int(bits>>19&31)*4, bits>>9&31
	if n < 8 || n > len(b) {
		return skipNoTunnel
	}
	switch {
	case bits&keepAlive != 0:
		return "CAPWAP keep-alive"
	case bits&fragment != 0:
		return "CAPWAP fragment"
	case bits&native != 0 && radio != 1:
		return "CAPWAP of another radio than 802.11"
	}
	p.note("Control And Provisioning of Wireless Access Points", at, n)
	b, at = b[n:], at+n
	switch {
	case bits&native == 0:
		return a.ethernet(b, at, p, depth)
	case len(b) > 0 && b[0]&3 != 0: // there is only version 0: many send the two bytes of frame control the wrong way round
		return a.wifiFrame(b, at, wifiSwapped, p, depth)
	}
	return a.wifi(b, at, p, depth)
}
