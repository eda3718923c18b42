package http2wire

import (
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
	if b.size == 0 && !b.broken {
		var big uint64
		if fragment, big = s.hpack.resize(fragment); big > 0 {
			d.complain(s, off, "a table of "+httpsem.Count(int64(big), "byte")+" for the compression of headers; 64 KiB of it are kept")
		}
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

// endBlock ends the section, and makes a message of it, or trailers. whole says that all of it is there.
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
	d.settle(s, whole)
	d.showHeaders(s, b)
	if st := d.place(s, b); st != nil {
		d.fill(s, st, whole && !b.broken && !b.flood && !t.overflow)
	}
}

// showHeaders shows watchers the section, one field a line.
func (d *decoder) showHeaders(s *side, b *block) {
	if !d.c.Watched() || len(s.hpack.text) == 0 {
		return
	}
	where := "response headers"
	switch {
	case !d.settled():
		where = "headers"
	case s.dir == decode.FromClient || b.promised:
		where = "request headers"
	}
	d.c.Content(decode.Part{Dir: s.dir, Where: where, Data: s.hpack.text, Last: true, Start: b.start})
}
