package textwire

import (
	"strconv"
	"strings"

	"eavesdrop/decode"
)

var imap = dialect{name: "imap", sniff: sniffIMAP, greets: []string{"* OK", "* PREAUTH", "* BYE"}, hear: func(d *decoder, dir decode.Direction, l *Line) {
	if n, ok := literal(l.Text); ok {
		d.sides[dir].body = body{kind: counted, left: n}
	}
	switch {
	case l.Role == Greeting:
		l.Software = greetingText(l.Text)
	case l.Role == Reply:
		d.imapReply(l)
	case !d.answers(l):
		d.imapCommand(l)
	}
}}

// imapReply understands the reply to STARTTLS, and a refused login.
func (d *decoder) imapReply(l *Line) {
	if reply, ok := tagged(l.Text, d.tls.tag); d.tls.pending && reply {
		d.tls.pending = ok
		d.granted(l)
	}
	if status, _ := verb(l.Text[strings.IndexByte(l.Text, ' ')+1:]); status == "NO" || status == "BAD" {
		d.auth = noStep
	}
}

// imapCommand understands a command, or what goes on with one behind a literal.
func (d *decoder) imapCommand(l *Line) {
	text := l.Text
	if d.command != "" {
		text = d.command + `"` + text
	}
	tag, rest := verb(text)
	v, rest := verb(rest)
	d.command = ""
	if v == "STARTTLS" {
		d.tls.asked()
		d.tls.tag, _, _ = strings.Cut(l.Text, " ")
		return
	}
	d.tls.heard()
	switch v {
	case "LOGIN":
		if b := &d.sides[decode.FromClient].body; b.kind == counted && len(text)+int(b.left) <= maxCommand {
			d.command, b.kept = tag+" LOGIN "+rest[:strings.LastIndexByte(rest, '{')]+`"`, true
		} else if w := arguments(rest); len(w) == 2 {
			l.User, l.Password = w[0], w[1]
		}
	case "AUTHENTICATE":
		d.begins(l, strings.Fields(rest))
	case "SELECT", "EXAMINE", "FETCH", "SEARCH", "APPEND", "UID":
		l.Asked = v + " " + rest
	}
}

// maxCommand is how long a login may be whose user and password come as literals, in bytes.
const maxCommand = 1 << 10

// keepLiteral adds a part of a literal to the command that it is an argument of, quoted.
func (d *decoder) keepLiteral(part []byte) {
	d.command += quoting.Replace(string(part))
}

var quoting = strings.NewReplacer(`"`, `\"`, `\`, `\\`)

// literal is the number of bytes that follow upon a line, when it announces some: {310} or {310+} at its end
// (RFC 9051, section 4.3).
func literal(text string) (n uint64, ok bool) {
	if !strings.HasSuffix(text, "}") {
		return 0, false
	}
	i := strings.LastIndexByte(text, '{')
	if i < 0 {
		return 0, false
	}
	n, err := strconv.ParseUint(strings.TrimSuffix(text[i+1:len(text)-1], "+"), 10, 32)
	return n, err == nil && n > 0
}

// greetingText is a greeting without its status and without the list of capabilities.
func greetingText(text string) string {
	_, text, _ = strings.Cut(strings.TrimPrefix(text, "* "), " ")
	if strings.HasPrefix(text, "[") {
		_, text, _ = strings.Cut(text, "]")
	}
	return strings.TrimSpace(text)
}

// arguments cuts a command's arguments apart, quoted ones unquoted (RFC 9051, section 4.3).
func arguments(text string) (out []string) {
	for text = strings.TrimLeft(text, " "); text != ""; text = strings.TrimLeft(text, " ") {
		if text[0] != '"' {
			var word string
			word, text, _ = strings.Cut(text, " ")
			out = append(out, word)
			continue
		}
		var word strings.Builder
		i := 1
		for ; i < len(text) && text[i] != '"'; i++ {
			if text[i] == '\\' && i+1 < len(text) {
				i++
			}
			word.WriteByte(text[i])
		}
		out = append(out, word.String())
		text = text[min(i+1, len(text)):]
	}
	return out
}
