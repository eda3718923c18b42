package http2wire

import (
	"eavesdrop/decode"
	"eavesdrop/decode/internal/httpsem"
)

// maxSpare is how many collectors of bodies wait to be used again.
const maxSpare = 8

// beginBody starts the body with the DATA frame at stream offset off.
func (d *decoder) beginBody(s *side, half *half, off uint64) {
	where := "response body"
	switch {
	case half.request != nil:
		where = "request body"
	case half.either != nil:
		where = "body"
	}
	if n := len(d.spare); n > 0 {
		half.body, d.spare = d.spare[n-1], d.spare[:n-1]
	} else {
		half.body = httpsem.NewCollector(d.c, &d.protocol.tools.bodies, d.protocol.options.Keep)
	}
	half.bodyAt = half.layout.frames[len(half.layout.frames)-1].at
	half.body.Begin(s.dir, where, half.start, half.codings)
	if half.coded = len(half.codings) > 0 && d.c.Watched(); half.coded && !s.kept {
		d.c.Keep(s.dir, half.start) // what is found in it can be led back only when it is whole
		s.kept = true
	}
}

// finishHalf emits the message in hand of one direction of a stream, if there is one.
func (d *decoder) finishHalf(st *stream, dir decode.Direction, complete bool) {
	half := &st.halves[dir]
	if !half.open() {
		return
	}
	m := half.message
	if half.body != nil {
		half.body.End(&m.Body)
		m.Body.Wire = half.body.Length()
		m.BodySpan = decode.Span{Start: half.bodyAt, End: d.bodyEnd(half)}
		if len(d.spare) < maxSpare {
			d.spare = append(d.spare, half.body)
		}
		half.body = nil
	}
	m.Incomplete = m.Incomplete || !complete || half.torn
	d.c.EmitTraced(dir, half.trail, d.inHand(st, dir))
	half.request, half.response, half.either, half.message, half.layout = nil, nil, nil, nil, nil
	half.torn, half.trail = false, decode.Trail{}
	d.streams.weigh(half)
	half.done = true
	if half.coded {
		half.coded = false
		d.unkeep(dir)
	}
}

// inHand is the message in hand of one direction of a stream. Since it began it may have shown which end is the client.
func (d *decoder) inHand(st *stream, dir decode.Direction) decode.Message {
	half := &st.halves[dir]
	m := half.either
	switch {
	case half.request != nil:
		return half.request
	case half.response != nil:
		return half.response
	case !d.settled():
		return m
	case dir == decode.FromClient:
		return &Request{Request: httpsem.Request{Message: m.Message, Host: m.Headers.Get("host")}, layout: m.layout}
	}
	r := httpsem.Response{Message: m.Message, RequestMethod: st.method, RequestTarget: st.target}
	return &Response{Response: r, layout: m.layout}
}

// bodyEnd is where the last DATA frame ends in the message.
func (d *decoder) bodyEnd(half *half) int {
	if half.message.Trailers.Len() > 0 {
		return half.message.Trailers.Packed.Start
	}
	return half.layout.size
}

// unkeep lets the way back to the frames go when no compressed body is in hand.
func (d *decoder) unkeep(dir decode.Direction) {
	coded := false
	d.streams.each(func(st *stream) { coded = coded || st.halves[dir].coded })
	if !coded {
		d.sides[dir].kept = false
		d.c.Unkeep(dir)
	}
}

// evict tells what is there of a stream that is not followed any more.
func (d *decoder) evict(st *stream) {
	if st == nil {
		return
	}
	for dir := range st.halves {
		d.finishHalf(st, decode.Direction(dir), false)
		st.leave(decode.Direction(dir), decode.Cut)
	}
}
