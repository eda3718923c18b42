package httpsem

import (
	"encoding/base64"
	"net/url"
	"strings"

	"eavesdrop/decode"
)

// credentials tells what in a request lets somebody in: authorization, cookies, passwords in forms and in
// the target.
func (m *Request) credentials(f *facts) {
	for _, name := range []string{"Authorization", "Proxy-Authorization"} {
		for i := m.Headers.Find(name, 0); i >= 0; i = m.Headers.Find(name, i+1) {
			text, note := Authorization(m.Headers.Value(i))
			f.tell(decode.Credentials, proof(m.Headers.Value(i)), text, m.Headers.ValueSpan(i), note)
		}
	}
	for _, name := range keyHeaders {
		for i := m.Headers.Find(name, 0); i >= 0; i = m.Headers.Find(name, i+1) {
			f.tell(decode.Credentials, decode.Readable, name+" "+m.Headers.Value(i), m.Headers.ValueSpan(i), "Whoever sends the same key is let in as well.")
		}
	}
	if user := userOf(m.Target); user != "" {
		f.tell(decode.Credentials, decode.Readable, user, m.AskedSpan, "User and password, in the address (RFC 3986 section 3.2.1).")
	}
	for i := m.Headers.Find("Cookie", 0); i >= 0; i = m.Headers.Find("Cookie", i+1) {
		f.tell(decode.Credentials, decode.Readable, "Cookie "+m.Headers.Value(i), m.Headers.ValueSpan(i),
			"Whoever sends the same cookie is taken for the same user (RFC 6265 section 8.4).")
	}
	_, query, _ := strings.Cut(m.Target, "?")
	f.form(query, m.AskedSpan, "in the address, as it was typed")
	if EqualFold(m.mediaType(), "application/x-www-form-urlencoded") {
		f.form(m.Body.Text, m.BodySpan, "in the form, as it was typed")
	}
	f.json(&m.Message)
}

// credentials tells what in a response lets somebody in later.
func (m *Response) credentials(f *facts) {
	for i := m.Headers.Find("Set-Cookie", 0); i >= 0; i = m.Headers.Find("Set-Cookie", i+1) {
		pair, _, _ := strings.Cut(m.Headers.Value(i), ";")
		if _, value, _ := strings.Cut(pair, "="); strings.Trim(value, ` "`) == "" {
			continue // a cookie is taken back
		}
		f.tell(decode.Credentials, decode.Readable, "Set-Cookie "+pair, m.Headers.ValueSpan(i),
			"Whoever sends this cookie back is taken for the same user (RFC 6265 section 8.4).")
	}
	if i := m.Headers.Find("Location", 0); i >= 0 {
		address, fragment, _ := strings.Cut(m.Headers.Value(i), "#")
		_, query, _ := strings.Cut(address, "?")
		f.form(query, m.Headers.ValueSpan(i), "in the address that the answer leads to")
		f.form(fragment, m.Headers.ValueSpan(i), "in the address that the answer leads to")
	}
	f.json(&m.Message)
}

// keyHeaders are headers beside Authorization in which keys are shown. No standard names them; many services do.
var keyHeaders = [...]string{"X-Api-Key", "Api-Key", "Apikey", "X-Auth-Token", "X-Access-Token", "Private-Token", "X-Amz-Security-Token"}

// userOf is the user and the password in an address, "http://user:password@host/"; "" unless both are there.
func userOf(target string) string {
	_, rest, ok := strings.Cut(target, "://")
	if !ok {
		return ""
	}
	if end := strings.IndexAny(rest, "/?#"); end >= 0 {
		rest = rest[:end]
	}
	at := strings.LastIndexByte(rest, '@')
	if at < 0 || !strings.Contains(rest[:at], ":") {
		return ""
	}
	return rest[:at]
}

// proof is how much of what lets somebody in can be seen in an Authorization header: of a proof that was made with a
// password, for this one request, the password can at best be worked out.
func proof(value string) decode.Sight {
	scheme, _, _ := strings.Cut(value, " ")
	for _, made := range [...]string{"Digest", "NTLM", "Negotiate", "AWS4-HMAC-SHA256"} {
		if EqualFold(scheme, made) {
			return decode.Derived
		}
	}
	return decode.Readable
}

// someCredential is how many bytes of a credential a brief shows.
const someCredential = 48

// someOf is the beginning of a text that may be long.
func someOf(text string) string {
	if len(text) <= someCredential {
		return text
	}
	return strings.ToValidUTF8(text[:someCredential], "") + "…"
}

// shown is what a request's header shows to be let in, for a brief.
func (m *Request) shown() string {
	var all []string
	for _, name := range [...]string{"Authorization", "Proxy-Authorization"} {
		if value := m.Headers.Get(name); value != "" {
			text, _ := Authorization(value)
			all = append(all, someOf(text))
		}
	}
	if value := m.Headers.Get("Cookie"); value != "" {
		all = append(all, someOf("Cookie "+value))
	}
	return join(all...)
}

// shown is the first cookie that a response gives out, for a brief.
func (m *Response) shown() string {
	if value := m.Headers.Get("Set-Cookie"); value != "" {
		pair, _, _ := strings.Cut(value, ";")
		return someOf("Set-Cookie " + pair)
	}
	return ""
}

// Authorization puts the value of an Authorization header in words: what it gives away, and a sentence on why.
func Authorization(value string) (text, note string) {
	scheme, rest, _ := strings.Cut(value, " ")
	rest = strings.TrimSpace(rest)
	switch {
	case EqualFold(scheme, "Basic"):
		// Many servers do without the padding at the end.
		if pair, err := base64.RawStdEncoding.DecodeString(strings.TrimRight(rest, "=")); err == nil {
			return "Basic " + string(pair), "User and password, only written in base64 (RFC 7617 section 4)."
		}
		return "Basic " + rest, "Not base64, so neither user nor password."
	case EqualFold(scheme, "Bearer"):
		return "Bearer " + rest, "Whoever holds the token may use it (RFC 6750 section 5.3)."
	case EqualFold(scheme, "Digest"):
		return "Digest " + rest, "A hash that depends on the password; passwords can be tried out against it (RFC 7616 section 5.9)."
	}
	return value, ""
}

// secretNames are parts of the names that forms give to what must stay secret.
var secretNames = []string{"passw", "pwd", "secret", "api_key", "apikey", "access_key"}

// form tells the fields of a form whose names say that they are secret.
func (f *facts) form(form string, span decode.Span, where string) {
	for pair := range strings.SplitSeq(form, "&") {
		name, value, _ := strings.Cut(pair, "=")
		if value == "" || !secretName(name) {
			continue
		}
		if plain, err := url.QueryUnescape(value); err == nil {
			value = plain
		}
		f.tell(decode.Credentials, decode.Readable, name+"="+value, span, "It stands "+where+".")
	}
}

func secretName(name string) bool {
	name = strings.ToLower(name)
	for _, s := range secretNames {
		if strings.Contains(name, s) {
			return true
		}
	}
	return strings.HasSuffix(name, "token") || name == "pass" || name == "pw" || name == "pin" // but no token_type
}
