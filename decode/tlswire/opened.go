package tlswire

import (
	"fmt"

	"eavesdrop/decode"
)

// handshake takes the messages out of an opened record that stood in [start, end).
func (o *opening) handshake(dir decode.Direction, plain []byte, start, end uint64) {
	s := &o.sides[dir]
	if len(s.partial) == 0 {
		s.from = start
	}
	if len(s.partial)+len(plain) > maxKept {
		s.partial = nil
		return
	}
	s.partial = append(s.partial, plain...)
	for rest := s.partial; ; {
		n := messageSize(rest)
		if n == 0 {
			s.partial = append(s.partial[:0], rest...)
			return
		}
		raw := clone(rest[:n])
		rest = rest[n:]
		o.message(dir, raw, s.from, end)
		s = &o.sides[dir]
		s.from = start
	}
}

// message understands one opened handshake message, and passes it on with the key that it took.
func (o *opening) message(dir decode.Direction, raw []byte, start, end uint64) {
	d, key := o.d, o.sides[dir].key
	t := HandshakeType(raw[0])
	var m decode.Message
	bad := ""
	switch t {
	case clientHello:
		hello := parseClientHello(raw, 0, 0, TCP)
		m, bad = hello, hello.Bad
	case serverHello:
		hello := parseServerHello(raw, 0, 0)
		m, bad = hello, hello.Bad
	case certificate:
		chain := d.p.parseCertificate(raw, 0, 0, o.params.version)
		d.p.judge(chain, dir == d.client, d.hello.name, d.c.Now())
		m, bad = chain, chain.Bad
	default:
		h := &Handshake{Type: t, Version: o.params.version, suite: o.params.suite, FromClient: dir == d.client, raw: raw}
		bad = h.read()
		m = h
	}
	d.c.EmitAside(dir, start, end, key, m)
	if bad != "" {
		d.c.EmitAside(dir, start, end, key, &decode.Malformed{Layer: "tls", Offset: start, Why: fmt.Sprintf("%s: %s", t, bad)})
	}
	if t == compressedCertificate {
		if body, err := inflateCertificate(raw[4:]); err == nil {
			chain := d.p.parseCertificate(body, 0, 0, o.params.version)
			d.p.judge(chain, dir == d.client, d.hello.name, d.c.Now())
			d.c.EmitAside(dir, start, end, key, chain)
		} else {
			d.c.EmitAside(dir, start, end, key, &decode.Malformed{Layer: "tls", Offset: start, Why: "compressed_certificate: " + err.Error()})
		}
	}
	o.note(dir, raw, m)
	if o.params.version.is13() {
		o.advance(dir, t)
	}
}
