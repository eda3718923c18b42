package wswire

import (
	"crypto/sha256"

	"eavesdrop/decode"
	"eavesdrop/decode/internal/httpsem"
)

// open makes the message that begins with the frame.
func (d *decoder) open(s *side, h header, off uint64) {
	s.message = &Message{dir: s.dir, Type: h.op.String(), Compressed: h.compressed, Protected: d.c.Opened() != decode.InTheClear}
	s.first, s.shown = off, 0
	if d.c.Digest() {
		if s.hash == nil {
			s.hash = sha256.New()
		}
		s.hash.Reset()
	}
}

// own notes that n bytes at stream offset off belong to the message in hand.
func (d *decoder) own(s *side, off uint64, n int) {
	d.c.Follow(&s.trail, s.dir, off, off+uint64(n), uint64(s.message.size))
	s.message.size += n
}

// readData takes payload of the message in hand, and unmasks it.
func (d *decoder) readData(s *side, data []byte, off uint64) int {
	n := int(min(uint64(len(data)), s.frame.length-s.at))
	d.own(s, off, n)
	for done := 0; done < n; {
		part := data[done:n]
		exact := !s.frame.masked && !s.message.Compressed
		if s.frame.masked {
			part = d.tools.unmasked[:copy(d.tools.unmasked[:], part)]
			unmask(part, s.frame.key, s.at)
		}
		d.take(s, part, exact, off+uint64(done))
		done += len(part)
		s.at += uint64(len(part))
	}
	d.endData(s)
	return n
}

// take takes unmasked payload.
func (d *decoder) take(s *side, data []byte, exact bool, off uint64) {
	s.message.Wire += int64(len(data))
	if !s.message.Compressed {
		d.content(s, data, exact, off)
		return
	}
	if len(s.coded)+len(data) > maxCollected {
		s.message.Trouble = errTooLong.Error()
		return
	}
	s.coded = append(s.coded, data...)
}

// content takes content as the receiver gets it.
func (d *decoder) content(s *side, data []byte, exact bool, off uint64) {
	m := s.message
	if s.hash != nil {
		s.hash.Write(data)
	}
	if room := httpsem.TextLimit + 1 - len(m.head); room > 0 && m.Lost == 0 {
		m.head = append(m.head, data[:min(room, len(data))]...)
	}
	m.Length += int64(len(data))
	if len(data) > 0 && d.c.Watched() {
		p := d.part(s)
		p.Data, p.Exact, p.At = data, exact, off
		d.c.Content(p)
	}
	s.shown += len(data)
}

// part is a part of the message's content without its data.
func (d *decoder) part(s *side) decode.Part {
	p := decode.Part{Dir: s.dir, Where: "WebSocket message", Offset: s.shown, Start: s.first}
	if s.message.Compressed {
		p.Depth = 1
	}
	return p
}

// endData ends the frame when all of its payload is there, and the message with its last frame.
func (d *decoder) endData(s *side) {
	if s.at < s.frame.length {
		return
	}
	s.state = atFrame
	if s.frame.fin {
		d.finish(s, true)
	}
}

// finish emits the message in hand, if there is one.
func (d *decoder) finish(s *side, complete bool) {
	m := s.message
	if m == nil {
		return
	}
	if m.Compressed {
		d.inflate(s, complete)
	}
	if d.c.Watched() {
		p := d.part(s)
		p.Last = true
		d.c.Content(p)
	}
	if text, _, ok := httpsem.PrintableText(m.head, httpsem.TextLimit); ok {
		m.Text, m.Cut = string(text), int64(len(text)) < m.Length
	}
	if s.hash != nil && m.Lost == 0 && m.Trouble == "" {
		s.hash.Sum(m.Digest[:0])
		m.Digested = true
	}
	m.Incomplete = !complete || m.headless
	m.head = nil
	d.c.EmitTraced(s.dir, s.trail, m)
	s.message = nil
	s.coded, s.trail = nil, decode.Trail{}
}

// inflate removes the compression from the message in hand.
func (d *decoder) inflate(s *side, complete bool) {
	m := s.message
	if !complete || m.Lost > 0 || m.Trouble != "" {
		if m.Trouble == "" {
			m.Trouble = "is not all there"
		}
		s.past.skip()
		m.Length = m.Wire
		return
	}
	if err := d.tools.inflater.inflate(s.coded, &s.past, func(data []byte) { d.content(s, data, false, 0) }); err != nil {
		m.Trouble, m.Length = err.Error(), m.Wire
	}
}
