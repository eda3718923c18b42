package http2wire

import (
	"strconv"

	"eavesdrop/decode"
	"eavesdrop/decode/internal/httpsem"
)

// place finds the stream that the section in hand is for, nil when there can be none.
func (d *decoder) place(s *side, b *block) *stream {
	st, highest := d.streams.find(b.owner), &d.streams.highest[b.owner&1]
	switch {
	case st == nil && (b.owner > *highest || d.unsure()):
		if b.promised || s.dir == decode.FromClient {
			*highest = max(*highest, b.owner)
		}
		var evicted *stream
		st, evicted = d.streams.get(b.owner)
		d.evict(evicted)
		return st
	case st != nil && st.tunnel != nil && !b.promised:
		d.complain(s, b.start, "headers in a stream that a CONNECT was granted for (RFC 9113 section 8.5)")
	case b.promised:
		d.complain(s, b.start, "a promise of a stream that was in use (RFC 9113 section 5.1.1)")
	case st != nil && !st.halves[s.dir].done:
		return st
	case st == nil || !st.reset: // else it was under way when the other side ended the stream
		d.complain(s, b.start, "headers on a stream that has ended (RFC 9113 section 5.1)")
	}
	return nil
}

// unsure says that streams may have come and gone without being known.
func (d *decoder) unsure() bool {
	return d.streams.forgot || d.sides[0].hpack.partial || d.sides[1].hpack.partial
}

// fill makes a message of the section in hand, or trailers.
func (d *decoder) fill(s *side, st *stream, whole bool) {
	b, t, half := &s.block, &s.hpack, &st.halves[s.dir]
	asks, settled := b.promised || s.dir == decode.FromClient, d.settled()
	going := half.open()
	late := !going && !t.begins() && d.unsure() // trailers of a message whose headers were not captured
	if !going && !late && !t.begins() {
		t.fault = "headers without a pseudo-header (RFC 9113 section 8.3)"
	}
	switch {
	case going || late || !settled:
		t.stray()
	case asks:
		t.stray(pseudoMethod, pseudoScheme, pseudoAuthority, pseudoPath, pseudoProtocol)
	default:
		t.stray(pseudoStatus)
	}
	if t.fault != "" && (settled || whole) { // else it was cut, and may be where it belongs
		d.complain(s, b.start, t.fault)
	}
	h := httpsem.Headers{Text: string(t.text), Lines: append([]httpsem.Line(nil), t.lines...)}
	switch {
	case going:
		d.trailers(s, half, h)
	case !settled:
		d.openEither(s, st, half, h)
	case asks:
		d.openRequest(s, st, half, h)
	default:
		d.openResponse(s, st, half, h)
	}
	m := half.message
	if late {
		m.Headers, m.Trailers = httpsem.Headers{}, m.Headers
	}
	m.Incomplete = m.Incomplete || !whole || late
	half.layout.Unknown += t.unknown
	d.streams.weigh(half)
	interim := half.response != nil && half.response.Status >= 100 && half.response.Status < 200
	if !going && d.connects(st, half, b) {
		d.connect(st, half.response)
		return
	}
	if b.endStream || b.promised || interim {
		d.finishHalf(st, s.dir, true)
		half.done = !interim && !b.promised
	}
	d.streams.tidy(st)
}

// openRequest makes a request of the section.
func (d *decoder) openRequest(s *side, st *stream, half *half, h httpsem.Headers) {
	t, q := &s.hpack, &Request{}
	q.Method, q.Target = t.value(pseudoMethod, h.Text), t.value(pseudoPath, h.Text)
	q.Scheme, q.Host = t.value(pseudoScheme, h.Text), t.value(pseudoAuthority, h.Text)
	if q.Host == "" {
		q.Host = h.Get("host")
	}
	if q.Method == "CONNECT" && q.Target == "" { // RFC 9113 section 8.5
		q.Target = q.Host
	}
	q.Protocol, q.Promised = t.value(pseudoProtocol, h.Text), s.block.promised
	st.method, st.target, st.protocol = q.Method, q.Target, q.Protocol
	d.streams.keep(st, len(h.Text))
	half.request, half.message, half.layout = q, &q.Message, &q.layout
	d.open(s, st, half, h)
	q.AskedSpan, q.HostSpan = q.Headers.Packed, q.Headers.Packed
	q.Label = grpcLabel(&q.Headers, &q.Message)
}

// openResponse makes a response of the section.
func (d *decoder) openResponse(s *side, st *stream, half *half, h httpsem.Headers) {
	r := &Response{}
	r.Status, _ = strconv.Atoi(s.hpack.value(pseudoStatus, h.Text))
	r.RequestMethod, r.RequestTarget = st.method, st.target
	half.response, half.message, half.layout = r, &r.Message, &r.layout
	d.open(s, st, half, h)
	r.Label = grpcLabel(&r.Headers, &r.Message)
}

// openEither makes a message of the section that may be a request or a response.
func (d *decoder) openEither(s *side, st *stream, half *half, h httpsem.Headers) {
	m := &Either{}
	half.either, half.message, half.layout = m, &m.Message, &m.layout
	d.open(s, st, half, h)
	m.Label = grpcLabel(&m.Headers, &m.Message)
}

// open fills in what requests and responses have in common.
func (d *decoder) open(s *side, st *stream, half *half, h httpsem.Headers) {
	b := &s.block
	half.start = b.start
	half.trail.Reset()
	half.trail.Add(b.trail.Trace, 0)
	half.trail.Omitted += b.trail.Omitted
	half.layout.Stream = st.id
	half.torn = half.torn && !s.hpack.begins() // what is missing was before it
	h.Packed = decode.Span{Start: 0, End: b.bytes}
	half.message.Version, half.message.Headers = "2", h
	half.message.Protected = d.c.Opened() != decode.InTheClear
	d.addPieces(half, b)
	half.codings = httpsem.AppendCodings(half.codings[:0], &half.message.Headers, "content-encoding")
}

// trailers adds the section to the message in hand.
func (d *decoder) trailers(s *side, half *half, h httpsem.Headers) {
	b := &s.block
	at := half.layout.size
	half.trail.Add(b.trail.Trace, uint64(at))
	half.trail.Omitted += b.trail.Omitted
	h.Packed = decode.Span{Start: at, End: at + b.bytes}
	half.message.Trailers = h
	d.addPieces(half, b)
	if !b.endStream {
		d.complain(s, b.start, "trailers that do not end the stream (RFC 9113 section 8.1)")
	}
	if half.request == nil {
		half.message.Label = grpcLabel(&half.message.Headers, half.message)
	}
}

// addPieces notes the section's frames in the message.
func (d *decoder) addPieces(half *half, b *block) {
	base := half.layout.size
	for _, p := range b.pieces {
		half.layout.size = base + p.at
		half.layout.add(p)
	}
	half.layout.size = base + b.bytes
}
