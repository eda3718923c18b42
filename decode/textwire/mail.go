package textwire

import (
	"strconv"
	"strings"

	"eavesdrop/decode"
)

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
		d.answered(l)
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
		d.tls.asked()
		return
	case "DATA":
		d.sending = true
		d.sides[decode.FromClient].body = body{kind: untilDot}
	case "BDAT":
		size, _, _ := strings.Cut(rest, " ")
		if n, err := strconv.ParseUint(size, 10, 32); err == nil && n > 0 {
			d.sides[decode.FromClient].body = body{kind: counted, left: n}
		}
	}
	d.tls.heard()
}}

// answered understands a reply to STARTTLS, AUTH, DATA, or a command that was sent together with DATA (RFC 2920): a mail
// follows upon 354, and none upon a refusal. Where bytes of the client are missing, the replies say what they were: 354
// that it has said DATA, and another one that its mail has ended.
func (d *decoder) answered(l *Line) {
	reply, client := l.Text, &d.sides[decode.FromClient]
	b := &client.body
	refused := reply != "" && (reply[0] == '4' || reply[0] == '5')
	if refused {
		d.auth = noStep
	}
	if l.Role == Reply && strings.HasPrefix(reply, "220") {
		d.granted(l)
	}
	switch start := strings.HasPrefix(reply, "354"); {
	case start && (d.sending && !b.going || client.torn && b.kind == noBody):
		*b, d.sending = body{kind: untilDot, midline: client.torn}, false
		client.torn, client.skipping = false, false
	case !start && b.torn && b.kind == untilDot:
		d.endBody(decode.FromClient, d.c.Offset(decode.FromClient), false)
		client.skipping = false
	case d.sending && !b.going && refused:
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

var ftp = dialect{name: "ftp", sniff: sniffFTP, greets: []string{"220"}, hear: func(d *decoder, dir decode.Direction, l *Line) {
	if l.Role != Command {
		if l.Role == Greeting {
			l.Software = strings.TrimSpace(strings.TrimLeft(l.Text[3:], " -"))
		}
		if strings.HasPrefix(l.Text, "234") { // RFC 4217, section 4
			d.granted(l)
		}
		return
	}
	v, rest := verb(l.Text)
	if kind := strings.ToUpper(rest); v == "AUTH" && (strings.HasPrefix(kind, "TLS") || kind == "SSL") { // else GSSAPI, for one
		d.tls.asked()
		return
	}
	d.tls.heard()
	if d.login(l, v, rest) {
		return
	}
	switch v {
	case "RETR", "STOR", "APPE", "DELE", "LIST", "NLST", "MLSD", "CWD", "MKD", "RMD", "RNFR", "RNTO":
		l.Asked = l.Text
	}
}}
