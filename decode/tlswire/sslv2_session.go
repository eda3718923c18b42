package tlswire

import (
	"encoding/binary"
	"fmt"
	"iter"

	"eavesdrop/decode"
)

// The messages of SSL 2.0 that are not encrypted.
const (
	ssl2Error           = 0
	ssl2ClientMasterKey = 2
	ssl2ServerHello     = 4
)

// ssl2Names are the messages of SSL 2.0.
var ssl2Names = [...]name{
	{0, "error"}, {1, "client_hello"}, {2, "client_master_key"}, {3, "client_finished"}, {4, "server_hello"},
	{5, "server_verify"}, {6, "server_finished"}, {7, "request_certificate"}, {8, "client_certificate"},
}

// isSSL2Answer says whether a server's first bytes are a hello of SSL 2.0, which answers a client's of that form.
// ok is false when more bytes are needed.
func isSSL2Answer(b []byte) (yes, ok bool) {
	if len(b) > 0 && b[0]&0x80 == 0 || len(b) > 2 && b[2] != ssl2ServerHello {
		return false, true
	}
	return len(b) > 2, len(b) > 2
}

// ssl2Record takes a record of SSL 2.0: two bytes of header with the highest bit set, or three of which the last
// says how much padding there is.
func (d *decoder) ssl2Record(dir decode.Direction, data []byte) int {
	if len(data) < 3 {
		return 0
	}
	head, length := 2, int(data[0]&0x7f)<<8|int(data[1])
	if data[0]&0x80 == 0 {
		head, length = 3, int(data[0]&0x3f)<<8|int(data[1])
	}
	if len(data) < head+length {
		return 0
	}
	start := d.c.Offset(dir)
	rec := data[:head+length]
	d.sides[dir].spoken = true
	m := &SSL2Message{FromClient: dir == d.client, raw: clone(rec), head: head}
	if length > 0 && !d.sides[dir].sealed {
		m.Type = rec[head]
	} else {
		m.Sealed = true
	}
	switch {
	case m.Sealed:
	case m.Type == ssl2ClientMasterKey:
		d.sides[0].sealed, d.sides[1].sealed = true, true
	case m.Type == ssl2ServerHello && len(rec) >= head+11:
		n := int(binary.BigEndian.Uint16(rec[head+5:]))
		der := rec[head+11 : min(len(rec), head+11+n)]
		m.cert = d.p.parse(der)
	}
	d.c.Emit(dir, start, start+uint64(len(rec)), m)
	if m.cert != nil {
		chain := &Certificate{Chain: []*Cert{m.cert}}
		d.p.judge(chain, false, "", d.c.Now())
		at := start + uint64(head) + 11
		chain.raw, chain.bare = clone(rec[head+11:min(len(rec), head+11+int(binary.BigEndian.Uint16(rec[head+5:])))]), true
		d.c.EmitAside(dir, at, at+uint64(len(chain.raw)), decode.InTheClear, chain)
	}
	return len(rec)
}

// An SSL2Message is a record of SSL 2.0, a protocol long broken.
type SSL2Message struct {
	Type       uint8 // valid unless Sealed
	FromClient bool
	Sealed     bool

	cert *Cert
	raw  []byte
	head int
}

func (m *SSL2Message) name() string {
	if m.Sealed {
		return "sealed"
	}
	return nameOf8(ssl2Names[:], m.Type)
}

// Kind is "tls.handshake".
func (*SSL2Message) Kind() string { return "tls.handshake" }

// Brief names the message.
func (m *SSL2Message) Brief() decode.Brief {
	if m.Sealed {
		return decode.Brief{Sight: decode.Sealed, Title: "SSL 2.0 record, sealed", Detail: fmt.Sprintf("%d bytes", len(m.raw))}
	}
	return decode.Brief{Sight: decode.Readable, Title: "SSL 2.0 " + m.name(), Detail: fmt.Sprintf("%d bytes", len(m.raw)-m.head)}
}

// Members writes type and length.
func (m *SSL2Message) Members(o *decode.Object) {
	o.Str("type", m.name())
	o.Int("length", int64(len(m.raw)-m.head))
	if m.Sealed {
		o.Bool("sealed", true)
	}
}

// Facts says what SSL 2.0 is worth.
func (m *SSL2Message) Facts() iter.Seq[decode.Fact] {
	return func(yield func(decode.Fact) bool) {
		if m.Sealed || m.Type != ssl2ServerHello {
			return
		}
		_ = yield(decode.Fact{Question: decode.Changed, Sight: decode.Derived, Text: "yes: SSL 2.0 is broken", Note: "It must not be used any more (RFC 6176)."}) &&
			yield(decode.Fact{Question: decode.Later, Sight: decode.Derived, Text: "if the server's private key ever leaks, or by a server that still speaks it (DROWN)"})
	}
}

// Fields explains the record.
func (m *SSL2Message) Fields() iter.Seq[decode.Field] {
	return fieldsOf(m.raw, func(w walker) {
		w.Take(m.head, "Record header", fmt.Sprintf("%d bytes", len(m.raw)-m.head), decode.Readable, "The highest bit marks a header of two bytes.")
		if m.Sealed {
			w.Take(w.Left(), "Sealed", fmt.Sprintf("%d bytes", w.Left()), decode.Sealed, "")
			return
		}
		w.Take(1, "Message type", m.name(), decode.Readable, "")
		if m.Type == ssl2ServerHello {
			w.Number(1, "Session id hit", "1: an earlier session goes on.")
			w.Number(1, "Certificate type", "1 is X.509.")
			w.Take(2, "Version", Version(w.Peek(2)).String(), decode.Readable, "")
			certificate := w.Number(2, "Certificate length", "")
			ciphers := w.Number(2, "Cipher specs length", "")
			id := w.Number(2, "Connection id length", "")
			one := w.Open(certificate, "Certificate", "", decode.Claimed, "")
			w.certificate()
			w.Close(one)
			w.Opaque(ciphers, "Cipher specs", decode.Readable, "")
			w.Opaque(id, "Connection id", decode.Readable, "")
		}
		w.Opaque(w.Left(), "Rest", decode.Readable, "")
	})
}
