package textwire

import (
	"encoding/base64"
	"strings"
)

// A step of an exchange of credentials (RFC 4422): what the client's next line is.
type step uint8

const (
	noStep     step = iota
	plainStep       // user and password, of PLAIN (RFC 4616)
	userStep        // the user, of LOGIN
	passStep        // the password, of LOGIN
	bearerStep      // a token, of XOAUTH2 and OAUTHBEARER (RFC 7628)
	cramStep        // the user and a digest, of CRAM-MD5 (RFC 2195)
	scramStep       // the user and a nonce, of SCRAM (RFC 5802)
	digestStep      // the user and a digest, of DIGEST-MD5 (RFC 2831)
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
	text := string(raw)
	switch now {
	case plainStep:
		l.plain(text)
	case userStep:
		l.User, d.user, d.auth = text, text, passStep
	case passStep:
		l.User, l.Password = d.user, text
	case bearerStep:
		l.bearer(text)
	case cramStep:
		if i := strings.LastIndexByte(text, ' '); i > 0 {
			l.User = text[:i]
		}
	case scramStep:
		l.User = between(text, ",n=", ",")
	case digestStep:
		l.User = between(text, `username="`, `"`)
	}
	return true
}

// plain reads the answer of PLAIN: [identity] NUL user NUL password.
func (l *Line) plain(text string) {
	if part := strings.SplitN(text, "\x00", 3); len(part) == 3 {
		l.User, l.Password = part[1], part[2]
	}
}

// bearer reads the answer of XOAUTH2, user=… ^A auth=Bearer … ^A ^A, or of OAUTHBEARER, n,a=…, ^A auth=Bearer … ^A ^A.
func (l *Line) bearer(text string) {
	head, _, _ := strings.Cut(text, "\x01")
	if user, ok := strings.CutPrefix(head, "user="); ok {
		l.User = user
	} else {
		l.User = between(head, ",a=", ",")
	}
	l.Password = between("\x01"+text, "\x01auth=", "\x01")
}

// between is what stands in text between two others, as far as it goes; "" when the first is not there.
func between(text, before, behind string) string {
	_, text, _ = strings.Cut(text, before)
	text, _, _ = strings.Cut(text, behind)
	return text
}

// begins understands the beginning of an exchange: the mechanism, and perhaps the first answer.
func (d *decoder) begins(l *Line, words []string) {
	if len(words) == 0 {
		return
	}
	mechanism := strings.ToUpper(words[0])
	l.Asked = "log in with " + mechanism
	switch mechanism {
	case "PLAIN":
		d.auth = plainStep
	case "LOGIN":
		d.auth = userStep
	case "XOAUTH2", "OAUTHBEARER":
		d.auth = bearerStep
	case "CRAM-MD5":
		d.auth = cramStep
	case "DIGEST-MD5":
		d.auth = digestStep
	default:
		if !strings.HasPrefix(mechanism, "SCRAM-") {
			return // tickets
		}
		d.auth = scramStep
	}
	if len(words) > 1 && words[1] != "=" {
		first := &Line{Text: words[1]}
		d.answers(first)
		l.User, l.Password = first.User, first.Password
	}
}
