package http2wire

import (
	"fmt"
	"iter"
	"strings"

	"golang.org/x/net/http2"

	"eavesdrop/decode"
)

// settings tells what one side demands of the other (RFC 9113 section 6.5).
func (d *decoder) settings(s *side, h header, f *http2.SettingsFrame, off uint64) {
	start := off
	if s.greeted {
		start, s.greeted = s.preface, false
	}
	if f.IsAck() {
		return
	}
	m := &Settings{preface: int(off - start), size: int(off-start) + headerLen + h.length}
	for i := range f.NumSettings() {
		m.Settings = append(m.Settings, f.Setting(i))
	}
	d.c.Emit(s.dir, start, off+uint64(headerLen+h.length), m)
}

// Settings are what one side of a connection demands of the other. Their choice and order tell clients apart.
type Settings struct {
	Settings []http2.Setting // in the order in which they came
	preface  int             // length of the connection preface before them
	size     int
}

// Kind is "http2.settings".
func (*Settings) Kind() string { return "http2.settings" }

// Brief lists them.
func (m *Settings) Brief() decode.Brief {
	return decode.Brief{Sight: decode.Readable, Title: "HTTP/2 settings", Detail: m.list()}
}

func (m *Settings) list() string {
	var list []string
	for _, s := range m.Settings {
		list = append(list, fmt.Sprintf("%s %d", settingName(s.ID), s.Val))
	}
	return strings.Join(list, ", ")
}

// settingName is the setting's name, "unknown(0x1234)" when it has none.
func settingName(id http2.SettingID) string {
	if name := id.String(); !strings.HasPrefix(name, "UNKNOWN") {
		return name
	}
	return fmt.Sprintf("unknown(0x%04x)", uint16(id))
}

// Members writes them as an array of objects.
func (m *Settings) Members(o *decode.Object) {
	o.Array("settings")
	for _, s := range m.Settings {
		o.Object("")
		o.Str("name", settingName(s.ID))
		o.Int("id", int64(s.ID))
		o.Int("value", int64(s.Val))
		o.Close('}')
	}
	o.Close(']')
}

// Fields explains the frame, and the connection preface before it.
func (m *Settings) Fields() iter.Seq[decode.Field] {
	return func(yield func(decode.Field) bool) {
		p := painter{yield: yield}
		if m.preface > 0 {
			p.add(0, "connection preface", "PRI * HTTP/2.0", 0, m.preface, "Looks like a request, so that servers of HTTP/1 fail at once (RFC 9113 section 3.4).")
		}
		p.add(0, "SETTINGS frame", "", m.preface, m.size, "What this side demands of the other (RFC 9113 section 6.5).")
		at := m.preface + headerLen
		p.add(1, "frame header", "", m.preface, at, "Length, type, flags and stream 0.")
		for _, s := range m.Settings {
			p.add(1, settingName(s.ID), fmt.Sprint(s.Val), at, at+6, "")
			at += 6
		}
	}
}

// Facts is empty.
func (*Settings) Facts() iter.Seq[decode.Fact] { return func(func(decode.Fact) bool) {} }

// GoAway says that one side ends the connection, and why (RFC 9113 section 6.8).
type GoAway struct {
	LastStream uint32 // the last one that was worked on
	Code       string // of the error: "NO_ERROR"
	CodeID     uint32
	Debug      string // for a person, from the other end
	size       int
}

// Kind is "http2.goaway".
func (*GoAway) Kind() string { return "http2.goaway" }

// Brief says why.
func (m *GoAway) Brief() decode.Brief {
	return decode.Brief{Sight: decode.Readable, Title: "HTTP/2 goes away", Detail: fmt.Sprintf("%s, last stream %d", m.Code, m.LastStream), Quote: m.Debug}
}

// Members writes last_stream, code and debug.
func (m *GoAway) Members(o *decode.Object) {
	o.Int("last_stream", int64(m.LastStream))
	o.Str("code", m.Code)
	o.Int("code_id", int64(m.CodeID))
	if m.Debug != "" {
		o.Str("debug", m.Debug)
	}
}

// Fields explains the frame.
func (m *GoAway) Fields() iter.Seq[decode.Field] {
	return func(yield func(decode.Field) bool) {
		p := painter{yield: yield}
		p.add(0, "GOAWAY frame", "", 0, m.size, "This side ends the connection (RFC 9113 section 6.8).")
		p.add(1, "frame header", "", 0, headerLen, "Length, type, flags and stream 0.")
		p.add(1, "last stream", fmt.Sprint(m.LastStream), headerLen, headerLen+4, "")
		p.add(1, "error code", m.Code, headerLen+4, headerLen+8, "")
		if m.size > headerLen+8 {
			p.add(1, "debug data", m.Debug, headerLen+8, m.size, "For people at the other end.")
		}
	}
}

// Facts is empty.
func (*GoAway) Facts() iter.Seq[decode.Fact] { return func(func(decode.Fact) bool) {} }
