package capture

// maxInterfaces is how many interfaces a file may describe: a merged one has one for each of its parts.
const maxInterfaces = 1 << 14

// describe reads an interface description block (draft-ietf-opsawg-pcapng, section 4.2):
//
//	uint16 linkType, reserved; uint32 snaplen; options
//
// A bad one is the end, because packets name interfaces by their place in the row.
func (p *pcapngFile) describe(body []byte) error {
	if len(body) < 8 {
		return p.bad("an interface description is too short")
	}
	if len(p.r.interfaces) >= maxInterfaces {
		return p.bad("the file describes more than %d interfaces", maxInterfaces)
	}
	i := Interface{Link: LinkType(p.u16(body)), SnapLen: int(p.u32(body[4:])), FCS: -1}
	resolution, offset := byte(6), int64(0) // "If this option is not present, a resolution of 10^-6 is assumed"
	for code, value := range p.options(body[8:]) {
		switch {
		case code == optInterfaceName:
			i.Name = p.r.word(value)
		case code == optInterfaceDescription:
			i.Description = p.r.word(value)
		case code == optInterfaceFilter && len(value) > 0 && value[0] == 0: // 0: as text, not compiled
			i.Filter = p.r.word(value[1:])
		case code == optInterfaceResolution && len(value) == 1:
			resolution = value[0]
		case code == optInterfaceOffset && len(value) == 8:
			offset = int64(p.u64(value))
		case code == optInterfaceFCS && len(value) == 1:
			i.FCS = int(value[0]) / 8 // written as bits
		case code == optComment:
			p.r.comment(0, value)
		}
	}
	c := newClock(resolution, offset)
	i.Resolution = c.resolution()
	p.clocks = append(p.clocks, c)
	p.r.interfaces = append(p.r.interfaces, i)
	return nil
}

// word keeps an option's text.
func (r *Reader) word(value []byte) string {
	if !r.keep(len(value)) {
		return ""
	}
	return text(value)
}

// statistics reads an interface statistics block (draft-ietf-opsawg-pcapng, section 4.6). Its numbers count
// from the start of the capture, so that the last block is the one that stands.
//
//	uint32 interface; uint32 timeHigh, timeLow; options
func (p *pcapngFile) statistics(body []byte) {
	if len(body) < 12 {
		p.leaveOut("an interface statistics block is too short")
		return
	}
	id := p.u32(body)
	if id >= uint32(len(p.clocks)) {
		p.leaveOut("statistics are of interface %d, but only %d are described", id, len(p.clocks))
		return
	}
	i := &p.r.interfaces[p.base+int(id)]
	var received, dropped, lost uint64
	counted := false
	for code, value := range p.options(body[12:]) {
		if code == optComment {
			p.r.comment(0, value)
		}
		if len(value) != 8 || code == optComment {
			continue
		}
		switch n := p.u64(value); code {
		case optStatisticsReceived:
			received, counted = n, true
		case optStatisticsDropped:
			dropped, counted = n, true
		case optStatisticsOSDrop:
			lost, counted = n, true
		}
	}
	if counted {
		i.Received, i.Dropped, i.Counted = received, dropped+lost, true
	}
}
