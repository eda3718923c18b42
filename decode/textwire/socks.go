package textwire

import (
	"bytes"
	"fmt"

	"eavesdrop/decode"
)

// socks asks a server to connect to somewhere: SOCKS4, 4A and 5 (RFC 1928, RFC 1929).
//
//	5: client { 5, uint8 n, methods[n] }                      server { 5, method }
//	   client { 1, user<1..255>, password<1..255> }           server { 1, status }         with method 2
//	   client { 5, command, 0, type, address, uint16 port }   server { 5, reply, 0, type, address, port }
//	4: client { 4, command, uint16 port, address[4], user, 0, [name, 0] }   server { 0, reply, port, address[4] }
type socks struct{}

// Name is "socks".
func (socks) Name() string { return "socks" }

// Sniff looks for a client's first message, which has to be everything that was said.
func (socks) Sniff(_ decode.Direction, head []byte) decode.Verdict {
	switch head[0] {
	case 5:
		return sniff5(head)
	case 4:
		return sniff4(head)
	}
	return decode.No
}

func sniff5(head []byte) decode.Verdict {
	if len(head) < 2 {
		return decode.Maybe
	}
	n := int(head[1])
	if n == 0 || n > 10 || bytes.HasPrefix(head, []byte{5, 2, 1, 0}) { // the last: a server that chooses a login, and is content
		return decode.No
	}
	for i, m := range head[2:min(len(head), 2+n)] {
		if m > 9 && m < 0x80 || m == 0xff || bytes.IndexByte(head[2:2+i], m) >= 0 {
			return decode.No // not assigned, or twice
		}
	}
	if len(head) < 2+n {
		return decode.Maybe
	}
	// What follows at once is a request or a login; else the choice of a server and its next words may look like this.
	switch rest := head[2+n:]; {
	case len(rest) == 0,
		rest[0] == 5 && (len(rest) == 1 || known5(rest[1])) && (len(rest) < 3 || rest[2] == 0),
		rest[0] == 1 && bytes.IndexByte(head[2:2+n], 2) >= 0:
		return decode.FromAClient
	}
	return decode.No
}

// known5 says whether SOCKS5 has that command, or Tor has.
func known5(command byte) bool { return command >= 1 && command <= 3 || command&^1 == 0xf0 }

func sniff4(head []byte) decode.Verdict {
	if len(head) > 1 && head[1] != 1 && head[1] != 2 {
		return decode.No
	}
	n, m := request4(head)
	switch {
	case n > 0 && n == len(head) && m.Server[len(m.Server)-2:] != ":0":
		return decode.FromAClient
	case n == 0 && len(head) < 300:
		return decode.Maybe
	}
	return decode.No
}

// Decoder makes the decoder for one conversation.
func (p socks) Decoder(c *decode.Conversation) decode.Decoder {
	d := &socksDecoder{}
	d.asking = asking{c: c, p: p, client: d.client, server: d.server}
	return d
}

type socksDecoder struct {
	asking
	offered []byte // methods of the client's
	chosen  bool   // the server has
	method  byte   // that it chose
	four    bool   // SOCKS4 is spoken
	listens bool   // BIND: the first reply says where, the second who came (RFC 1928, section 6)
}

// withPassword says whether user and password may follow.
func (d *socksDecoder) withPassword() bool {
	return d.chosen && d.method == 2 || !d.chosen && bytes.IndexByte(d.offered, 2) >= 0
}

// client reads a message of the client's: its size, 0 when it is not whole and -1 when it is none.
func (d *socksDecoder) client(b []byte) (n int, m *Line, now outcome) {
	switch {
	case b[0] == 4 && d.step[d.asker] == 0:
		n, m = request4(b)
		d.four, d.listens = n > 0, n > 0 && b[1] == 2
		return n, m, asked
	case b[0] == 5 && d.step[d.asker] == 0:
		if len(b) < 2 || len(b) < 2+int(b[1]) {
			return 0, nil, goesOn
		}
		n = 2 + int(b[1])
		d.offered = bytes.Clone(b[2:n])
		return n, &Line{Text: "SOCKS5, offers " + methods(b[2:n])}, goesOn
	case b[0] == 1 && d.withPassword():
		n, m = login5(b)
		return n, m, goesOn
	case b[0] == 5 && (len(b) == 1 || known5(b[1])):
		n, to := address5(b)
		if n <= 0 {
			return n, nil, goesOn
		}
		d.listens = b[1] == 2
		return n, &Line{Text: command(b[1]) + " " + to, Server: to, Asked: command(b[1]) + " " + to}, asked
	}
	return -1, nil, goesOn
}

// server reads a message of the server's.
func (d *socksDecoder) server(b []byte) (n int, m *Line, now outcome) {
	first := d.step[d.asker.Other()] == 0
	switch {
	case b[0] == 0 && d.four:
		if len(b) < 8 {
			return 0, nil, goesOn
		}
		if b[1] != 90 {
			return 8, &Line{Text: fmt.Sprintf("refused (%d)", b[1])}, refused
		}
		return 8, &Line{Text: "granted"}, d.grant()
	case b[0] == 5 && first:
		if len(b) < 2 {
			return 0, nil, goesOn
		}
		d.chosen, d.method = true, b[1]
		if d.method != 0 && d.method != 2 {
			now = refused // what follows has a form of its own (RFC 1961), or there is nothing more
		}
		return 2, &Line{Text: "chooses " + methods(b[1:2])}, now
	case b[0] == 1 && d.method == 2:
		if len(b) < 2 {
			return 0, nil, goesOn
		}
		return 2, &Line{Text: map[bool]string{true: "logged in", false: "not logged in"}[b[1] == 0]}, goesOn
	case b[0] == 5:
		n, at := address5(b)
		if n <= 0 {
			return n, nil, goesOn
		}
		if b[1] != 0 {
			return n, &Line{Text: fmt.Sprintf("refused (%d)", b[1])}, refused
		}
		if d.listens {
			return n, &Line{Text: "granted, listens at " + at}, d.grant()
		}
		return n, &Line{Text: "granted, from " + at}, granted
	}
	return -1, nil, goesOn
}

// grant says whether with this reply what was asked for begins.
func (d *socksDecoder) grant() outcome {
	if d.listens {
		d.listens = false
		return goesOn
	}
	return granted
}
