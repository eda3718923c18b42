package tlswire

import (
	"fmt"

	"eavesdrop/decode"
)

// handshake takes the messages out of an opened record that stood in [start, end). One that is longer than what is
// kept counts as far as it is kept.
func (o *opening) handshake(dir decode.Direction, plain []byte, start, end uint64) {
	for len(plain) > 0 {
		s := &o.sides[dir]
		if s.skip > 0 {
			n := min(s.skip, len(plain))
			s.skip -= n
			plain = plain[n:]
			continue
		}
		if len(s.partial) == 0 {
			s.from = start
		}
		want, whole := 4, 4
		if len(s.partial) >= 4 {
			whole = announced(s.partial)
			want = min(whole, maxKept)
		}
		n := min(want-len(s.partial), len(plain))
		s.partial = append(s.partial, plain[:n]...)
		plain = plain[n:]
		if len(s.partial) >= 4 && len(s.partial) == min(announced(s.partial), maxKept) {
			raw, missing := s.partial, announced(s.partial)-len(s.partial)
			s.partial, s.skip = nil, missing
			o.message(dir, raw, missing, s.from, end)
		}
	}
}

// abandon tells what came of an opened handshake message of which nothing more will come; end is how far it came.
func (o *opening) abandon(dir decode.Direction, end uint64, why string) {
	s := &o.sides[dir]
	raw := s.partial
	s.partial, s.skip = nil, 0
	if len(raw) == 0 {
		return
	}
	if len(raw) >= 4 {
		m, _ := o.parse(dir, raw, announced(raw)-len(raw))
		o.d.c.EmitAside(dir, s.from, end, s.key, m)
	}
	o.d.c.EmitAside(dir, s.from, end, s.key, &decode.Malformed{Layer: "tls", Offset: s.from, Why: unfinished(why), Cut: true})
}

// message understands one opened handshake message, of which missing bytes are not kept, and passes it on with the
// key that it took.
func (o *opening) message(dir decode.Direction, raw []byte, missing int, start, end uint64) {
	key := o.sides[dir].key
	t := HandshakeType(raw[0])
	m, bad := o.parse(dir, raw, missing)
	o.d.c.EmitAside(dir, start, end, key, m)
	switch {
	case missing > 0:
		o.malformed(dir, start, end, "a handshake message longer than what is kept: "+plural(missing, "byte")+" of it are passed over")
	case bad != "":
		o.malformed(dir, start, end, fmt.Sprintf("%s: %s", t, bad))
	}
	if t == compressedCertificate && missing == 0 {
		if body, err := inflateCertificate(raw[4:]); err == nil {
			chain := o.chain(dir, body, 0)
			o.d.c.EmitAside(dir, start, end, key, chain)
		} else {
			o.malformed(dir, start, end, "compressed_certificate: "+err.Error())
		}
	}
	o.note(dir, raw, m)
	if o.params.version.is13() {
		o.advance(dir, t)
	}
}

// parse reads an opened handshake message, and says which rule it breaks.
func (o *opening) parse(dir decode.Direction, raw []byte, missing int) (m decode.Message, bad string) {
	switch t := HandshakeType(raw[0]); t {
	case clientHello:
		hello := parseClientHello(raw, 0, missing, TCP)
		agreed := o.d.hello.h2 // renegotiation doesn't change the protocol inside (RFC 7301, section 3.2)
		o.d.hello = hello.notes()
		o.d.hello.h2 = agreed
		return hello, hello.Bad
	case serverHello:
		hello := parseServerHello(raw, 0, missing)
		hello.Resumed = !hello.Version.is13() && o.d.hello.resumes(hello)
		o.d.choose(dir, hello.Extensions, missing)
		return hello, hello.Bad
	case certificate:
		chain := o.chain(dir, raw, missing)
		return chain, chain.Bad
	default:
		h := &Handshake{Type: t, Missing: missing, Version: o.params.version, suite: o.params.suite, FromClient: dir == o.d.client, raw: raw}
		return h, h.read()
	}
}

// chain reads a certificate message, and judges it.
func (o *opening) chain(dir decode.Direction, raw []byte, missing int) *Certificate {
	d := o.d
	m := d.p.parseCertificate(raw, 0, missing, o.params.version, d.sides[dir].holds)
	d.p.judge(m, dir == d.client, d.hello.name, d.c.Now())
	d.sides[dir].problems = m.Problems
	return m
}

// malformed tells of opened bytes that break the rules.
func (o *opening) malformed(dir decode.Direction, start, end uint64, why string) {
	o.d.c.EmitAside(dir, start, end, o.sides[dir].key, &decode.Malformed{Layer: "tls", Offset: start, Why: why})
}

// alerts takes the alerts out of an opened record.
func (o *opening) alerts(dir decode.Direction, plain []byte, start, end uint64) {
	for i := 0; i+2 <= len(plain); i += 2 {
		m := &Alert{Level: plain[i], Description: AlertDescription(plain[i+1]), FromClient: dir == o.d.client, raw: clone(plain[i : i+2]), problems: o.d.sides[dir.Other()].problems}
		o.d.c.EmitAside(dir, start, end, o.sides[dir].key, m)
	}
	if len(plain)%2 != 0 {
		o.malformed(dir, start, end, "half an alert")
	}
}
