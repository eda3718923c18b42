// Package textwire names what begins in the clear, by its opening line: SSH (RFC 4253), SMTP (RFC 5321), IMAP (RFC
// 9051), POP3 (RFC 1939), FTP (RFC 959), and, although they are not text, SOCKS (RFC 1928), CoAP over TCP
// (RFC 8323), PostgreSQL, and what proxies say of whom they speak for.
//
//	line { text CRLF }       a bare LF will do
//
// The lines of mail and file transfer are told one by one, credentials in them decoded; mails are told as a whole,
// and shown to those who search content. Where the two sides agree on TLS (STARTTLS, AUTH TLS, SSLRequest) or
// on a destination (SOCKS), the bytes that follow are handed over.
package textwire

import "eavesdrop/decode"

// Protocols are all the protocols of this package, in the order in which they are to be asked.
func Protocols() []decode.Protocol {
	return []decode.Protocol{&ssh, &smtp, &ftp, &pop3, &imap, socks{}, coap{}, postgres{}, proxy{}}
}

// A dialect is one of the protocols that are made of lines.
type dialect struct {
	name  string
	sniff func(dir decode.Direction, head []byte) decode.Verdict
	// greets is how the server's first line begins. A server that speaks first is listened to first, even when it
	// was the client by whom the dialect was recognised.
	greets []string
	// hear understands a line, and what it means for those that follow.
	hear func(d *decoder, dir decode.Direction, l *Line)
}

// Name is the layer's name: "smtp".
func (p *dialect) Name() string { return p.name }

// Sniff looks at the first line.
func (p *dialect) Sniff(dir decode.Direction, head []byte) decode.Verdict { return p.sniff(dir, head) }

// Decoder makes the decoder for one conversation.
func (p *dialect) Decoder(c *decode.Conversation) decode.Decoder { return &decoder{c: c, p: p} }
