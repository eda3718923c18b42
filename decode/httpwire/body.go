package httpwire

import "eavesdrop/decode"

// beginBody starts the body that follows a header section.
func (d *decoder) beginBody(s *side, l length) {
	s.left = l.bytes
	switch l.how {
	case counted:
		s.state = inBody
	case chunked:
		s.state = atChunk
	default:
		s.state = inRest
	}
	s.layout.how = l.how
	where := "response body"
	if s.asks {
		where = "request body"
	}
	if s.body == nil {
		s.body = d.newCollector()
	}
	s.odd = false
	s.body.Begin(s.dir, where, s.start, s.codings)
	d.c.Keep(s.dir, s.start)
}

// readBody passes over bytes of the body.
func (d *decoder) readBody(s *side, data []byte, off uint64) int {
	if s.state != inRest && int64(len(data)) > s.left {
		data = data[:s.left]
	}
	s.body.Raw(data)
	s.body.Write(data, off)
	if s.state != inRest {
		d.passed(s, int64(len(data)), off+uint64(len(data)))
	}
	return len(data)
}

// passed counts n bytes of a body or chunk, and ends it at stream offset end when none are left.
func (d *decoder) passed(s *side, n int64, end uint64) {
	if s.left -= n; s.left > 0 {
		return
	}
	if s.state == inChunk {
		s.state = afterChunk
		return
	}
	d.finish(s, end, true)
}

// finish emits the message in hand, which ends at stream offset end.
func (d *decoder) finish(s *side, end uint64, complete bool) {
	m, l := s.message, s.layout
	l.size = int(end - s.start)
	if s.state != atStart && s.state != inHead {
		s.body.End(&m.Body)
		m.BodySpan = decode.Span{Start: len(l.head), End: l.size}
		m.Body.Wire = int64(m.BodySpan.Len())
	}
	m.Incomplete = m.Incomplete || !complete
	d.emit(s, end)
}

// emit passes on the message in hand, and makes the side ready for the next.
func (d *decoder) emit(s *side, end uint64) {
	if s.request != nil {
		d.c.Emit(s.dir, s.start, end, s.request)
		d.asked.keep(s.request)
	} else {
		d.c.Emit(s.dir, s.start, end, s.response)
		if d.answered {
			d.resume(s)
		}
	}
	s.message, s.layout, s.request, s.response = nil, nil, nil, nil
	s.state = atStart
	s.scan.release()
}
