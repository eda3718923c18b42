package wswire

import (
	"crypto/sha256"
	"fmt"
	"iter"

	"eavesdrop/decode"
	"eavesdrop/decode/internal/httpsem"
)

// A Message is one side's message, put together from its frames.
type Message struct {
	Type       string // "text" or "binary"; "continuation" when its beginning was not captured
	Length     int64  // of the content, unmasked and inflated, in bytes
	Wire       int64  // of the payload on the wire
	Lost       int64  // bytes that the capture missed
	Digest     [sha256.Size]byte
	Digested   bool   // Digest is valid
	Text       string // the first 1024 bytes, when they are printable text
	Cut        bool   // the content goes on behind Text
	Compressed bool   // permessage-deflate (RFC 7692)
	Trouble    string // why it could not be inflated; Length is then that of the payload
	Incomplete bool   // it was cut off
	Protected  bool   // it was seen through a key
	headless   bool   // its beginning is missing
	dir        decode.Direction
	head       []byte
	frames     []piece
	more       int // frames that are not listed
	size       int
}

// A piece is one of a message's frames.
type piece struct {
	header
	at int // where it begins in the message
}

// maxPieces is how many frames of a message are remembered one by one.
const maxPieces = 1000

// add notes a frame, whose header comes next.
func (m *Message) add(h header) {
	if len(m.frames) < maxPieces {
		m.frames = append(m.frames, piece{h, m.size})
	} else {
		m.more++
	}
}

// Partial says that the message was cut off.
func (m *Message) Partial() bool { return m.Incomplete }

// Kind is "websocket.message".
func (*Message) Kind() string { return "websocket.message" }

// Brief shows the start of a text.
func (m *Message) Brief() decode.Brief {
	b := decode.Brief{Sight: decode.Readable, Title: "WebSocket " + m.Type, Detail: httpsem.Count(m.Length, "byte")}
	switch {
	case m.Trouble != "":
		b.Detail += "   " + m.Trouble
	case m.Lost > 0:
		b.Detail += "   " + httpsem.Count(m.Lost, "byte") + " missing"
	case m.Incomplete:
		b.Detail += "   incomplete"
	}
	b.Quote = httpsem.Quote(m.Text)
	return b
}

// Members writes type, length, sha256 with digests, text, and how it travelled.
func (m *Message) Members(o *decode.Object) {
	o.Str("type", m.Type)
	o.Int("length", m.Length)
	if m.Digested && m.Length > 0 {
		o.Hex("sha256", m.Digest[:])
	}
	if m.Text != "" {
		o.Str("text", m.Text)
		if m.Cut {
			o.Bool("text_cut", true)
		}
	}
	o.Int("frames", int64(len(m.frames)+m.more))
	if m.Compressed {
		o.Bool("compressed", true)
		o.Int("wire_length", m.Wire)
	}
	if m.Trouble != "" {
		o.Str("decode_error", m.Trouble)
	}
	if m.Incomplete {
		o.Bool("incomplete", true)
	}
	if m.Lost > 0 {
		o.Int("lost", m.Lost)
	}
}

// extent is how long the content is, as far as that is known.
func (m *Message) extent() string {
	switch {
	case m.Trouble != "" && m.Incomplete:
		return "at least " + httpsem.Count(m.Wire, "byte") + ", compressed"
	case m.Trouble != "":
		return httpsem.Count(m.Wire, "byte") + ", compressed"
	case m.Incomplete:
		return "at least " + httpsem.Count(m.Length, "byte")
	case m.Lost > 0:
		return httpsem.PartOf(m.Length, m.Length-m.Lost)
	}
	return httpsem.Count(m.Length, "byte")
}

// Facts is what a listener learns from it.
func (m *Message) Facts() iter.Seq[decode.Fact] {
	return func(yield func(decode.Fact) bool) {
		body := decode.Span{Start: 0, End: m.size}
		size := m.extent()
		question := decode.Asked
		if m.dir == decode.FromServer {
			question = decode.Body
			if !yield(decode.Fact{Question: decode.Length, Sight: decode.Readable, Text: size, Span: body}) {
				return
			}
		}
		if !yield(decode.Fact{Question: question, Sight: decode.Readable, Text: "WebSocket " + m.Type + ", " + size, Span: body}) || m.Protected {
			return
		}
		_ = yield(decode.Fact{Question: decode.Changed, Sight: decode.Readable, Text: "yes", Note: "Nothing protects the message: masking is no encryption (RFC 6455 section 10.3)."}) &&
			yield(decode.Fact{Question: decode.Later, Sight: decode.Readable, Text: "now", Note: "No key is needed but the one that stands beside it."})
	}
}

// Fields explains the message's frames.
func (m *Message) Fields() iter.Seq[decode.Field] {
	return func(yield func(decode.Field) bool) {
		p := painter{yield: yield}
		for i, f := range m.frames {
			end := m.size
			if i+1 < len(m.frames) {
				end = m.frames[i+1].at
			} else if m.more > 0 {
				end = min(f.at+f.size+int(f.length), m.size)
			}
			value := ""
			if i == 0 {
				value = m.Text
			}
			p.frame(f.header, f.at, end, value, m.Compressed)
			if i+1 == len(m.frames) && m.more > 0 {
				p.add(0, "frames", "", end, m.size, httpsem.Count(int64(m.more), "further frame")+".")
			}
		}
	}
}

// A painter passes on fields until nobody wants more.
type painter struct {
	yield func(decode.Field) bool
	done  bool
}

func (p *painter) add(depth int, name, value string, from, to int, note string) {
	if !p.done {
		p.done = !p.yield(decode.Field{
			Name: name, Value: value, Span: decode.Span{Start: from, End: to}, Depth: depth, Sight: decode.Readable, Note: note,
		})
	}
}

// frame explains a frame that begins at at.
func (p *painter) frame(h header, at, end int, value string, compressed bool) {
	p.add(0, h.op.String()+" frame", "", at, end, "RFC 6455 section 5.2.")
	fin := "the last one"
	if !h.fin {
		fin = "more follow"
	}
	from := at + h.size
	if h.masked {
		from -= 4
	}
	from = min(from, end)
	p.add(1, "frame header", fmt.Sprintf("%s, %s, %s", h.op, fin, httpsem.Count(int64(h.length), "byte")), at, from, "Opcode, length, and whether it is masked.")
	if h.masked && from < end {
		p.add(1, "masking key", fmt.Sprintf("%x", h.key), from, from+4, "It stands beside what it masks: no encryption, but a guard for proxies (RFC 6455 section 5.3).")
		from += 4
	}
	if from < end {
		note := ""
		switch {
		case compressed:
			note = "Compressed (RFC 7692); shown inflated."
		case h.masked:
			note = "Shown unmasked."
		}
		p.add(1, "payload", value, from, end, note)
	}
}
