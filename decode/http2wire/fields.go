package http2wire

import (
	"fmt"
	"iter"

	"golang.org/x/net/http2"

	"eavesdrop/decode"
	"eavesdrop/decode/internal/httpsem"
)

// Fields explains the request's frames.
func (m *Request) Fields() iter.Seq[decode.Field] {
	return func(yield func(decode.Field) bool) {
		p := painter{yield: yield}
		p.frames(&m.Message, &m.layout, [][2]string{
			{":method", m.Method}, {":protocol", m.Protocol}, {":scheme", m.Scheme}, {":authority", m.Host}, {":path", m.Target},
		})
	}
}

// Fields explains the response's frames.
func (m *Response) Fields() iter.Seq[decode.Field] {
	return func(yield func(decode.Field) bool) {
		p := painter{yield: yield}
		p.frames(&m.Message, &m.layout, [][2]string{{":status", fmt.Sprint(m.Status)}})
	}
}

// Fields explains the message's frames.
func (m *Either) Fields() iter.Seq[decode.Field] {
	return func(yield func(decode.Field) bool) {
		p := painter{yield: yield}
		p.frames(&m.Message, &m.layout, nil)
	}
}

// A painter passes on a message's fields until nobody wants more.
type painter struct {
	yield func(decode.Field) bool
	done  bool
}

func (p *painter) add(depth int, name, value string, from, to int, note string) {
	p.say(depth, name, value, from, to, decode.Readable, note)
}

func (p *painter) say(depth int, name, value string, from, to int, sight decode.Sight, note string) {
	if !p.done {
		p.done = !p.yield(decode.Field{
			Name: name, Value: value, Span: decode.Span{Start: from, End: to}, Depth: depth, Sight: sight, Note: note,
		})
	}
}

// frames explains a message's frames one by one. pseudo are its pseudo-headers.
func (p *painter) frames(m *httpsem.Message, l *layout, pseudo [][2]string) {
	for i := range l.frames {
		f := &l.frames[i]
		end := l.size
		if i+1 < len(l.frames) {
			end = l.frames[i+1].at
		}
		if i == maxPieces-1 && l.more > 0 {
			end = min(f.at+headerLen+f.length, l.size)
		}
		p.frame(m, f, end)
		switch {
		case i == 0:
			p.headers(m, &m.Headers, f, end, pseudo)
		case f.isHeaders() && f.kind == http2.FrameHeaders:
			p.headers(m, &m.Trailers, f, end, nil)
		}
		if i == maxPieces-1 && l.more > 0 {
			p.add(0, "frames", "", end, l.size, httpsem.Count(int64(l.more), "further frame")+".")
		}
	}
}

// frame explains a frame's own fields.
func (p *painter) frame(m *httpsem.Message, f *piece, end int) {
	p.add(0, f.name()+" frame", "", f.at, end, frameNote(f.kind))
	at := min(f.at+headerLen, end)
	p.add(1, "frame header", fmt.Sprintf("length %d, flags %s, stream %d", f.length, hex(byte(f.flags)), f.stream), f.at, at, "Length, type, flags and stream (RFC 9113 section 4.1).")
	if f.padded() && at < end {
		p.add(1, "padding length", fmt.Sprint(f.pad), at, at+1, "How much there is behind the payload, to hide its length.")
		at++
	}
	if f.kind == http2.FrameHeaders && f.is(http2.FlagHeadersPriority) && at+5 <= end {
		p.add(1, "priority", "", at, at+5, "Which stream to serve first; no longer in use (RFC 9113 section 5.3.2).")
		at += 5
	}
	if f.promise != 0 && at+4 <= end {
		p.add(1, "promised stream", fmt.Sprint(f.promise), at, at+4, "The stream that the response will come on.")
		at += 4
	}
	pad := max(end-f.pad, at)
	if pad > at {
		name, value := "header block", ""
		if f.kind == http2.FrameData {
			name = "data"
			if f.at <= m.BodySpan.Start {
				value = m.Body.Text
			}
		}
		p.add(1, name, value, at, pad, "")
	}
	if pad < end {
		p.add(1, "padding", "", pad, end, "")
	}
}

// headers lists the fields of a section in the frame that it begins in: compressed, they have no bytes of their own.
func (p *painter) headers(m *httpsem.Message, h *httpsem.Headers, f *piece, end int, pseudo [][2]string) {
	for _, pair := range pseudo {
		if pair[1] != "" {
			sight := decode.Readable
			if pair[0] == ":authority" {
				sight = decode.Claimed
			}
			p.say(1, pair[0], pair[1], end, end, sight, "Compressed, in the header block above (RFC 7541).")
		}
	}
	for name, value := range h.All() {
		sight, note := httpsem.HeaderNote(name, value)
		if name == "" {
			note = "Its name stands in the table of an earlier header section, which was not captured (RFC 7541 section 6.2)."
		}
		p.say(1, name, value, end, end, sight, note)
	}
}

// frameNote says what a frame is for.
func frameNote(kind http2.FrameType) string {
	switch kind {
	case http2.FrameData:
		return "A part of the body (RFC 9113 section 6.1)."
	case http2.FrameHeaders:
		return "Headers, or the trailers behind a body (RFC 9113 section 6.2)."
	case http2.FrameContinuation:
		return "More of the headers (RFC 9113 section 6.10)."
	case http2.FramePushPromise:
		return "A request that the server answers unasked (RFC 9113 section 6.6)."
	}
	return ""
}
