package textwire

import (
	"encoding/binary"
	"fmt"
	"strings"
)

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
