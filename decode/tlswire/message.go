package tlswire

import (
	"bytes"
	"fmt"
	"slices"

	"eavesdrop/decode"
)

// message understands one handshake message that anyone can read. raw holds a record's header, of head bytes,
// and the message, of which missing bytes never came; the message keeps it.
func (d *decoder) message(dir decode.Direction, raw []byte, head, missing int, at place) {
	t := HandshakeType(raw[head])
	var bad string
	var m decode.Message
	switch t {
	case clientHello:
		hello := parseClientHello(raw, head, missing, d.p.transport)
		d.noteClientHello(dir, hello)
		d.recognise(hello)
		m, bad = hello, hello.Bad
	case serverHello:
		hello := parseServerHello(raw, head, missing)
		d.noteServerHello(dir, hello)
		m, bad = hello, hello.Bad
	case certificate:
		chain := d.p.parseCertificate(raw, head, missing, d.version, d.sides[dir].holds)
		d.p.judge(chain, dir == d.client, d.hello.name, d.c.Now())
		d.sides[dir].problems = chain.Problems
		m, bad = chain, chain.Bad
	default:
		h := &Handshake{Type: t, Missing: missing, Version: d.version, suite: d.suite, FromClient: dir == d.client, raw: raw, head: head}
		bad = h.read()
		d.noteExchange(h)
		d.p.met.see(h.Ticket, d.c.Flow().ID)
		m = h
	}
	if hello, ok := m.(*ServerHello); ok && d.open == nil && hello.suite.sealing == nullSealing {
		d.open = &opening{d: d}
		d.open.params.clientRandom = make([]byte, 32)
	}
	if d.open != nil {
		d.open.note(dir, raw[head:], m)
	}
	d.emit(dir, at, m)
	if bad != "" && missing == 0 {
		d.c.Malformed(dir, at.start, at.end, fmt.Sprintf("%s: %s", t, bad))
	}
}

// noteClientHello keeps what later messages need, and begins the connection anew.
func (d *decoder) noteClientHello(dir decode.Direction, m *ClientHello) {
	d.client = dir
	d.started = true
	if !d.retried { // another hello of the same handshake, whose version is known
		d.version = 0
	}
	d.suite, d.resumed, d.flown, d.retried = suite{}, false, false, false
	for i := range d.sides {
		s := &d.sides[i]
		s.sealed, s.hidden, s.talking, s.flight, s.count = false, 0, false, 0, 0
	}
	d.hello = m.notes()
}

// notes are what later messages need of the hello.
func (m *ClientHello) notes() helloNotes {
	n := helloNotes{name: m.ServerName, early: m.EarlyData, ech: m.ECH != nil, ssl2: m.ssl2, h2: slices.Contains(m.ALPN, "h2"), external: m.external}
	if m.EarlyData {
		n.slimmest = m.slimmest()
	}
	n.sessionN = copy(n.sessionID[:], m.SessionID)
	copy(n.random[:], m.Random)
	return n
}

// resumes says whether a server's hello goes on with the session that the client named: the server gives its id back
// (RFC 5246, section 7.4.1.3); with a ticket the client makes one up to see that (RFC 5077, section 3.4).
func (n *helloNotes) resumes(m *ServerHello) bool {
	return n.sessionN > 0 && bytes.Equal(n.sessionID[:n.sessionN], m.SessionID)
}

// noteServerHello takes over what was agreed on.
func (d *decoder) noteServerHello(dir decode.Direction, m *ServerHello) {
	d.client = dir.Other()
	d.version, d.suite, d.retried = m.Version, m.suite, m.Retry
	d.agreed = extras{encryptThenMAC: m.encryptThenMAC, compressed: m.Compression != 0}
	copy(d.random[:], m.Random)
	if !m.Version.is13() {
		d.choose(dir, m.Extensions, m.Missing)
		d.hello.h2 = m.ALPN == "h2" // in TLS 1.3 the choice is sealed
		m.Resumed = d.hello.resumes(m)
		if !m.Resumed {
			d.p.met.see(ticketLabel(m.SessionID), d.c.Flow().ID)
		}
	} else if !m.Retry {
		if n := int(m.chosen); m.PSK && n < len(d.hello.external) && d.hello.external[n] {
			m.Resumed = false
		}
		m.early = m.PSK && d.hello.early
		d.sides[0].sealed, d.sides[1].sealed = true, true
	}
	d.resumed = m.Resumed || m.PSK
}
