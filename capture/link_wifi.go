package capture

import "encoding/binary"

// wifi takes off what capture programs put before an 802.11 frame, then the frame's own header.
func (a *Assembler) wifi(l LinkType, b []byte, at int, p *peeled, depth int) skip {
	n, fcs := 0, 0
	switch l {
	case linkRadiotap: // version(1) pad(1) length(2, little-endian), radiotap.org
		if len(b) < 8 {
			return skipShort
		}
		n = max(int(binary.LittleEndian.Uint16(b[2:])), 8)
		fcs = radiotapFCS(b[:min(n, len(b))])
	case linkPrism: // code(4) length(4), or an AVS header
		if len(b) < 8 {
			return skipShort
		}
		if binary.BigEndian.Uint32(b)&0xfffff000 == 0x80211000 {
			n = int(binary.BigEndian.Uint32(b[4:]))
		} else {
			n = 144
		}
	case linkAVS: // version(4) length(4)
		if len(b) < 8 {
			return skipShort
		}
		n = int(binary.BigEndian.Uint32(b[4:]))
	}
	if n < 0 || n > len(b)-fcs {
		return skipShort
	}
	if n > 0 {
		p.note("Radio header", at, n)
	}
	return a.wifiFrame(b[n:len(b)-fcs], at+n, p, depth+1)
}

// radiotapFCS says how many bytes of frame check sequence follow the frame: flag 0x10 of the Flags field, which
// stands behind the optional 8-byte time.
func radiotapFCS(b []byte) int {
	present := binary.LittleEndian.Uint32(b[4:])
	at := 8
	for word := present; word&(1<<31) != 0; at += 4 { // more words of presence bits follow
		if at+4 > len(b) {
			return 0
		}
		word = binary.LittleEndian.Uint32(b[at:])
	}
	if present&1 != 0 { // TSFT, aligned to 8 bytes
		at = (at+7)&^7 + 8
	}
	if present&2 != 0 && at < len(b) && b[at]&0x10 != 0 {
		return 4
	}
	return 0
}

// wifiFrame takes off the header of an 802.11 data frame (IEEE 802.11-2020, section 9.3.2) and the LLC header
// behind it.
func (a *Assembler) wifiFrame(b []byte, at int, p *peeled, depth int) skip {
	if len(b) < 2 {
		return skipShort
	}
	kind, subtype, flags := b[0]>>2&3, b[0]>>4, b[1]
	switch {
	case kind == 0:
		return "802.11 management"
	case kind == 1:
		return "802.11 control"
	case kind != 2:
		return "802.11 extension"
	case subtype&4 != 0:
		return "802.11 data frame without data"
	case flags&0x40 != 0:
		return "802.11 data, encrypted by the radio link"
	}
	n := 24
	if flags&3 == 3 { // from one access point to another: a fourth address
		n += 6
	}
	aggregated := false
	if subtype&8 != 0 { // QoS control
		if len(b) < n+2 {
			return skipShort
		}
		aggregated = b[n]&0x80 != 0
		n += 2
		if flags&0x80 != 0 { // HT control
			n += 4
		}
	}
	if len(b) < n {
		return skipShort
	}
	p.note("IEEE 802.11 data", at, n)
	if aggregated {
		return "802.11 aggregate"
	}
	return a.llc(b[n:], at+n, p, depth+1)
}
