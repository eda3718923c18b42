package decode

import (
	"fmt"
	"iter"
	"strconv"
	"time"
)

// FlowOpen is the event of a flow's first appearance.
type FlowOpen struct{ Flow *Flow }

// Kind is "flow.open".
func (*FlowOpen) Kind() string { return "flow.open" }

// Brief says who connects.
func (m *FlowOpen) Brief() Brief {
	title := "connects"
	switch {
	case m.Flow.Network == "udp":
		title = "first datagram"
	case !m.Flow.Sure:
		title = "already connected when the capture began"
	}
	return Brief{Sight: Readable, Title: title}
}

// Members writes the flow's identity.
func (m *FlowOpen) Members(o *Object) {
	o.Str("network", m.Flow.Network)
	o.Str("community_id", m.Flow.CommunityID())
}

// Fields is empty: a flow has no bytes of its own.
func (*FlowOpen) Fields() iter.Seq[Field] { return func(func(Field) bool) {} }

// Facts says who talks to whom.
func (m *FlowOpen) Facts() iter.Seq[Fact] {
	return func(yield func(Fact) bool) {
		_ = yield(Fact{Question: Who, Sight: Readable, Text: fmt.Sprintf("%s → %s", m.Flow.Client, m.Flow.Server)}) &&
			yield(Fact{Question: When, Sight: Readable, Text: m.Flow.Stats.First.UTC().Format("2006-01-02 15:04:05.000 UTC")})
	}
}

// FlowClose is the event of a flow's end, with what its packets' headers gave away.
type FlowClose struct {
	Flow         *Flow
	Bytes        [2]uint64 // of the reassembled streams
	Digest       [2][]byte // SHA-256 of them; nil unless asked for
	OpenedBytes  [2]uint64 // TLS plaintext in them that a key opened, or that was not encrypted
	OpenedDigest [2][]byte // SHA-256 of those; nil unless asked for, or nothing was opened
	Recognised   bool      // a protocol was found in it, or all of it was told as text
}

// Kind is "flow.close".
func (*FlowClose) Kind() string { return "flow.close" }

// Brief says how it ended.
func (m *FlowClose) Brief() Brief {
	b := Brief{Sight: Readable, Detail: thousands(m.Bytes[0]) + " + " + thousands(m.Bytes[1]) + " bytes"}
	if lost := m.Flow.Stats.Lost; lost[0]+lost[1] > 0 {
		b.Detail += "; " + thousands(lost[0]+lost[1]) + " more are missing"
	}
	switch m.Flow.Stats.State {
	case StateClosed:
		b.Title = "closes"
	case StateReset:
		b.Title = "is cut off (RST)"
	case StateRefused:
		b.Title = "is refused (RST)"
	case StateUnopened:
		b.Title = "got no answer"
	case StateEvicted:
		b.Title = "was dropped to stay within the limits"
	default:
		b.Title = "still open when the capture ended"
		if m.Flow.Network == "udp" { // where nobody says that it ends
			b.Title = "nothing more was heard"
		}
	}
	return b
}

// Members writes the totals.
func (m *FlowClose) Members(o *Object) {
	st := &m.Flow.Stats
	o.Str("network", m.Flow.Network)
	o.Str("community_id", m.Flow.CommunityID())
	o.Int("client_bytes", int64(m.Bytes[0]))
	o.Int("server_bytes", int64(m.Bytes[1]))
	o.Int("packets", int64(st.Packets))
	o.Str("state", string(st.State))
	o.Int("duration_us", st.Last.Sub(st.First).Microseconds())
	if st.RTT > 0 {
		o.Int("rtt_us", st.RTT.Microseconds())
	}
	for d, side := range [2]string{"client", "server"} {
		if n := st.Lost[d]; n > 0 {
			o.Int(side+"_lost", int64(n))
		}
		if n := st.Retransmitted[d]; n > 0 {
			o.Int(side+"_retransmitted", int64(n))
		}
		if n := st.Urgent[d]; n > 0 {
			o.Int(side+"_urgent", int64(n))
		}
		if n := st.Ignored[d]; n > 0 {
			o.Int(side+"_ignored", int64(n))
		}
	}
	if st.Conflicts > 0 {
		o.Int("conflicts", int64(st.Conflicts))
	}
	for d, side := range [2]string{"client", "server"} {
		if m.Digest[d] != nil {
			o.Hex(side+"_sha256", m.Digest[d])
		}
		if n := m.OpenedBytes[d]; n > 0 {
			o.Int("opened_"+side+"_bytes", int64(n))
		}
		if m.OpenedDigest[d] != nil {
			o.Hex("opened_"+side+"_sha256", m.OpenedDigest[d])
		}
	}
}

