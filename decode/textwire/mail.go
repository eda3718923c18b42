package textwire

import (
	"encoding/base64"
	"strconv"
	"strings"

	"eavesdrop/decode"
)

// A step of an exchange of credentials: what the client's next line is.
type step uint8

const (
	noStep    step = iota
	plainStep      // user and password, of AUTH PLAIN (RFC 4616)
	userStep       // the user, of AUTH LOGIN
	passStep       // the password, of AUTH LOGIN
)

// answers understands the client's line as the next step of an exchange that has begun.
func (d *decoder) answers(l *Line) bool {
	now := d.auth
	d.auth = noStep
	if now == noStep {
		return false
	}
	raw, err := base64.StdEncoding.DecodeString(l.Text)
	if err != nil {
		return l.Text == "*" // given up
	}
	switch now {
	case plainStep:
		l.plain(raw)
	case userStep:
		l.User, d.user, d.auth = string(raw), string(raw), passStep
	case passStep:
		l.User, l.Password = d.user, string(raw)
	}
	return true
}

// plain reads the answer of AUTH PLAIN: [identity] NUL user NUL password.
func (l *Line) plain(raw []byte) {
	if part := strings.SplitN(string(raw), "\x00", 3); len(part) == 3 {
		l.User, l.Password = part[1], part[2]
	}
}

// begins understands the beginning of an exchange: the mechanism, and perhaps the first answer.
func (d *decoder) begins(l *Line, words []string) {
	if len(words) == 0 {
		return
	}
	l.Asked = "log in with " + strings.ToUpper(words[0])
	switch strings.ToUpper(words[0]) {
	case "PLAIN":
		d.auth = plainStep
	case "LOGIN":
		d.auth = userStep
	default:
		return // digests, tickets
	}
	if len(words) > 1 && words[1] != "=" {
		first := &Line{Text: words[1]}
		d.answers(first)
		l.User, l.Password = first.User, first.Password
	}
}

// login understands USER and PASS.
func (d *decoder) login(l *Line, verb, rest string) bool {
	switch verb {
	case "USER":
		d.user, l.User = rest, rest
	case "PASS":
		l.User, l.Password = d.user, rest
	default:
		return false
	}
	return true
}

// verb cuts a line into its first word, in capitals, and the rest.
func verb(text string) (word, rest string) {
	word, rest, _ = strings.Cut(text, " ")
	return strings.ToUpper(word), strings.TrimSpace(rest)
}

var smtp = dialect{name: "smtp", sniff: sniffSMTP, greets: []string{"220"}, hear: func(d *decoder, dir decode.Direction, l *Line) {
	if l.Role != Command {
		if l.Role == Greeting {
			l.Server, l.Software = introduction(strings.TrimLeft(l.Text[3:], " -"))
		}
		d.answered(l.Text)
		return
	}
	if d.answers(l) {
		return
	}
	switch v, rest := verb(l.Text); v {
	case "AUTH":
		d.begins(l, strings.Fields(rest))
	case "MAIL", "RCPT", "VRFY", "EXPN":
		l.Asked = l.Text
	case "STARTTLS":
		l.Starts = "TLS"
	case "DATA":
		d.sending = true
		d.sides[decode.FromClient].body = body{kind: untilDot}
	case "BDAT":
		size, _, _ := strings.Cut(rest, " ")
		if n, err := strconv.ParseUint(size, 10, 32); err == nil && n > 0 {
			d.sides[decode.FromClient].body = body{kind: counted, left: n}
		}
	}
}}

// answered understands a reply to DATA, or to a command that was sent together with it (RFC 2920): a mail
// follows upon 354, and none upon a refusal.
func (d *decoder) answered(reply string) {
	b := &d.sides[decode.FromClient].body
	switch {
	case !d.sending || b.going:
	case strings.HasPrefix(reply, "354"):
		*b, d.sending = body{kind: untilDot}, false
	case reply != "" && (reply[0] == '4' || reply[0] == '5'):
		*b = body{}
	}
}

// introduction cuts a greeting into the server's name and what it says of itself (RFC 5321, section 4.2).
func introduction(text string) (server, software string) {
	server, software, _ = strings.Cut(text, " ")
	if !strings.Contains(server, ".") && server != "localhost" {
		return "", text
	}
	return server, strings.TrimSpace(software)
}

var pop3 = dialect{name: "pop3", sniff: sniffPOP3, greets: []string{"+OK"}, hear: func(d *decoder, dir decode.Direction, l *Line) {
	if l.Role != Command {
		if l.Role == Greeting {
			l.Software = strings.TrimSpace(l.Text[3:])
		}
		if d.sending && strings.HasPrefix(l.Text, "+OK") && l.Role == Reply {
			d.sides[decode.FromServer].body = body{kind: untilDot}
		}
		d.sending = false
		return
	}
	if d.answers(l) {
		return
	}
	v, rest := verb(l.Text)
	if d.login(l, v, rest) {
		return
	}
	switch v {
	case "APOP":
		l.User, _, _ = strings.Cut(rest, " ")
	case "AUTH":
		d.begins(l, strings.Fields(rest))
	case "STLS":
		l.Starts = "TLS"
	case "RETR", "TOP":
		l.Asked = l.Text
		d.sending = true
	}
}}

var ftp = dialect{name: "ftp", sniff: sniffFTP, greets: []string{"220"}, hear: func(d *decoder, dir decode.Direction, l *Line) {
	if l.Role != Command {
		if l.Role == Greeting {
			l.Software = strings.TrimSpace(strings.TrimLeft(l.Text[3:], " -"))
		}
		return
	}
	v, rest := verb(l.Text)
	if d.login(l, v, rest) {
		return
	}
	switch v {
	case "AUTH":
		l.Starts = "TLS"
	case "RETR", "STOR", "APPE", "DELE", "LIST", "NLST", "MLSD", "CWD", "MKD", "RMD", "RNFR", "RNTO":
		l.Asked = l.Text
	}
}}
