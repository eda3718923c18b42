package dnswire

import (
	"cmp"
	"fmt"
	"iter"
	"strings"

	"eavesdrop/decode"
)

// A Message is a query, or the answer to one.
type Message struct {
	ID        uint16
	Flags     uint16
	Opcode    Opcode
	Rcode     Rcode // of an answer; with EDNS, all 12 bits
	Counts    [4]int
	Questions []Question
	Records   []Record // of all sections, in order, OPT among them
	Omitted   int      // questions and records that were not kept: a message keeps 512
	EDNS      *EDNS    // nil: none

	raw        []byte // without the length that TCP has before it
	prefixed   bool   // that length stood there
	unheard    bool   // an answer of which the query was not captured
	understood int    // bytes
}

// Answer says whether it is an answer.
func (m *Message) Answer() bool { return m.Flags&flagQR != 0 }

// Kind is "dns.query" or "dns.answer".
func (m *Message) Kind() string {
	if m.Answer() {
		return "dns.answer"
	}
	return "dns.query"
}

// asked is the first question in a few words: "AAAA example.com".
func (m *Message) asked() string {
	if len(m.Questions) == 0 {
		return ""
	}
	q := &m.Questions[0]
	text := typeName(q.Type, q.netBIOS) + " " + q.Name
	if n := len(m.Questions) - 1; n > 0 {
		text += fmt.Sprintf(" and %d more", n)
	}
	return text
}

// answers are the data of the records that answer, in a few words.
func (m *Message) answers() string {
	var all []string
	for i := range m.Records {
		if r := &m.Records[i]; r.Section == "answer" {
			if len(m.Questions) == 0 { // multicast DNS: then the record has to say of what it speaks
				all = append(all, typeName(r.Type, r.netBIOS)+" "+r.Name+" "+r.Data)
			} else {
				all = append(all, r.Data)
			}
		}
	}
	const most = 4
	if n := len(all) - most; n > 0 {
		all = append(all[:most], fmt.Sprintf("%d more", n))
	}
	return strings.Join(all, ", ")
}

// none says whether an answer says that there is nothing of the type that was asked for (RFC 2308, section 2.2): it is
// whole, counts no answer, and does not name others to be asked instead.
func (m *Message) none() bool {
	return m.Opcode == 0 && len(m.Questions) > 0 && m.Counts[1] == 0 && m.Flags&flagTC == 0 && m.understood == len(m.raw) && m.referral() == ""
}

// referral is whom an answer without an answer says to ask instead: the name servers of a zone (RFC 1034, section
// 4.3.1). It is "" when it says nothing of the kind.
func (m *Message) referral() string {
	var servers []string
	for i := range m.Records {
		switch r := &m.Records[i]; {
		case r.Section == "answer", r.Section == "authority" && r.Type == TypeSOA:
			return ""
		case r.Section == "authority" && r.Type == TypeNS && m.Flags&flagAA == 0:
			servers = append(servers, r.Data)
		}
	}
	switch n := len(servers); {
	case n == 0:
		return ""
	case n > 2:
		servers = append(servers[:2], fmt.Sprintf("%d more", n-2))
	}
	return "others know: " + strings.Join(servers, ", ")
}

// Brief says what is asked, or answered.
func (m *Message) Brief() decode.Brief {
	b := decode.Brief{Sight: decode.Readable, Title: "DNS query"}
	if m.Answer() {
		b.Title = "DNS answer"
		b.Detail = m.answers()
		switch {
		case m.Rcode != 0:
			b.Detail = m.Rcode.String()
		case b.Detail == "" && m.none():
			b.Detail = "nothing of that type"
		case b.Detail == "":
			b.Detail = m.referral()
		}
	}
	if m.Opcode != 0 {
		b.Title += " " + m.Opcode.String()
	}
	if asked := m.asked(); asked != "" {
		b.Title += " " + asked
	}
	if m.Flags&flagTC != 0 {
		b.Detail = strings.TrimSpace(b.Detail + " (truncated)")
	}
	return b
}

