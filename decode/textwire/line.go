package textwire

import (
	"fmt"
	"iter"
	"strings"

	"eavesdrop/decode"
)

// A Role is what a line is for.
type Role string

// The roles.
const (
	Greeting Role = "greeting" // how a side begins
	Command  Role = "command"  // of the client
	Reply    Role = "reply"    // of the server
	Data     Role = "data"     // a whole mail or literal, between the lines
)

// A Line is one line of a conversation in the clear. Of SOCKS, CoAP, PostgreSQL and the PROXY protocol it is what a
// message says in words.
type Line struct {
	Protocol string // "smtp"
	Role     Role
	Text     string // without the end of the line; of Data, empty
	Size     int    // bytes on the wire
	Whole    bool   // its end was captured

	// What it says, where it says that; else empty.
	Server   string // the server's name for itself, or the destination asked for
	Software string
	Asked    string // what is asked of the server
	User     string
	Password string
	Starts   string // what will be spoken from here on: "TLS"

	sent  bool            // Data that the client gives the server
	words bool            // Text does not stand on the wire
	seals decode.Question // what the bytes that follow would answer, were they not sealed; may be empty
}

// Kind is "text.line".
func (*Line) Kind() string { return "text.line" }

// Partial says that the line was cut off.
func (l *Line) Partial() bool { return !l.Whole }

// Answer says that the line answers what was asked.
func (l *Line) Answer() bool { return l.Role == Reply }

// title names the protocol as people do.
func (l *Line) title() string { return title(l.Protocol) }

func title(protocol string) string {
	switch protocol {
	case "coap":
		return "CoAP"
	case "postgres":
		return "PostgreSQL"
	}
	return strings.ToUpper(protocol)
}

// Brief is the line.
func (l *Line) Brief() decode.Brief {
	b := decode.Brief{Sight: decode.Readable, Title: l.title() + " " + string(l.Role)}
	switch {
	case l.Role == Data:
		b.Detail = fmt.Sprintf("%d bytes", l.Size)
	case l.words:
		b.Title, b.Detail = l.title(), l.Text
	default:
		b.Quote = l.Text
	}
	if !l.Whole {
		b.Detail = strings.TrimSpace(b.Detail + " breaks off")
	}
	return b
}

// Members writes the line, and what of it was understood.
func (l *Line) Members(o *decode.Object) {
	o.Str("protocol", l.Protocol)
	o.Str("role", string(l.Role))
	if l.Role != Data {
		o.Str("line", l.Text)
	}
	o.Int("bytes", int64(l.Size))
	if !l.Whole {
		o.Bool("cut", true)
	}
	for _, m := range [...]struct{ name, value string }{
		{"server", l.Server}, {"software", l.Software}, {"asked", l.Asked}, {"user", l.User}, {"password", l.Password}, {"starts", l.Starts},
	} {
		if m.value != "" {
			o.Str(m.name, m.value)
		}
	}
}

// Fields is the line and its end.
func (l *Line) Fields() iter.Seq[decode.Field] {
	return func(yield func(decode.Field) bool) {
		f := decode.Field{Name: string(l.Role), Value: l.Text, Span: decode.Span{End: l.Size}, Sight: decode.Readable}
		if l.Role == Data || l.words {
			yield(f)
			return
		}
		f.Span.End = min(len(l.Text), l.Size)
		if yield(f) && f.Span.End < l.Size {
			yield(decode.Field{Name: "end of line", Span: decode.Span{Start: f.Span.End, End: l.Size}, Sight: decode.Readable})
		}
	}
}

// Facts is what a listener learns from the line.
func (l *Line) Facts() iter.Seq[decode.Fact] {
	return func(yield func(decode.Fact) bool) {
		say := func(q decode.Question, sight decode.Sight, text, note string) bool {
			return text == "" || yield(decode.Fact{Question: q, Sight: sight, Text: text, Note: note})
		}
		credentials, sight, note := "", decode.Readable, "In the clear: who listens can log in."
		switch {
		case l.Password != "" && l.User != "":
			credentials = l.User + " : " + l.Password
		case l.Password != "":
			credentials = "password " + l.Password
		case l.User != "":
			credentials, sight, note = "user "+l.User, decode.Claimed, "Who says to log in: a name alone lets nobody in."
		}
		asked, body := l.Asked, ""
		switch {
		case l.Role == Data && l.sent: // a mail to pass on is no answer
			asked = fmt.Sprintf("to take %d bytes", l.Size)
		case l.Role == Data:
			body = fmt.Sprintf("%d bytes", l.Size)
		}
		ok := say(decode.ServerName, decode.Claimed, l.Server, "What "+l.title()+" says; nobody proved it.") &&
			say(decode.Asked, decode.Readable, asked, "") &&
			say(decode.Credentials, sight, credentials, note) &&
			say(decode.Software, decode.Claimed, l.Software, "What it says of itself.") &&
			say(decode.Body, decode.Readable, body, "")
		if ok && l.seals != "" {
			yield(decode.Fact{Question: l.seals, Sight: decode.Sealed, Text: l.Starts + ", sealed",
				Note: "From here on: once the two have agreed on keys, all is sealed (RFC 4253, section 7.3)."})
		}
	}
}
