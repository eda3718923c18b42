package reporttest

import (
	"strconv"
	"time"

	"eavesdrop/decode"
)

const (
	up   = decode.FromClient
	down = decode.FromServer
)

var (
	http = []string{"tcp", "http"}
	tls  = []string{"tcp", "tls"}
)

// Request is GET / in frame 4.
func Request(f *decode.Flow) *decode.Event {
	return Event(f, up, 212*time.Microsecond, http, 4, 0x42, 86, &Message{
		Name: "http.request",
		Line: decode.Brief{Sight: decode.Readable, Title: "GET / HTTP/1.1", Detail: "localhost:5683   Go-http-client/1.1"},
		Parts: []decode.Field{
			{Name: "method", Value: "GET", Span: decode.Span{Start: 0, End: 3}, Sight: decode.Readable, Note: "What is to be done (RFC 9110, section 9.1)."},
			{Name: "target", Value: "/", Span: decode.Span{Start: 4, End: 5}, Sight: decode.Readable},
			{Name: "version", Value: "HTTP/1.1", Span: decode.Span{Start: 6, End: 14}, Sight: decode.Readable},
			{Name: "headers", Span: decode.Span{Start: 16, End: 84}, Sight: decode.Readable},
			{Name: "Host", Value: "localhost:5683", Span: decode.Span{Start: 16, End: 38}, Depth: 1, Sight: decode.Claimed, Note: "The name that the client went by; nobody proved it (RFC 9110, section 7.2)."},
			{Name: "User-Agent", Value: "Go-http-client/1.1", Span: decode.Span{Start: 38, End: 68}, Depth: 1, Sight: decode.Claimed, Note: "What the client says that it is."},
		},
		Learnt: []decode.Fact{
			{Question: decode.ServerName, Sight: decode.Claimed, Text: "localhost:5683", Span: decode.Span{Start: 22, End: 36}},
			{Question: decode.Asked, Sight: decode.Readable, Text: "GET /", Span: decode.Span{Start: 0, End: 14}},
			{Question: decode.Headers, Sight: decode.Readable, Text: "4 headers", Span: decode.Span{Start: 16, End: 84}},
			{Question: decode.Software, Sight: decode.Claimed, Text: "Go-http-client/1.1", Span: decode.Span{Start: 38, End: 68}},
			{Question: decode.Changed, Sight: decode.Readable, Text: "yes"},
			{Question: decode.Replayed, Sight: decode.Readable, Text: "yes"},
			{Question: decode.Later, Sight: decode.Readable, Text: "now"},
		},
	})
}

// Response is an answer with a body in frame 6.
func Response(f *decode.Flow, body string) *decode.Event {
	span := decode.Span{Start: 93, End: 93 + len(body)}
	return Event(f, down, 398*time.Microsecond, http, 6, 0x42, 93+len(body), &Message{
		Name: "http.response",
		Line: decode.Brief{Sight: decode.Readable, Title: "200 OK", Detail: "text/plain " + bytes(len(body)), Quote: body},
		Parts: []decode.Field{
			{Name: "status", Value: "200", Span: decode.Span{Start: 9, End: 12}, Sight: decode.Readable},
			{Name: "body", Value: body, Span: span, Sight: decode.Readable},
		},
		Learnt: []decode.Fact{
			{Question: decode.Headers, Sight: decode.Readable, Text: "3 headers"},
			{Question: decode.Body, Sight: decode.Readable, Text: body, Span: span},
			{Question: decode.Secret, Sight: decode.Readable, Text: body, Span: span},
			{Question: decode.Length, Sight: decode.Readable, Text: bytes(len(body)), Span: span},
			{Question: decode.Made, Sight: decode.Readable, Text: "12:00:00 UTC, Date header"},
			{Question: decode.Changed, Sight: decode.Readable, Text: "yes"},
			{Question: decode.Replayed, Sight: decode.Readable, Text: "yes"},
			{Question: decode.Later, Sight: decode.Readable, Text: "now"},
		},
	})
}

// Found is the event of a word that was looked for, in the body of Response.
func Found(f *decode.Flow, word string) *decode.Event {
	return Event(f, down, 398*time.Microsecond, http, 6, 0x9f, len(word), &Message{
		Name: "secret.found",
		Line: decode.Brief{Sight: decode.Readable, Title: "the secret, in the clear", Quote: word},
		Learnt: []decode.Fact{
			{Question: decode.Secret, Sight: decode.Readable, Text: word, Span: decode.Span{Start: 0, End: len(word)}},
			{Question: decode.Length, Sight: decode.Readable, Text: bytes(len(word)), Span: decode.Span{Start: 0, End: len(word)}},
		},
	})
}

