package textwire

import (
	"encoding/binary"
	"fmt"
	"strings"

	"eavesdrop/decode"
)

// coap is CoAP over TCP (RFC 8323, section 3.2). Its port, 5683, is much used for other things; so only what
// begins with the settings that each side has to say first (section 5.3) is taken for it.
//
//	struct {
//		uint4  length            // of options and payload; 13, 14, 15: 1, 2, 4 bytes more follow
//		uint4  token length
//		uint8  code
//		opaque token, options, payload
//	}
type coap struct{}

const (
	codeSettings  = 0xe1 // 7.01, CSM
	maxCoAP       = 512 << 10
	optionHost    = 3
	optionPath    = 11
	optionQuery   = 15
	payloadMarker = 0xff
)

// Name is "coap".
func (coap) Name() string { return "coap" }

// Sniff looks for a whole settings message, with nothing in it but what is defined.
func (coap) Sniff(_ decode.Direction, head []byte) decode.Verdict {
	if head[0]&15 != 0 || head[0]>>4 > 13 {
		return decode.No // settings of some kilobytes, or with a token
	}
	m, ok := readCoAP(head)
	if !ok {
		at := 1
		if head[0]>>4 == 13 {
			at = 2
		}
		if len(head) > at && head[at] != codeSettings || len(head) > 64 {
			return decode.No
		}
		return decode.Maybe
	}
	if m.code != codeSettings || m.bad || len(m.payload) > 0 {
		return decode.No
	}
	for _, o := range m.options {
		if o.number != 2 && o.number != 4 || len(o.value) > 4 {
			return decode.No
		}
	}
	if len(m.options) > 0 {
		return decode.Yes
	}
	// Empty settings are two bytes, which is little to go by: the next message has to be right too.
	next, ok := readCoAP(head[m.size:])
	switch {
	case !ok && len(head) < 1024:
		return decode.Maybe
	case ok && !next.bad && (next.code >= 1 && next.code <= 7 || next.code>>5 == 7 && next.code&31 <= 5):
		return decode.Yes
	}
	return decode.No
}

// Decoder makes the decoder for one conversation.
func (coap) Decoder(c *decode.Conversation) decode.Decoder { return &coapDecoder{c: c} }

type coapDecoder struct {
	c    *decode.Conversation
	lost [2]bool
}

// coapMessage is one message, taken apart.
type coapMessage struct {
	size    int
	code    byte
	options []coapOption
	payload []byte
	bad     bool // the options are not well formed
}

type coapOption struct {
	number int
	value  []byte
}

// readCoAP reads the message at the front of b; ok is false when it is not whole.
func readCoAP(b []byte) (m coapMessage, ok bool) {
	if len(b) < 2 {
		return m, false
	}
	length, at := int(b[0]>>4), 1
	extra := max(0, length-12)
	if extra == 3 {
		extra = 4
	}
	if at+extra > len(b) {
		return m, false
	}
	switch extra {
	case 1:
		length = 13 + int(b[1])
	case 2:
		length = 269 + int(binary.BigEndian.Uint16(b[1:]))
	case 4:
		length = 65805 + int(binary.BigEndian.Uint32(b[1:]))
	}
	at += extra
	token := int(b[0] & 15)
	m.size = at + 1 + token + length
	if m.size > len(b) {
		return m, false
	}
	m.code = b[at]
	m.bad = token > 8
	m.readOptions(b[at+1+token : m.size])
	return m, true
}

// readOptions reads options, each with its number as the difference to the one before, and the payload behind
// them (RFC 7252, section 3.1).
func (m *coapMessage) readOptions(b []byte) {
	number := 0
	for len(b) > 0 {
		if b[0] == payloadMarker {
			m.payload, m.bad = b[1:], m.bad || len(b) == 1
			return
		}
		delta, size := int(b[0]>>4), int(b[0]&15)
		b = b[1:]
		for _, n := range []*int{&delta, &size} {
			switch {
			case *n == 13 && len(b) >= 1:
				*n, b = 13+int(b[0]), b[1:]
			case *n == 14 && len(b) >= 2:
				*n, b = 269+int(binary.BigEndian.Uint16(b)), b[2:]
			case *n >= 13:
				m.bad = true
				return
			}
		}
		if size > len(b) {
			m.bad = true
			return
		}
		number += delta
		m.options = append(m.options, coapOption{number, b[:size]})
		b = b[size:]
	}
}

// Decode takes one message.
func (d *coapDecoder) Decode(dir decode.Direction, data []byte) int {
	if d.lost[dir] {
		return len(data)
	}
	m, ok := readCoAP(data)
	start := d.c.Offset(dir)
	if m.size > maxCoAP {
		d.c.Malformed(dir, start, start+uint64(len(data)), fmt.Sprintf("a CoAP message of %d bytes; not followed", m.size))
		d.lost[dir] = true
		return len(data)
	}
	if !ok {
		return 0
	}
	l := m.line()
	if len(m.payload) > 0 && d.c.Watched() {
		at := start + uint64(m.size-len(m.payload))
		d.c.Content(decode.Part{Dir: dir, Where: "CoAP payload", Data: m.payload, Last: true, Start: start, Exact: true, At: at})
	}
	d.c.Emit(dir, start, start+uint64(m.size), l)
	if m.bad {
		d.c.Malformed(dir, start, start+uint64(m.size), "the options of a CoAP message don't fit into it")
	}
	return m.size
}

// line is the message in words.
func (m *coapMessage) line() *Line {
	l := &Line{Protocol: "coap", Role: Reply, Size: m.size, Whole: true, words: true}
	code := fmt.Sprintf("%d.%02d", m.code>>5, m.code&31)
	switch class := m.code >> 5; {
	case m.code == codeSettings:
		l.Role, l.Text = Greeting, "settings"
	case class == 7:
		l.Text = "signal " + code
	case class == 0 && m.code > 0:
		l.Role = Command
		name := code
		if methods := [...]string{"GET", "POST", "PUT", "DELETE", "FETCH", "PATCH", "iPATCH"}; int(m.code) <= len(methods) {
			name = methods[m.code-1]
		}
		l.Asked = name + " " + m.target(l)
		l.Text = l.Asked
	default:
		l.Text = code
	}
	if n := len(m.payload); n > 0 {
		l.Text += fmt.Sprintf(", %d bytes", n)
	}
	return l
}

// target is what a request asks for. The host goes into l.
func (m *coapMessage) target(l *Line) string {
	var path, query strings.Builder
	for _, o := range m.options {
		switch o.number {
		case optionHost:
			l.Server = string(o.value)
		case optionPath:
			path.WriteString("/" + string(o.value))
		case optionQuery:
			query.WriteString(map[bool]string{true: "?", false: "&"}[query.Len() == 0] + string(o.value))
		}
	}
	if path.Len() == 0 {
		path.WriteString("/")
	}
	return path.String() + query.String()
}

// Gap ends the following: where the next message begins cannot be told.
func (d *coapDecoder) Gap(dir decode.Direction, _ []byte, _ int) { d.lost[dir] = true }

// End tells of a message that was not finished.
func (d *coapDecoder) End(dir decode.Direction, pending []byte, _ decode.How) {
	if len(pending) > 0 && !d.lost[dir] {
		start := d.c.Offset(dir)
		d.c.Malformed(dir, start, start+uint64(len(pending)), "a CoAP message breaks off")
	}
}
