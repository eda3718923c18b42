package httpwire

import (
	"fmt"
	"iter"

	"eavesdrop/decode"
	"eavesdrop/decode/internal/httpsem"
)

// Fields explains the request's bytes.
func (m *Request) Fields() iter.Seq[decode.Field] {
	return func(yield func(decode.Field) bool) {
		p := painter{yield: yield, message: &m.Message, layout: &m.layout}
		p.start("request line", "What is asked (RFC 9112 section 3).", [3]part{
			{"method", methodNote(m.Method)},
			{"target", targetNote(m.Target)},
			{"version", versionNote(m.Version)},
		})
		p.rest()
	}
}

// Fields explains the response's bytes.
func (m *Response) Fields() iter.Seq[decode.Field] {
	return func(yield func(decode.Field) bool) {
		p := painter{yield: yield, message: &m.Message, layout: &m.layout, answers: m.RequestMethod}
		p.start("status line", "How it was answered (RFC 9112 section 4).", [3]part{
			{"version", versionNote(m.Version)},
			{"status", statusNote(m.Status)},
			{"reason", "For people only; programs go by the number (RFC 9112 section 4)."},
		})
		p.rest()
	}
}

// A part is the name of a word of the start line, with what there is to say of it.
type part struct{ name, note string }

// A painter passes on a message's fields until nobody wants more.
type painter struct {
	yield   func(decode.Field) bool
	done    bool
	message *httpsem.Message
	layout  *layout
	answers string // the method of the request that a response answers
}

func (p *painter) add(depth int, name, value string, from, to int, sight decode.Sight, note string) {
	if !p.done {
		p.done = !p.yield(decode.Field{
			Name: name, Value: value, Span: decode.Span{Start: from, End: to}, Depth: depth, Sight: sight, Note: note,
		})
	}
}

// start explains the start line.
func (p *painter) start(name, note string, parts [3]part) {
	l := p.layout
	if l.head == "" {
		return
	}
	end := p.linesBegin()
	p.add(0, name, l.head[:trimRight(l.head, end)], 0, end, decode.Readable, note)
	for i, w := range l.words {
		if w.from < w.to {
			p.add(1, parts[i].name, w.in(l.head), int(w.from), int(w.to), decode.Readable, parts[i].note)
		}
	}
}

// linesBegin is where the first header line begins.
func (p *painter) linesBegin() int {
	if h := &p.message.Headers; h.Len() > 0 {
		return int(h.Lines[0].Name)
	}
	return p.layout.blank
}

// rest explains all that follows the start line.
func (p *painter) rest() {
	l := p.layout
	p.lines(0, &p.message.Headers, l.blank)
	if l.blank < len(l.head) {
		p.add(0, "end of the headers", "", l.blank, len(l.head), decode.Readable, p.endNote())
	}
	if l.size > len(l.head) {
		p.body()
	}
}

// endNote says what follows the header section.
func (p *painter) endNote() string {
	const empty = "An empty line (RFC 9112 section 2.1)."
	switch {
	case p.layout.how != none:
		return empty
	case p.answers == "HEAD":
		return "An empty line; an answer to HEAD has no body, whatever its headers say (RFC 9112 section 6.3)."
	}
	return "An empty line; there is no body (RFC 9112 section 6.3)."
}

// lines explains the fields of a section, which ends at end.
func (p *painter) lines(depth int, h *httpsem.Headers, end int) {
	for i, line := range h.Lines {
		to := end
		if i+1 < h.Len() {
			to = h.At + int(h.Lines[i+1].Name)
		}
		name, value := h.Name(i), h.Value(i)
		sight, note := httpsem.HeaderNote(name, value)
		p.add(depth, name, value, h.At+int(line.Name), to, sight, note)
	}
}

// body explains the body.
func (p *painter) body() {
	l, b := p.layout, &p.message.Body
	p.add(0, "body", b.Text, len(l.head), l.size, decode.Readable, p.bodyNote())
	if l.how != chunked {
		return
	}
	at := len(l.head)
	for i, c := range l.chunks {
		if l.more > 0 && c.at > at { // chunks that are not listed
			p.add(1, "chunks", "", at, c.at, decode.Readable, httpsem.Count(int64(l.more), "further chunk")+".")
		}
		at = p.chunk(i, c)
	}
	if l.last > 0 {
		tail := max(l.tail, l.last)
		p.lines(1, &p.message.Trailers, tail)
		p.add(1, "end of the body", "", tail, l.size, decode.Readable, "An empty line behind the last chunk and the trailers (RFC 9112 section 7.1).")
	} else if at < l.size {
		p.add(1, "chunks", "", at, l.size, decode.Readable, "The rest of what was captured.")
	}
}

// chunk explains one chunk, and returns where it ends.
func (p *painter) chunk(i int, c chunk) (end int) {
	line := min(c.at+c.line, p.layout.size)
	if c.size == 0 {
		p.add(1, "last chunk", "0", c.at, line, decode.Readable, "A chunk of size 0 ends the body (RFC 9112 section 7.1).")
		return line
	}
	p.add(1, "chunk size", fmt.Sprintf("%x", c.size), c.at, line, decode.Readable, "In hexadecimal: "+httpsem.Count(c.size, "byte")+" (RFC 9112 section 7.1).")
	end = p.layout.size
	if next := int64(p.layout.size - line); c.size < next {
		end = line + int(c.size)
	}
	p.add(1, "chunk data", "", line, end, decode.Readable, "")
	return p.chunkEnd(i, end)
}

// chunkEnd explains the line end behind a chunk's data, and returns where that ends.
func (p *painter) chunkEnd(i, at int) (end int) {
	end = p.layout.size
	switch {
	case i+1 < len(p.layout.chunks) && (p.layout.more == 0 || i+1 < maxChunks):
		end = p.layout.chunks[i+1].at
	case at < end:
		end = min(at+2, end)
	}
	if at < end {
		p.add(1, "end of the chunk", "", at, end, decode.Readable, "")
	}
	return end
}

// bodyNote says how long the body is, and why it ends where it does.
func (p *painter) bodyNote() string {
	b := &p.message.Body
	note := httpsem.Count(b.Length, "byte")
	switch p.layout.how {
	case counted:
		note += "; Content-Length says where it ends (RFC 9112 section 6.2)"
	case chunked:
		note += " in chunks (RFC 9112 section 7.1)"
	case toEnd:
		note += "; it ends with the connection (RFC 9112 section 6.3)"
	}
	switch {
	case b.Encoding != "":
		note += "; inflated from " + b.Encoding + " (RFC 9110 section 8.4)"
	case b.Trouble != "":
		note += "; not inflated: " + b.Trouble
	}
	if b.Lost > 0 {
		note += "; " + httpsem.Count(b.Lost, "byte") + " of it are missing from the capture"
	}
	return note + "."
}