// Token is the event of a Fernet token in the body of Response; opened by its key when a text is given.
func Token(f *decode.Flow, text string) *decode.Event {
	m := &Message{
		Name: "fernet.token",
		Line: decode.Brief{Sight: decode.Sealed, Title: "Fernet token", Detail: "0 to 15 bytes inside"},
		Learnt: []decode.Fact{
			{Question: decode.Body, Sight: decode.Sealed, Text: "a Fernet token, 100 characters"},
			{Question: decode.Secret, Sight: decode.Sealed, Text: "in a Fernet token"},
			{Question: decode.Length, Sight: decode.Derived, Text: "0 to 15 bytes"},
			{Question: decode.Made, Sight: decode.Derived, Text: "12:00:00 UTC, token"},
			{Question: decode.Changed, Sight: decode.Sealed, Text: "no: HMAC"},
			{Question: decode.Later, Sight: decode.Derived, Text: "if the key ever leaks"},
		},
	}
	e := Event(f, down, 398*time.Microsecond, http, 6, 0x9f, 100, m)
	if text != "" {
		e.Opened = decode.FernetKey
		m.Learnt = []decode.Fact{
			{Question: decode.Body, Sight: decode.Readable, Text: text},
			{Question: decode.Secret, Sight: decode.Readable, Text: text},
			{Question: decode.Length, Sight: decode.Readable, Text: bytes(len(text))},
			{Question: decode.Changed, Sight: decode.Readable, Text: "yes: the key makes a new one"},
			{Question: decode.Later, Sight: decode.Readable, Text: "now: the key is known"},
		}
	}
	return e
}

// TLS are the events of a TLS 1.3 session as a passive listener hears them.
func TLS(f *decode.Flow) []*decode.Event {
	hello := &Message{
		Name: "tls.client_hello",
		Line: decode.Brief{Sight: decode.Claimed, Title: "TLS 1.3 hello", Detail: "SNI localhost   h2,http/1.1   JA4 t13d1312h2_f57a46bbacb6_ab7e3b40a677"},
		Learnt: []decode.Fact{
			{Question: decode.ServerName, Sight: decode.Claimed, Text: "localhost (SNI)", Span: decode.Span{Start: 120, End: 129}},
			{Question: decode.Software, Sight: decode.Derived, Text: "JA4 t13d1312h2_f57a46bbacb6_ab7e3b40a677"},
		},
	}
	server := &Message{
		Name: "tls.server_hello",
		Line: decode.Brief{Sight: decode.Readable, Title: "TLS 1.3 hello", Detail: "TLS_AES_128_GCM_SHA256, X25519MLKEM768; from here on sealed"},
		Learnt: []decode.Fact{
			{Question: decode.Identity, Sight: decode.Sealed, Text: "certificate sealed; the client checked it"},
			{Question: decode.Changed, Sight: decode.Sealed, Text: "no: AEAD"},
			{Question: decode.Replayed, Sight: decode.Sealed, Text: "no: fresh keys each time"},
			{Question: decode.Later, Sight: decode.Sealed, Text: "no: keys were ephemeral (X25519MLKEM768)"},
		},
	}
	asked := &Message{
		Name: "tls.data",
		Line: decode.Brief{Sight: decode.Sealed, Title: "1 record, 86 bytes"},
		Learnt: []decode.Fact{
			{Question: decode.Asked, Sight: decode.Sealed, Text: "86 bytes, sealed"},
			{Question: decode.Headers, Sight: decode.Sealed, Text: "sealed"},
		},
	}
	answered := &Message{
		Name: "tls.data",
		Line: decode.Brief{Sight: decode.Sealed, Title: "1 record, 134 bytes"},
		Learnt: []decode.Fact{
			{Question: decode.Headers, Sight: decode.Sealed, Text: "sealed"},
			{Question: decode.Body, Sight: decode.Sealed, Text: "sealed"},
			{Question: decode.Secret, Sight: decode.Sealed, Text: "sealed"},
			{Question: decode.Length, Sight: decode.Derived, Text: "at most 134 bytes"},
			{Question: decode.Made, Sight: decode.Sealed, Text: "sealed"},
		},
	}
	return []*decode.Event{
		Event(f, up, 200*time.Microsecond, tls, 4, 0x42, 1500, hello),
		Event(f, down, 900*time.Microsecond, tls, 6, 0x42, 1200, server),
		Event(f, up, 1100*time.Microsecond, tls, 9, 0x42, 108, asked),
		Event(f, down, 1200*time.Microsecond, tls, 11, 0x42, 156, answered),
	}
}

func bytes(n int) string {
	if n == 1 {
		return "1 byte"
	}
	return strconv.Itoa(n) + " bytes"
}
