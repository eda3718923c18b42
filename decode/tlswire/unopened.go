package tlswire

import (
	"fmt"
	"iter"
	"strings"

	"eavesdrop/decode"
)

// misses are sealed records in a row that stayed closed for the same reason.
type misses struct {
	why     string
	records int
	bytes   int
	start   uint64
	end     uint64
	headers []header
	final   bool // nothing but another key will change it
	log     int  // state of the key log then
}

// miss counts a record that stayed closed.
func (o *opening) miss(dir decode.Direction, why string, h header, start, end uint64) {
	s := &o.sides[dir]
	o.abandon(dir, start, "a record of it stayed closed")
	m := &s.misses
	if m.records > 0 && m.why != why {
		o.tell(dir)
	}
	if m.records == 0 {
		*m = misses{why: why, start: start, headers: m.headers[:0]}
	}
	m.records++
	m.bytes += int(end - start)
	m.end = end
	if len(m.headers) < maxSizes {
		m.headers = append(m.headers, h)
	}
	m.log = o.d.p.options.KeyLog.state()
	m.final = isFinal(why)
	if o.d.sides[dir].run.records == 0 {
		o.d.c.Keep(dir, m.start) // until it is told
	}
	if h.typ == typeApplicationData && o.mayBeData(dir) {
		n, _ := o.d.suite.plaintext(o.d.version, h.length)
		s.hole += n
	}
}

// mayBeData says whether a record that stayed closed may hold what is said inside. In TLS 1.3 the handshake looks the
// same from outside, but what does not open under the keys of the data that follows it is no data.
func (o *opening) mayBeData(dir decode.Direction) bool {
	s := &o.sides[dir]
	switch {
	case s.params == nil || !s.params.version.is13():
		return true
	case s.epoch == earlyEpoch:
		return !o.refused
	}
	return s.epoch == trafficEpoch || s.lost > 0 || s.keys[trafficEpoch].opener == nil
}

// isFinal says whether only another key can change that records stay closed.
func isFinal(why string) bool {
	for _, begin := range []string{
		"no line", "the client random", "suite not", "the keys were", "the exchange is", "the private key", "the session goes on", "handshake not",
	} {
		if strings.HasPrefix(why, begin) {
			return true
		}
	}
	return false
}

// untold says whether there are such records.
func (o *opening) untold(dir decode.Direction) bool { return o.sides[dir].misses.records > 0 }

// tell passes on what stayed closed in dir since it was told last.
func (o *opening) tell(dir decode.Direction) {
	m := &o.sides[dir].misses
	if m.records == 0 {
		return
	}
	o.d.c.EmitAside(dir, m.start, m.end, decode.InTheClear, &Unopened{
		Reason: m.why, Records: m.records, Bytes: m.bytes,
		headers: append([]header(nil), m.headers...), size: int(m.end - m.start),
	})
	m.records, m.bytes = 0, 0
	if o.d.sides[dir].run.records == 0 && o.d.sides[dir].skip == 0 {
		o.d.c.Unkeep(dir)
	}
}

// Unopened tells of sealed records that stayed closed although keys were given.
type Unopened struct {
	Reason  string // "no line for this client random"
	Records int
	Bytes   int // of the records, their headers counted in

	headers []header
	size    int
}

// Kind is "tls.unopened".
func (*Unopened) Kind() string { return "tls.unopened" }

// Brief says why.
func (m *Unopened) Brief() decode.Brief {
	return decode.Brief{Sight: decode.Sealed, Title: fmt.Sprintf("%s stayed closed", plural(m.Records, "record")), Detail: m.Reason}
}

// Members writes reason, records and bytes.
func (m *Unopened) Members(o *decode.Object) {
	o.Str("reason", m.Reason)
	o.Int("records", int64(m.Records))
	o.Int("bytes", int64(m.Bytes))
}

// Facts is empty.
func (*Unopened) Facts() iter.Seq[decode.Fact] { return func(func(decode.Fact) bool) {} }

// Fields explains the records' headers.
func (m *Unopened) Fields() iter.Seq[decode.Field] { return sealedFields(m.headers, m.size) }
