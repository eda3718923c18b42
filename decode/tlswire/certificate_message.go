package tlswire

import (
	"fmt"
	"iter"
	"strings"

	"eavesdrop/decode"
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
		return walk(m.raw, (*walker).certificate)
	}
	return walk(m.raw, func(w *walker) {
		w.header(m.head)
		w.handshakeHeader()
		if m.new13 {
			n := w.length(1, "Request context length")
			w.opaque(n, "Request context", decode.Readable, "")
		}
		outer := w.vector(3, "Certificates", fmt.Sprint(len(m.Chain)), decode.Claimed, "The side's own certificate first, then those of who signed it.")
		for i := 0; w.left() >= 3 && !w.stopped; i++ {
			n := w.length(3, "Certificate length")
			value := ""
			if i < len(m.Chain) {
				value = m.Chain[i].sentence()
			}
			one := w.open(n, "Certificate", value, decode.Claimed, "A claim, worth as much as the trust in who signed it.")
			w.certificate()
			w.close(one)
			if m.new13 {
				w.extensions(certificate, TLS13)
			}
		}
		w.close(outer)
	})
}

// certificate explains an X.509 certificate (RFC 5280, section 4.1).
func (w *walker) certificate() {
	outer, ok := w.descend("Certificate", "The signed part, then the signature.")
	if !ok {
		return
	}
	if tbs, ok := w.descend("Signed part", ""); ok {
		field := 0
		for w.left() > 0 && !w.stopped {
			e, _, ok := nextElement(w.bytes(w.left()))
			if !ok {
				break
			}
			if e.tag == 0xa0 && field == 0 {
				w.take(e.size(), "Version", "", decode.Readable, "")
				continue
			}
			w.certificateField(field, e)
			field++
		}
		w.close(tbs)
	}
	if e, _, ok := nextElement(w.bytes(w.left())); ok {
		w.take(e.size(), "Signature algorithm", signatureName(e.body), decode.Readable, "")
	}
	w.opaque(w.left(), "Signature", decode.Readable, "Made with the issuer's key.")
	w.close(outer)
}

// certificateField explains one field of the signed part.
func (w *walker) certificateField(field int, e element) {
	whole := w.bytes(e.size())
	switch field {
	case 0:
		w.take(e.size(), "Serial number", hexValue(e.body), decode.Claimed, "")
	case 1:
		w.take(e.size(), "Signature algorithm", signatureName(e.body), decode.Claimed, "")
	case 2:
		w.take(e.size(), "Issuer", readName(whole), decode.Claimed, "According to whom.")
	case 3:
		from, rest, _ := nextElement(e.body)
		to, _, _ := nextElement(rest)
		w.take(e.size(), "Validity", day(from.time())+" to "+day(to.time()), decode.Claimed, "From when to when.")
	case 4:
		w.take(e.size(), "Subject", readName(whole), decode.Claimed, "Who it says it is.")
	case 5:
		w.take(e.size(), "Public key", keyName(e.body), decode.Claimed, "")
	default:
		w.opaque(e.size(), "Extensions", decode.Claimed, "For which names and uses it is, among others.")
	}
}

// descend goes into the DER sequence that comes next: its tag and length become fields of their own.
func (w *walker) descend(name, note string) (outer int, ok bool) {
	e, _, ok := nextElement(w.bytes(w.left()))
	if !ok || e.tag != tagSequence {
		return 0, false
	}
	outer = w.open(e.size(), name, "", decode.Claimed, note)
	w.opaque(e.head, "Tag and length", decode.Readable, "")
	return outer, true
}
