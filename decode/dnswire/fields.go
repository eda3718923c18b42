package dnswire

import (
	"encoding/hex"
	"fmt"
	"iter"
	"strings"

	"eavesdrop/decode"
)

// Fields explains the message's bytes.
func (m *Message) Fields() iter.Seq[decode.Field] {
	return func(yield func(decode.Field) bool) {
		say := func(depth int, name, value string, start, end int, note string) bool {
			return yield(decode.Field{
				Name: name, Value: value, Depth: depth, Span: m.at(decode.Span{Start: start, End: end}),
				Sight: decode.Readable, Note: note,
			})
		}
		if m.prefixed && !say(0, "length", fmt.Sprint(len(m.raw)), -2, 0, "TCP has no messages, so each says its length (RFC 1035, section 4.2.2).") {
			return
		}
		if m.understood >= headerSize && !m.headerFields(say) {
			return
		}
		for i := range m.Questions {
			q := &m.Questions[i]
			if !say(0, "question", typeName(q.Type, q.netBIOS)+" "+q.Name, q.span.Start, q.span.End, "") ||
				!say(1, "name", q.Name, q.span.Start, q.name, standsAs(q.encoded)) ||
				!say(1, "type", typeName(q.Type, q.netBIOS), q.name, q.name+2, "") ||
				!say(1, "class", q.Class.String(), q.name+2, q.name+4, "") {
				return
			}
		}
		for i := range m.Records {
			if !m.Records[i].fields(say) {
				return
			}
		}
		at := headerSize
		if n := len(m.Questions); n > 0 {
			at = m.Questions[n-1].span.End
		}
		if n := len(m.Records); n > 0 {
			at = m.Records[n-1].span.End
		}
		if at = min(at, m.understood); at < m.understood && !say(0, "more records", "", at, m.understood, "More than are kept.") {
			return
		}
		if m.understood < len(m.raw) {
			say(0, "not understood", hex.EncodeToString(m.raw[m.understood:]), m.understood, len(m.raw), "")
		}
	}
}

// headerFields explains the first twelve bytes (RFC 1035, section 4.1.1).
func (m *Message) headerFields(say func(depth int, name, value string, start, end int, note string) bool) bool {
	var flags []string
	for _, f := range []struct {
		bit  uint16
		name string
	}{{flagQR, "answer"}, {flagAA, "authoritative"}, {flagTC, "truncated"}, {flagRD, "recursion desired"}, {flagRA, "recursion available"}, {flagAD, "authenticated data"}, {flagCD, "checking disabled"}} {
		if m.Flags&f.bit != 0 {
			flags = append(flags, f.name)
		}
	}
	if !m.Answer() {
		flags = append([]string{"query"}, flags...)
	}
	if m.Opcode != 0 {
		flags = append(flags, m.Opcode.String())
	}
	if m.Answer() {
		flags = append(flags, Rcode(m.Flags&15).String())
	}
	if !say(0, "id", fmt.Sprintf("0x%04x", m.ID), 0, 2, "The answer repeats it.") || !say(0, "flags", strings.Join(flags, ", "), 2, 4, "RFC 1035, section 4.1.1.") {
		return false
	}
	for i, name := range [...]string{"questions", "answers", "authorities", "additionals"} {
		if !say(0, name, fmt.Sprint(m.Counts[i]), 4+2*i, 6+2*i, "") {
			return false
		}
	}
	return true
}

// standsAs is the note on a name that NetBIOS encodes.
func standsAs(encoded string) string {
	if encoded == "" {
		return ""
	}
	return "It stands there as " + encoded + ", two letters for each byte (RFC 1001, section 14.1)."
}

// fields explains a record.
func (r *Record) fields(say func(depth int, name, value string, start, end int, note string) bool) bool {
	class, ttl, note := r.Class.String(), fmt.Sprintf("%d s", r.TTL), ""
	if r.Type == TypeOPT {
		class, ttl, note = fmt.Sprintf("%d bytes", uint16(r.Class)), fmt.Sprintf("0x%08x", r.TTL), "EDNS: the class is the size of a datagram, the time to live are flags (RFC 6891, section 6.1.2)."
	}
	return say(0, r.Section+" record", strings.TrimSpace(typeName(r.Type, r.netBIOS)+" "+r.Name+" "+r.Data), r.span.Start, r.span.End, note) &&
		say(1, "name", r.Name, r.span.Start, r.name, standsAs(r.encoded)) &&
		say(1, "type", typeName(r.Type, r.netBIOS), r.name, r.name+2, "") &&
		say(1, "class", class, r.name+2, r.name+4, "") &&
		say(1, "time to live", ttl, r.name+4, r.name+8, "") &&
		say(1, "data length", fmt.Sprint(len(r.data)), r.name+8, r.name+10, "") &&
		say(1, "data", r.Data, r.name+10, r.span.End, "")
}
