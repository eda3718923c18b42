package tlswire

import (
	"fmt"
	"iter"
	"strings"

	"eavesdrop/decode"
	"eavesdrop/decode/internal/walk"
)

// Brief says who it is, and what is wrong with it.
func (m *Certificate) Brief() decode.Brief {
	who := ""
	if m.FromClient {
		who = "client "
	}
	if len(m.Chain) == 0 {
		return decode.Brief{Sight: decode.Readable, Title: who + "certificate", Detail: "none"}
	}
	b := decode.Brief{Sight: decode.Claimed, Title: who + "certificate", Detail: m.Chain[0].sentence()}
	b.Detail += inBrackets(m.Problems)
	return b
}

// inBrackets adds problems to what has them; none add nothing.
func inBrackets(problems []string) string {
	if len(problems) == 0 {
		return ""
	}
	return " (" + strings.Join(problems, "; ") + ")"
}

// Members writes the chain, and what is wrong with it.
func (m *Certificate) Members(o *decode.Object) {
	o.Array("chain")
	for _, c := range m.Chain {
		o.Object("")
		o.Str("subject", c.Subject)
		o.Str("issuer", c.Issuer)
		o.Hex("serial", c.Serial)
		if !c.NotBefore.IsZero() {
			o.Time("not_before", c.NotBefore)
		}
		if !c.NotAfter.IsZero() {
			o.Time("not_after", c.NotAfter)
		}
		o.Strs("dns_names", c.DNSNames)
		o.Str("key", c.Key)
		o.Str("signature", c.Signature)
		o.Hex("sha256", c.SHA256[:])
		o.Bool("self_signed", c.SelfSigned)
		if c.RawKey {
			o.Bool("raw_public_key", true)
		}
		o.Close('}')
	}
	o.Close(']')
	if len(m.Problems) > 0 {
		o.Strs("problems", m.Problems)
	}
}

// Fields explains the message's bytes.
func (m *Certificate) Fields() iter.Seq[decode.Field] {
	if m.bare {
		return fieldsOf(m.raw, walker.certificate)
	}
	return fieldsOf(m.raw, func(w walker) {
		w.header(m.head)
		w.handshakeHeader()
		if m.new13 {
			n := w.Length(1, "Request context length")
			w.Opaque(n, "Request context", decode.Readable, "")
		}
		if !m.new13 && len(m.Chain) == 1 && m.Chain[0].RawKey {
			n := w.Length(3, "Key length")
			w.rawKey(n, m.Chain[0].Key)
			return
		}
		outer := w.Vector(3, "Certificates", fmt.Sprint(len(m.Chain)), decode.Claimed, "The side's own certificate first, then those of who signed it.")
		for i := 0; w.Left() >= 3 && !w.Stopped(); i++ {
			n := w.Length(3, "Certificate length")
			if i < len(m.Chain) && m.Chain[i].RawKey {
				w.rawKey(n, m.Chain[i].Key)
			} else {
				value := ""
				if i < len(m.Chain) {
					value = m.Chain[i].sentence()
				}
				one := w.Open(n, "Certificate", value, decode.Claimed, "A claim, worth as much as the trust in who signed it.")
				w.certificate()
				w.Close(one)
			}
			if m.new13 {
				w.extensions(certificate, TLS13)
			}
		}
		w.Close(outer)
	})
}

// certificate explains an X.509 certificate (RFC 5280, section 4.1).
func (w walker) certificate() {
	outer, ok := w.descend("Certificate", "The signed part, then the signature.")
	if !ok {
		return
	}
	if tbs, ok := w.descend("Signed part", ""); ok {
		field := 0
		for w.Left() > 0 && !w.Stopped() {
			e, _, ok := nextElement(w.Bytes(w.Left()))
			if !ok {
				break
			}
			if e.tag == 0xa0 && field == 0 {
				w.Take(e.size(), "Version", "", decode.Readable, "")
				continue
			}
			w.certificateField(field, e)
			field++
		}
		w.Close(tbs)
	}
	if e, _, ok := nextElement(w.Bytes(w.Left())); ok {
		w.Take(e.size(), "Signature algorithm", signatureName(e.body), decode.Readable, "")
	}
	w.Opaque(w.Left(), "Signature", decode.Readable, "Made with the issuer's key.")
	w.Close(outer)
}

// certificateField explains one field of the signed part.
func (w walker) certificateField(field int, e element) {
	whole := w.Bytes(e.size())
	switch field {
	case 0:
		w.Take(e.size(), "Serial number", walk.Hex(e.body), decode.Claimed, "")
	case 1:
		w.Take(e.size(), "Signature algorithm", signatureName(e.body), decode.Claimed, "")
	case 2:
		w.Take(e.size(), "Issuer", readName(whole), decode.Claimed, "According to whom.")
	case 3:
		from, rest, _ := nextElement(e.body)
		to, _, _ := nextElement(rest)
		w.Take(e.size(), "Validity", day(from.time())+" to "+day(to.time()), decode.Claimed, "From when to when.")
	case 4:
		w.Take(e.size(), "Subject", readName(whole), decode.Claimed, "Who it says it is.")
	case 5:
		w.Take(e.size(), "Public key", keyName(e.body), decode.Claimed, "")
	default:
		w.Opaque(e.size(), "Extensions", decode.Claimed, "For which names and uses it is, among others.")
	}
}

// descend goes into the DER sequence that comes next: its tag and length become fields of their own.
func (w walker) descend(name, note string) (outer int, ok bool) {
	e, _, ok := nextElement(w.Bytes(w.Left()))
	if !ok || e.tag != tagSequence {
		return 0, false
	}
	outer = w.Open(e.size(), name, "", decode.Claimed, note)
	w.Opaque(e.head, "Tag and length", decode.Readable, "")
	return outer, true
}