// Members writes header, questions and records.
func (m *Message) Members(o *decode.Object) {
	o.Int("id", int64(m.ID))
	o.Str("opcode", m.Opcode.String())
	if m.Answer() {
		o.Str("rcode", m.Rcode.String())
		o.Int("rcode_id", int64(m.Rcode))
		o.Bool("authoritative", m.Flags&flagAA != 0)
		o.Bool("recursion_available", m.Flags&flagRA != 0)
		o.Bool("authenticated", m.Flags&flagAD != 0)
	}
	o.Bool("truncated", m.Flags&flagTC != 0)
	o.Bool("recursion_desired", m.Flags&flagRD != 0)
	o.Array("questions")
	for i := range m.Questions {
		q := &m.Questions[i]
		o.Object("")
		o.Str("name", cmp.Or(q.encoded, q.Name))
		o.Str("type", typeName(q.Type, q.netBIOS))
		o.Int("type_id", int64(q.Type))
		o.Str("class", q.Class.String())
		if q.Unicast {
			o.Bool("unicast", true)
		}
		if q.encoded != "" {
			o.Str("netbios", q.Name)
		}
		o.Close('}')
	}
	o.Close(']')
	i := 0
	for s, section := range [...]string{"answer", "authority", "additional"} {
		n := m.Counts[1+s]
		if section == "additional" && m.EDNS != nil {
			n-- // told on its own
		}
		if n == 0 {
			continue
		}
		o.Array([...]string{"answers", "authorities", "additionals"}[s])
		for ; i < len(m.Records) && m.Records[i].Section == section; i++ {
			m.Records[i].members(o)
		}
		o.Close(']')
	}
	if m.Omitted > 0 {
		o.Int("omitted", int64(m.Omitted))
	}
	if m.EDNS != nil {
		m.EDNS.members(o)
	}
}

func (r *Record) members(o *decode.Object) {
	if r.Type == TypeOPT {
		return // told as edns
	}
	o.Object("")
	o.Str("name", cmp.Or(r.encoded, r.Name))
	o.Str("type", typeName(r.Type, r.netBIOS))
	o.Int("type_id", int64(r.Type))
	o.Str("class", r.Class.String())
	if r.Flush {
		o.Bool("flush", true)
	}
	o.Int("ttl", int64(r.TTL))
	o.Str("data", r.Data)
	if r.encoded != "" {
		o.Str("netbios", r.Name)
	}
	o.Close('}')
}

func (e *EDNS) members(o *decode.Object) {
	o.Object("edns")
	o.Int("udp_size", int64(e.UDPSize))
	o.Int("version", int64(e.Version))
	o.Bool("dnssec_ok", e.DNSSECOK)
	if e.Subnet.IsValid() {
		o.Str("client_subnet", e.Subnet.String())
	}
	if e.Padding > 0 {
		o.Int("padding", int64(e.Padding))
	}
	o.Close('}')
}

// Facts is the name that was asked for, and where it is said to be.
func (m *Message) Facts() iter.Seq[decode.Fact] {
	return func(yield func(decode.Fact) bool) {
		for i := range m.Questions {
			q := &m.Questions[i]
			if m.Answer() && !m.unheard {
				break
			}
			note := "DNS says it to everybody on the way."
			if m.Answer() {
				note = "The answer repeats it."
			}
			if !yield(decode.Fact{Question: decode.Asked, Sight: decode.Readable, Text: "DNS " + typeName(q.Type, q.netBIOS) + " " + q.Name, Span: m.at(q.span), Note: note}) || q.Type.ofHosts() && !yield(decode.Fact{
				Question: decode.ServerName, Sight: decode.Claimed, Text: q.Name, Span: m.at(decode.Span{Start: q.span.Start, End: q.name}),
				Note: "The name that was asked for, before anything was said to whoever bears it.",
			}) {
				return
			}
		}
		for i := range m.Records {
			r := &m.Records[i]
			if m.Answer() && r.Section == "answer" && (r.Type == TypeA || r.Type == TypeAAAA) && !yield(decode.Fact{
				Question: decode.ServerName, Sight: decode.Claimed, Text: r.Name + " at " + r.Data, Span: m.at(r.span),
				Note: "What the answer says; nobody proved it.",
			}) {
				return
			}
		}
	}
}

// at is a span of the message in the event's bytes.
func (m *Message) at(s decode.Span) decode.Span {
	if m.prefixed {
		s.Start, s.End = s.Start+2, s.End+2
	}
	return s
}
