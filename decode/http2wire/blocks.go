package http2wire

import (
	"strconv"

	"golang.org/x/net/http2"

	"eavesdrop/decode"
	"eavesdrop/decode/internal/httpsem"
)

// A block is the compressed header section in hand: that of a HEADERS or PUSH_PROMISE frame with its CONTINUATION
// frames, which nothing may come between (RFC 9113 section 4.3).
type block struct {
	open      bool
	stream    uint32 // that CONTINUATION frames come on
	owner     uint32 // that the headers are for: not the same in a PUSH_PROMISE frame
	promised  bool
	endStream bool
	start     uint64
	size      int // of the fragments so far
	flood     bool
	pieces    []piece
	trail     decode.Trail
	bytes     int // of its frames
	broken    bool
}

// openBlock starts a header section.
func (d *decoder) openBlock(s *side, owner uint32, off uint64, p piece) {
	b := &s.block
	*b = block{
		open: true, stream: owner, owner: owner, start: off, pieces: b.pieces[:0], trail: b.trail,
		promised: p.kind == http2.FramePushPromise, endStream: p.kind == http2.FrameHeaders && p.is(http2.FlagHeadersEndStream),
	}
	b.trail.Reset()
	s.hpack.begin()
}

// feedBlock takes a fragment of the section; last says that it is the last one.
func (d *decoder) feedBlock(s *side, fragment []byte, p piece, off uint64, last bool) {
	b := &s.block
	n := headerLen + p.length
	d.c.Follow(&b.trail, s.dir, off, off+uint64(n), uint64(b.bytes))
	if p.at = b.bytes; len(b.pieces) < maxPieces {
		b.pieces = append(b.pieces, p)
	}
	b.bytes += n
	if b.size == 0 && len(fragment) > 0 && fragment[0]>>5 == 1 {
		s.hpack.limit = maxTable // the table's size changes (RFC 7541 section 6.3)
	}
	if b.size += len(fragment); b.size > maxBlock && !b.flood {
		b.flood = true
		d.complain(s, off, "a header section longer than 64 KiB; the rest is passed over")
		s.hpack.dec.SetEmitEnabled(false)
		s.hpack.entered = maxTable // what is entered from here on is not counted
	}
	if !b.broken {
		if _, err := s.hpack.dec.Write(fragment); err != nil {
			d.brokenBlock(s, off)
		}
	}
	if last {
		d.endBlock(s, true)
	}
}

// brokenBlock tells of a section that cannot be decompressed. The table is not known any more.
func (d *decoder) brokenBlock(s *side, off uint64) {
	if !s.hpack.partial {
		d.complain(s, off, "a header section that breaks the rules of its compression (RFC 7541)")
	}
	s.block.broken = true
	s.hpack.blind()
}

// endBlock makes a message of the section, or trailers.
func (d *decoder) endBlock(s *side, whole bool) {
	b, t := &s.block, &s.hpack
	b.open = false
	if !b.broken {
		if err := t.dec.Close(); err != nil && whole {
			d.brokenBlock(s, b.start)
		}
	}
	if t.overflow && !b.flood {
		d.complain(s, b.start, "a header section that decompresses to more than 256 KiB; the rest is not kept")
	}
	if t.disorder {
		d.complain(s, b.start, "a pseudo-header behind other headers (RFC 9113 section 8.3)")
	}
	whole = whole && !b.broken && !b.flood && !t.overflow
	text := string(t.text)
	h := httpsem.Headers{Text: text, Lines: append([]httpsem.Line(nil), t.lines...)}
	st, evicted := d.streams.get(b.owner)
	d.evict(evicted)
	half := &st.halves[s.dir]
	switch {
	case half.open():
		d.trailers(s, st, half, h)
	case half.done:
		d.complain(s, b.start, "headers on a stream that has ended (RFC 9113 section 5.1)")
		return
	case b.promised || s.dir == decode.FromClient:
		d.openRequest(s, st, half, h)
	default:
		d.openResponse(s, st, half, h)
	}
	half.message.Incomplete = half.message.Incomplete || !whole
	half.layout.Unknown += t.unknown
	d.streams.weigh(half)
	d.showHeaders(s, b)
	interim := half.response != nil && half.response.Status >= 100 && half.response.Status < 200
	if b.endStream || b.promised || interim {
		d.finishHalf(st, s.dir, true)
		half.done = !interim && !b.promised
	}
	d.streams.tidy(st)
}

// showHeaders shows watchers the section, one field a line.
func (d *decoder) showHeaders(s *side, b *block) {
	if !d.c.Watched() || len(s.hpack.text) == 0 {
		return
	}
	where := "response headers"
	if s.dir == decode.FromClient || b.promised {
		where = "request headers"
	}
	d.c.Content(decode.Part{Dir: s.dir, Where: where, Data: s.hpack.text, Last: true, Start: b.start})
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
	q.Promised = s.block.promised
	st.method, st.target = q.Method, q.Target
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

// open fills in what requests and responses have in common.
func (d *decoder) open(s *side, st *stream, half *half, h httpsem.Headers) {
	b := &s.block
	half.start = b.start
	half.trail.Reset()
	half.trail.Add(b.trail.Trace, 0)
	half.trail.Omitted += b.trail.Omitted
	half.layout.Stream = st.id
	h.Packed = decode.Span{Start: 0, End: b.bytes}
	half.message.Version, half.message.Headers = "2", h
	half.message.Protected = d.c.Opened() != decode.InTheClear
	d.addPieces(half, b)
	half.codings = httpsem.AppendCodings(half.codings[:0], &half.message.Headers, "content-encoding")
}

// trailers adds the section to the message in hand.
func (d *decoder) trailers(s *side, st *stream, half *half, h httpsem.Headers) {
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
	if half.response != nil {
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
