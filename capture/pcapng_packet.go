package capture

import "time"

// enhanced reads an enhanced packet block (draft-ietf-opsawg-pcapng, section 4.3):
//
//	uint32 interface; uint32 timeHigh, timeLow; uint32 captured, original; data, padded to 32 bits; options
func (p *pcapngFile) enhanced(f *Frame, body []byte) bool {
	const head = 20
	if len(body) < head {
		p.leaveOut("an enhanced packet block is too short")
		return false
	}
	id := p.u32(body)
	ts := uint64(p.u32(body[4:]))<<32 | uint64(p.u32(body[8:]))
	return p.packet(f, id, ts, 0, p.u32(body[12:]), p.u32(body[16:]), body[head:])
}

// obsolete reads a packet block (draft-ietf-opsawg-pcapng, appendix A):
//
//	uint16 interface, drops; uint32 timeHigh, timeLow; uint32 captured, original; data, padded; options
func (p *pcapngFile) obsolete(f *Frame, body []byte) bool {
	const head = 20
	if len(body) < head {
		p.leaveOut("a packet block is too short")
		return false
	}
	drops := uint64(p.u16(body[2:]))
	if drops == 0xffff { // not known
		drops = 0
	}
	ts := uint64(p.u32(body[4:]))<<32 | uint64(p.u32(body[8:]))
	return p.packet(f, uint32(p.u16(body)), ts, drops, p.u32(body[12:]), p.u32(body[16:]), body[head:])
}

// packet makes a frame of what a packet block says; rest is its data and options.
func (p *pcapngFile) packet(f *Frame, id uint32, ts, drops uint64, captured, original uint32, rest []byte) bool {
	if id >= uint32(len(p.clocks)) {
		p.leaveOut("a packet is of interface %d, but only %d are described", id, len(p.clocks))
		return false
	}
	if captured > uint32(len(rest)) || captured > MaxFrame {
		p.leaveOut("a packet claims %d bytes, but its block has room for %d", captured, min(len(rest), MaxFrame))
		return false
	}
	f.Time = p.clocks[id].time(ts)
	p.deliver(f, int(id), original, rest[:captured:captured])
	if options := rest[min((int(captured)+3)&^3, len(rest)):]; len(options) > 0 {
		drops += p.packetOptions(options)
	}
	if drops > 0 {
		p.r.interfaces[f.Interface].dropped(drops)
	}
	return true
}

// simple reads a simple packet block (draft-ietf-opsawg-pcapng, section 4.4), which is of the section's first
// interface and has no time:
//
//	uint32 original; data, padded to 32 bits
func (p *pcapngFile) simple(f *Frame, body []byte) bool {
	if len(body) < 4 {
		p.leaveOut("a simple packet block is too short")
		return false
	}
	if len(p.clocks) == 0 {
		p.leaveOut("a packet is of interface 0, but none is described")
		return false
	}
	original := p.u32(body)
	captured := int(min(original, MaxFrame))
	if snap := p.r.interfaces[p.base].SnapLen; snap > 0 {
		captured = min(captured, snap)
	}
	if data := body[4:]; captured > len(data) {
		p.leaveOut("a packet claims %d bytes, but its block has room for %d", captured, len(data))
		return false
	}
	f.Time = time.Time{}
	p.deliver(f, 0, original, body[4:4+captured:4+captured])
	return true
}

// deliver fills in what all packet blocks have. id was checked.
func (p *pcapngFile) deliver(f *Frame, id int, original uint32, data []byte) {
	i := &p.r.interfaces[p.base+id]
	i.Frames++
	f.Link = i.Link
	f.Interface = p.base + id
	f.Length = max(int(original), len(data))
	f.Data = data
}

// packetOptions reads the options of a packet, and returns how many packets were lost just before it.
func (p *pcapngFile) packetOptions(b []byte) (drops uint64) {
	for code, value := range p.options(b) {
		switch {
		case code == optComment:
			p.r.comment(max(p.r.First, 1)+p.r.frames, value)
		case code == optDropCount && len(value) == 8:
			drops += p.u64(value)
		}
	}
	return drops
}

// dropped counts frames lost between two others.
func (i *Interface) dropped(n uint64) {
	if !i.Counted {
		i.Dropped += n
	}
}
