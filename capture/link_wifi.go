package capture

import (
	"bytes"
	"encoding/binary"
)

// wifi takes an 802.11 frame that nothing stands in front of.
func (a *Assembler) wifi(b []byte, at int, p *peeled, depth int) skip {
	return a.wifiFrame(b, at, wifiPlain, p, depth)
}

// A wifiForm is how an 802.11 header is written down.
type wifiForm uint8

const (
	wifiPlain   wifiForm = iota // as in the air
	wifiPadded                  // filled up to a multiple of four bytes
	wifiSwapped                 // its first two bytes the other way round
)

// wifiFrame takes off the header of an 802.11 data frame (IEEE 802.11-2020, section 9.3.2) and the LLC header
// behind it.
func (a *Assembler) wifiFrame(b []byte, at int, form wifiForm, p *peeled, depth int) skip {
	if len(b) < 2 {
		return skipShort
	}
	control, flags := b[0], b[1]
	if form == wifiSwapped {
		control, flags = flags, control
	}
	kind, subtype := control>>2&3, control>>4
	switch {
	case kind == 0:
		return "802.11 management"
	case kind == 1:
		return "802.11 control"
	case kind != 2:
		return "802.11 extension"
	case subtype&4 != 0:
		return "802.11 data frame without data"
	}
	n := 24
	if flags&3 == 3 { // from one access point to another: a fourth address
		n += 6
	}
	var quality uint16
	if subtype&8 != 0 { // QoS control
		if len(b) < n+2 {
			return skipShort
		}
		quality = binary.LittleEndian.Uint16(b[n:])
		n += 2
		if flags&0x80 != 0 { // HT control
			n += 4
		}
	}
	if form == wifiPadded {
		n = (n + 3) &^ 3
	}
	if len(b) < n {
		return skipShort
	}
	if flags&0x04 != 0 || b[22]&0x0f != 0 { // more fragments, or not the first (section 9.2.4.4.3)
		return "802.11 fragment"
	}
	if flags&0x40 != 0 {
		iv := openedBehind(b[n:])
		if iv < 0 {
			return "encrypted 802.11 data"
		}
		n += iv
	}
	p.note("IEEE 802.11 data", at, n)
	b, at = b[n:], at+n
	if quality&0x80 != 0 {
		return a.aggregate(b, at, p, depth+1)
	}
	if quality&0x100 != 0 && flags&2 != 0 { // between mesh stations, or to a group of them
		if n := meshControl(b); n > 0 {
			p.note("Mesh control", at, n)
			b, at = b[n:], at+n
		}
	}
	return a.llc(b, at, p, depth+1)
}

// openedBehind is how many bytes stand before the LLC header of data that the receiver's driver has opened, and marked as
// encrypted all the same: none, those that WEP begins with, or those of TKIP and CCMP. It is negative where the data is
// encrypted indeed.
func openedBehind(b []byte) int {
	for _, n := range []int{0, 4, 8} {
		if len(b) > n && bytes.HasPrefix(b[n:], []byte{0xaa, 0xaa, 3, 0, 0, 0}) {
			return n
		}
	}
	return -1
}

// meshControl is the length of the mesh control field that b begins with: flags(1) time to live(1) number(4), and
// addresses of its own (IEEE 802.11-2020, section 9.2.4.8.3); 0 when it can't be one.
func meshControl(b []byte) int {
	if len(b) < 6 || b[0] > 2 {
		return 0
	}
	if n := 6 + 6*int(b[0]); n <= len(b) {
		return n
	}
	return 0
}

// aggregate takes the subframes of an A-MSDU apart (IEEE 802.11-2020, section 9.3.2.2): destination(6) source(6)
// length(2) LLC, all but the last padded to a multiple of four bytes. The first that leads to a flow is the
// frame's, the others are its companions. Where none does, it is the last one's reason.
func (a *Assembler) aggregate(b []byte, at int, p *peeled, depth int) skip {
	const head = 14
	if depth > maxHeaders {
		return skipDeep
	}
	why, found := skipShort, false
	before := *p
	p.shared = true
	for len(b) >= head {
		n := int(binary.BigEndian.Uint16(b[12:]))
		end := min(head+n, len(b))
		q := before
		q.shared, q.also = true, nil
		if found {
			q.trail = nil
		}
		mark := q.mark()
		q.note("A-MSDU subframe", at, head)
		reason := a.llc(b[head:end], at+head, &q, depth+1)
		switch {
		case reason == "" && found:
			p.also = append(p.also, q)
		case reason == "":
			q.also = p.also
			*p, found = q, true
		default:
			q.unnote(mark)
			why = reason
		}
		next := min((end+3)&^3, len(b))
		b, at = b[next:], at+next
	}
	if found {
		return ""
	}
	return why
}
