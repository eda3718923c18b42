package capture

import "encoding/binary"

// A radioHeader is what a capture program wrote in front of an 802.11 frame.
type radioHeader struct {
	n       int  // bytes
	check   bool // a frame check sequence ends the frame
	damaged bool // it did not fit the frame
	form    wifiForm
}

// behindRadio takes off h and goes on with the 802.11 frame behind it.
func (a *Assembler) behindRadio(h radioHeader, b []byte, at int, p *peeled, depth int) skip {
	if h.n < 0 || h.n > len(b) {
		return skipShort
	}
	p.note("Radio header", at, h.n)
	if h.damaged { // no station takes it
		return "802.11 frame that failed its check"
	}
	b, at = b[h.n:], at+h.n
	if h.check && !p.cut {
		if len(b) < 4 {
			return skipShort
		}
		b = b[:len(b)-4]
	}
	return a.wifiFrame(b, at, h.form, p, depth+1)
}

// radiotap takes off version(1) pad(1) length(2), little-endian, and the fields behind them (radiotap.org).
func (a *Assembler) radiotap(b []byte, at int, p *peeled, depth int) skip {
	if len(b) < 8 {
		return skipShort
	}
	h := radioHeader{n: max(int(binary.LittleEndian.Uint16(b[2:])), 8)}
	flags := radiotapFlags(b[:min(h.n, len(b))])
	h.check, h.damaged = flags&0x10 != 0, flags&0x40 != 0
	if flags&0x20 != 0 {
		h.form = wifiPadded
	}
	return a.behindRadio(h, b, at, p, depth)
}

// radiotapFlags finds the Flags field, which stands behind the words that say what is there and the optional time
// of eight bytes; 0 when it is not there.
func radiotapFlags(b []byte) byte {
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
	if present&2 != 0 && at < len(b) {
		return b[at]
	}
	return 0
}

// prism takes off an AVS header, which says its length in the second four bytes, or a Prism header, which has 144
// bytes and comes under the same number.
func (a *Assembler) prism(l LinkType, b []byte, at int, p *peeled, depth int) skip {
	if len(b) < 8 {
		return skipShort
	}
	h := radioHeader{n: 144}
	if l == linkAVS || binary.BigEndian.Uint32(b)&0xfffff000 == 0x80211000 {
		h.n = int(min(binary.BigEndian.Uint32(b[4:]), 1<<16))
	}
	return a.behindRadio(h, b, at, p, depth)
}

// ppi takes off version(1) flags(1) length(2) link type(4), little-endian, and the fields behind them.
func (a *Assembler) ppi(b []byte, at int, p *peeled, depth int) skip {
	if len(b) < 8 {
		return skipShort
	}
	n := int(binary.LittleEndian.Uint16(b[2:]))
	if n < 8 || n > len(b) {
		return skipShort
	}
	link := binary.LittleEndian.Uint32(b[4:])
	if link == uint32(linkWiFi) {
		flags := ppiFlags(b[8:n])
		return a.behindRadio(radioHeader{n: n, check: flags&1 != 0, damaged: flags&4 != 0}, b, at, p, depth)
	}
	if link > 0xffff || LinkType(link) == linkPPI {
		return linkTypeName(linkPPI)
	}
	p.note("Per-Packet Information", at, n)
	return a.link(LinkType(link), b[n:], at+n, p, depth+1)
}

// ppiFlags are the flags of the field common to 802.11, number 2, behind a time of eight bytes; fields are type(2)
// length(2) value (PPI Packet Header, section 4.1.2).
func ppiFlags(fields []byte) byte {
	for len(fields) >= 4 {
		kind, n := binary.LittleEndian.Uint16(fields), int(binary.LittleEndian.Uint16(fields[2:]))
		if fields = fields[4:]; n > len(fields) {
			break
		}
		if kind == 2 && n >= 10 {
			return fields[8]
		}
		fields = fields[n:]
	}
	return 0
}
