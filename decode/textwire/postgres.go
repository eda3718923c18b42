package textwire

import (
	"bytes"
	"encoding/binary"
	"fmt"

	"eavesdrop/decode"
)

// postgres asks a PostgreSQL server for TLS, or logs in without it (PostgreSQL's documentation, chapter
// "Frontend/Backend Protocol"). All numbers are big-endian, lengths count themselves.
//
//	client { uint32 length; uint32 code; }                                server { 'S' } or { 'N' }     the code asks for TLS or GSS
//	client { uint32 length; uint32 version; (name, 0, value, 0)[]; 0 }    server { 'R', uint32 length, uint32 method, ... }
//	client { 'p', uint32 length, password, 0 }                            when the method is 3
type postgres struct{}

const (
	postgresTLS    = 80877103
	postgresGSS    = 80877104
	postgresLogin  = 3 << 16 // version 3.0
	postgresLogin2 = postgresLogin | 2
	loginInClear   = 3 // the method of a login
)

// Name is "postgres".
func (postgres) Name() string { return "postgres" }

// Sniff looks for a client's first message.
func (postgres) Sniff(_ decode.Direction, head []byte) decode.Verdict {
	if head[0] != 0 || len(head) > 1 && head[1] != 0 {
		return decode.No
	}
	if len(head) < 8 {
		if len(head) > 4 && head[4] != postgresTLS>>24 && head[4] != postgresLogin>>24 {
			return decode.No
		}
		return decode.Maybe
	}
	switch length := binary.BigEndian.Uint32(head); binary.BigEndian.Uint32(head[4:]) {
	case postgresTLS, postgresGSS:
		if length == 8 {
			return decode.FromAClient
		}
	case postgresLogin, postgresLogin2:
		switch n, _ := startup(head); {
		case n > 0:
			return decode.FromAClient
		case n == 0 && length <= maxMessage:
			return decode.Maybe
		}
	}
	return decode.No
}

// Decoder makes the decoder for one conversation.
func (p postgres) Decoder(c *decode.Conversation) decode.Decoder {
	d := &postgresDecoder{}
	d.asking = asking{c: c, p: p, client: d.client, server: d.server}
	return d
}

type postgresDecoder struct {
	asking
	wants  string // what is asked for: "TLS"
	login  bool   // the client has named itself
	method uint32 // of the login, as the server wants it
}

// client reads a message of the client's.
func (d *postgresDecoder) client(b []byte) (n int, m *Line, now outcome) {
	if d.login {
		return d.password(b)
	}
	if len(b) < 8 {
		return 0, nil, goesOn
	}
	switch binary.BigEndian.Uint32(b[4:]) {
	case postgresTLS:
		d.wants = "TLS"
	case postgresGSS:
		d.wants = "GSS encryption"
	default:
		n, m := startup(b)
		d.login = n > 0
		return n, m, goesOn
	}
	return 8, &Line{Text: "asks for " + d.wants}, asked
}

// startup reads the message with which a client names itself; n is 0 when it is not whole, -1 when it is none.
func startup(b []byte) (n int, m *Line) {
	length := binary.BigEndian.Uint32(b)
	switch {
	case length < 9 || length > maxMessage:
		return -1, nil
	case uint32(len(b)) < length:
		return 0, nil
	}
	m = &Line{Text: "logs in"}
	rest := b[8 : length-1]
	for len(rest) > 0 {
		name, value, ok := bytes.Cut(rest, []byte{0})
		if ok {
			value, rest, ok = bytes.Cut(value, []byte{0})
		}
		if !ok || !isText(name) || !isText(value) {
			return -1, nil
		}
		switch string(name) {
		case "user":
			m.User = string(value)
			m.Text += " as " + m.User
		case "database":
			m.Asked = "database " + string(value)
			m.Text += ", for " + m.Asked
		case "application_name":
			m.Software = string(value)
		}
	}
	return int(length), m
}

// password reads the answer to the server's question for a password.
func (d *postgresDecoder) password(b []byte) (n int, m *Line, now outcome) {
	if b[0] != 'p' {
		return -1, nil, goesOn
	}
	if len(b) < 5 {
		return 0, nil, goesOn
	}
	length := binary.BigEndian.Uint32(b[1:])
	switch {
	case length < 5 || length > maxMessage:
		return -1, nil, goesOn
	case uint32(len(b)) < 1+length:
		return 0, nil, goesOn
	}
	m = &Line{Text: "proves who it is"}
	if d.method == loginInClear {
		m.Text, m.Password = "password", string(bytes.TrimSuffix(b[5:1+length], []byte{0}))
	}
	return int(1 + length), m, refused
}

// server reads a message of the server's.
func (d *postgresDecoder) server(b []byte) (n int, m *Line, now outcome) {
	switch {
	case d.asked && (b[0] == 'S' || b[0] == 'G'):
		return 1, &Line{Text: "agrees to " + d.wants, Starts: d.wants}, granted
	case d.asked && b[0] == 'N':
		return 1, &Line{Text: "refuses " + d.wants}, again
	case b[0] == 'E':
		return 1, &Line{Text: "an error"}, refused
	case b[0] != 'R' || !d.login:
		return -1, nil, goesOn
	case len(b) < 9:
		return 0, nil, goesOn
	}
	length := binary.BigEndian.Uint32(b[1:])
	switch {
	case length < 8 || length > maxMessage:
		return -1, nil, goesOn
	case uint32(len(b)) < 1+length:
		return 0, nil, goesOn
	}
	d.method = binary.BigEndian.Uint32(b[5:])
	switch d.method {
	case 0:
		return int(1 + length), &Line{Text: "lets it in"}, refused
	case loginInClear:
		return int(1 + length), &Line{Text: "asks for a password, in the clear"}, goesOn
	case 5:
		return int(1 + length), &Line{Text: "asks for a password's MD5"}, goesOn
	case 10:
		return int(1 + length), &Line{Text: "asks for a proof of the password (SASL)"}, goesOn
	}
	return int(1 + length), &Line{Text: fmt.Sprintf("asks for a login of kind %d", d.method)}, goesOn
}
