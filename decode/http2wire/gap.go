package http2wire

import (
	"golang.org/x/net/http2"

	"eavesdrop/decode"
)

// End tells what is unfinished.
func (d *decoder) End(dir decode.Direction, pending []byte, how decode.How) {
	s := d.sides[dir]
	if s.state == atFrame && len(pending) > 0 {
		d.complain(s, d.c.Offset(dir), "a frame that was cut off")
	}
	if s.block.open {
		d.endBlock(s, false)
	}
	d.streams.each(func(st *stream) {
		d.finishHalf(st, s.dir, false)
		st.leave(s.dir, how)
	})
	s.state = astray
}

// Gap goes on with a DATA frame where its length is known, and looks for the next frame otherwise.
func (d *decoder) Gap(dir decode.Direction, pending []byte, lost int) {
	s := d.sides[dir]
	switch {
	case s.state == inData && lost <= s.left:
		content := min(lost, s.left-s.pad)
		if tunnel := d.tunnel(s); tunnel != nil && content > 0 {
			tunnel.Lost(dir, content)
		} else if h := d.streams.half(s.frame.stream, dir); h != nil && h.body != nil {
			h.body.Lose(int64(content))
		}
		d.own(s, d.c.Offset(dir)-uint64(lost), lost)
		d.passed(s, lost)
		return
	case s.state == inOther && lost <= s.left:
		d.passed(s, lost)
		return
	case s.state == atFrame && s.begun && len(pending) >= headerLen:
		if h := parseHeader(pending); lost <= headerLen+h.length-len(pending) {
			d.loseFrame(s, h, headerLen+h.length-len(pending)-lost)
			return
		}
	}
	if s.block.open {
		d.endBlock(s, false)
	}
	s.hpack.blind() // what the missing bytes added to the table is not known
	d.streams.each(func(st *stream) {
		st.halves[dir].torn = true
		st.leave(dir, decode.Cut)
	})
	s.begun, s.state = true, astray
}

// loseFrame gives up a frame of which bytes are missing, and of which so many are still to come: where the next one
// begins is known.
func (d *decoder) loseFrame(s *side, h header, left int) {
	switch h.kind {
	case http2.FrameHeaders, http2.FramePushPromise, http2.FrameContinuation:
		if s.block.open {
			d.endBlock(s, false)
		}
		s.hpack.blind()
		if st := d.streams.find(h.stream); st != nil {
			st.halves[s.dir].torn = true
		}
	}
	s.state, s.left = inOther, left
	if left == 0 {
		d.endData(s)
	}
}
