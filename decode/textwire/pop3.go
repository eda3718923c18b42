package textwire

import (
	"strings"

	"eavesdrop/decode"
)

// maxExpected is how many of a POP3 client's commands may wait for their replies; when there are more, replies were not
// captured.
const maxExpected = 256

// An expectation is what a positive reply to a POP3 command means: they come in order (RFC 2449, section 6.6).
type expectation uint8

const (
	aLine     expectation = iota // nothing more
	aMail                        // a mail follows
	beginsTLS                    // TLS does
)

var pop3 = dialect{name: "pop3", sniff: sniffPOP3, greets: []string{"+OK"}, hear: func(d *decoder, dir decode.Direction, l *Line) {
	switch {
	case l.Role == Greeting:
		l.Software = strings.TrimSpace(l.Text[3:])
	case l.Role == Reply:
		d.replied(l)
	case !d.answers(l):
		next := d.pop3Command(l)
		if len(d.expected) == maxExpected {
			d.expected = d.expected[:copy(d.expected, d.expected[1:])]
		}
		d.expected = append(d.expected, next)
	}
}}

// pop3Command understands a command, and says what its reply will mean.
func (d *decoder) pop3Command(l *Line) expectation {
	v, rest := verb(l.Text)
	if v == "STLS" {
		d.tls.asked()
		return beginsTLS
	}
	d.tls.heard()
	switch {
	case d.login(l, v, rest):
	case v == "APOP":
		l.User, _, _ = strings.Cut(rest, " ")
	case v == "AUTH":
		d.begins(l, strings.Fields(rest))
	case v == "RETR", v == "TOP":
		l.Asked = l.Text
		return aMail
	}
	return aLine
}

// replied understands the reply to the first command that waits for one.
func (d *decoder) replied(l *Line) {
	ok, refused := strings.HasPrefix(l.Text, "+OK"), strings.HasPrefix(l.Text, "-ERR")
	if refused {
		d.auth = noStep
	}
	if !ok && !refused || len(d.expected) == 0 {
		return // a line of a list, or a step of a login
	}
	next := d.expected[0]
	d.expected = d.expected[:copy(d.expected, d.expected[1:])]
	switch {
	case ok && next == aMail:
		d.sides[decode.FromServer].body = body{kind: untilDot}
	case ok && next == beginsTLS:
		d.granted(l)
	}
}