// Fields is empty: a flow has no bytes of its own.
func (*FlowClose) Fields() iter.Seq[Field] { return func(func(Field) bool) {} }

// Facts says how much was said and for how long.
func (m *FlowClose) Facts() iter.Seq[Fact] {
	return func(yield func(Fact) bool) {
		d := m.Flow.Stats.Last.Sub(m.Flow.Stats.First).Round(time.Microsecond)
		yield(Fact{Question: HowMuch, Sight: Readable, Text: fmt.Sprintf("%s bytes up, %s down, %v", thousands(m.Bytes[0]), thousands(m.Bytes[1]), d)})
	}
}

// Malformed is the event of bytes that break a protocol's rules, or that are not all there. What was understood is told in
// events of its own.
type Malformed struct {
	Layer  string
	Offset uint64 // in the layer's stream
	Why    string // in our words; captured text in it is raw
	Cut    bool   // no rule was broken: a part is missing, or nothing came after
}

// Kind is "malformed".
func (*Malformed) Kind() string { return "malformed" }

// Partial says that bytes are missing.
func (m *Malformed) Partial() bool { return m.Cut }

// Brief says what is wrong.
func (m *Malformed) Brief() Brief {
	title := "malformed "
	if m.Cut {
		title = "incomplete "
	}
	return Brief{Sight: Readable, Title: title + m.Layer, Detail: m.Why}
}

// Members writes layer, offset and reason, and whether no rule was broken.
func (m *Malformed) Members(o *Object) {
	o.Str("layer", m.Layer)
	o.Int("offset", int64(m.Offset))
	o.Str("why", m.Why)
	if m.Cut {
		o.Bool("cut", true)
	}
}

// Fields is empty: nothing is known about the bytes.
func (*Malformed) Fields() iter.Seq[Field] { return func(func(Field) bool) {} }

// Facts is empty.
func (*Malformed) Facts() iter.Seq[Fact] { return func(func(Fact) bool) {} }

// Gap is the event of bytes that were sent but not captured.
type Gap struct {
	Offset uint64 // in the stream, of the first missing byte
	Bytes  int
}

// Kind is "gap".
func (*Gap) Kind() string { return "gap" }

// Brief says how much is missing.
func (m *Gap) Brief() Brief {
	missing := "1 byte"
	if m.Bytes != 1 {
		missing = thousands(uint64(m.Bytes)) + " bytes"
	}
	return Brief{Sight: Absent, Title: missing + " missing from the capture"}
}

// Members writes offset and size.
func (m *Gap) Members(o *Object) {
	o.Int("offset", int64(m.Offset))
	o.Int("bytes", int64(m.Bytes))
}

// Fields is empty: the bytes are not there.
func (*Gap) Fields() iter.Seq[Field] { return func(func(Field) bool) {} }

// Facts is empty.
func (*Gap) Facts() iter.Seq[Fact] { return func(func(Fact) bool) {} }

// thousands writes n with commas between its thousands: 1,312.
func thousands(n uint64) string {
	s := strconv.FormatUint(n, 10)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
