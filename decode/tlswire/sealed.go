package tlswire

import (
	"time"

	"eavesdrop/decode"
)

const (
	maxRun          = 256 << 10 // bytes of sealed records that are told together
	maxSizes        = 32        // records of a run whose headers are kept
	alertSize       = 2         // level and description
	someCertificate = 64        // bytes that a certificate message takes at least; one without a certificate takes 8
	maxFlight       = 8         // sealed records of a client's part of the handshake, at most
	emptyFrame      = 9         // bytes of a frame of HTTP/2 that has only a header, as acknowledged settings (RFC 9113, section 6.5)
)

// A run is what is known of sealed records that came from one side in a row.
type run struct {
	phase     Phase
	order     int // runs are numbered as they begin
	records   int
	start     uint64 // offset of the first record's header
	end       uint64 // behind the last record that is complete
	last      uint64 // offset of the last record's header
	time      time.Time
	lastSize  int // its length
	headers   [maxSizes]header
	plaintext int  // bytes sealed in, at most
	unknown   bool // the plaintext of some record could not be derived
	cut       bool // the end of some record is missing
}

// beginSealed begins to pass over a sealed record whose header stands at start.
func (d *decoder) beginSealed(dir decode.Direction, h header, start uint64) {
	s := &d.sides[dir]
	s.record, s.start, s.skip = h, start, h.length
	s.count++
	s.phase = d.phaseOf(dir)
	// What may be a side's last word waits until the other has said more than its own.
	if !(d.alertSized(d.sides[dir.Other()].run.lastSize) && d.alertSized(h.length)) {
		d.turn(dir)
	}
	alone := h.typ != typeApplicationData && h.typ != typeHeartbeat
	if alone || s.run.phase != s.phase || s.run.end-s.run.start+uint64(h.length) > maxRun {
		d.flush(dir, h.typ == typeAlert) // whoever says goodbye has said all
	}
	if s.run.records == 0 && !(d.open != nil && d.open.untold(dir)) {
		d.c.Keep(dir, s.start)
	}
	if h.length == 0 {
		d.whole(dir)
	}
}

// pass passes over what is there of the sealed record.
func (d *decoder) pass(dir decode.Direction, data []byte) int {
	s := &d.sides[dir]
	n := min(s.skip, len(data))
	if n > 0 {
		s.skip -= n
		if s.skip == 0 {
			d.whole(dir)
		}
	}
	return n
}

// whole counts the sealed record, all of which has come.
func (d *decoder) whole(dir decode.Direction) {
	s := &d.sides[dir]
	end := s.start + headerSize + uint64(s.record.length)
	d.passed(dir, end)
	if s.hopeless {
		s.hopeless = false
		d.open.miss(dir, d.open.sides[dir].misses.why, s.record, s.start, end)
	}
}

// passed counts a sealed record that ends at end.
func (d *decoder) passed(dir decode.Direction, end uint64) {
	s := &d.sides[dir]
	whole := end == s.start+headerSize+uint64(s.record.length)
	if whole && s.record.typ != typeApplicationData && d.open != nil && d.open.bare(dir) {
		return // it is told as what it says
	}
	switch s.record.typ {
	case 0:
		return
	case typeAlert:
		d.c.Emit(dir, s.start, end, &Alert{Sealed: true, Version: d.version, sealed: extent{s.record, int(end - s.start)}})
		return
	case typeChangeCipherSpec:
		d.c.Emit(dir, s.start, end, &SealedHandshake{Type: "change_cipher_spec", Version: d.version, record: extent{s.record, int(end - s.start)}})
		return
	case typeHandshake:
		s.hidden++
		m := &SealedHandshake{Version: d.version, record: extent{s.record, int(end - s.start)}}
		if s.hidden == 1 && s.sealed {
			m.Type = "finished"
		}
		d.c.Emit(dir, s.start, end, m)
		return
	}
	d.step(dir)
	r := &s.run
	if r.records == 0 {
		d.runs++
		*r = run{phase: s.phase, start: s.start, order: d.runs}
	}
	if r.records < maxSizes {
		r.headers[r.records] = s.record
	}
	r.records++
	r.last, r.lastSize, r.end, r.time = s.start, s.record.length, end, d.c.Now()
	n, ok := d.suite.plaintext(d.version, s.record.length)
	if s.phase == EarlyData {
		n, ok = d.hello.slimmest.plaintext(TLS13, s.record.length)
	}
	if ok {
		r.plaintext += n
	} else {
		r.unknown = true
	}
}

// cut counts a sealed record of which nothing more will come; end is how far it came.
func (d *decoder) cut(dir decode.Direction, end uint64) {
	if s := &d.sides[dir]; d.open != nil && s.record.typ != 0 {
		why := "the record is not complete"
		if s.hopeless {
			s.hopeless, why = false, d.open.sides[dir].misses.why
		}
		d.open.miss(dir, why, s.record, s.start, end)
	}
	d.passed(dir, end)
	d.sides[dir].run.cut = true
}

// phaseOf says what a sealed record belongs to, as far as that can be derived. In TLS 1.3 all that the server
// seals before the client's first sealed record is handshake, and the client's part of it ends with a
// Finished, whose size is known (RFC 8446, section 2).
func (d *decoder) phaseOf(dir decode.Direction) Phase {
	client := &d.sides[d.client]
	switch {
	case d.version == 0 && d.hello.early && dir == d.client:
		return EarlyData
	case d.version == 0:
		return Unknown
	case !d.version.is13(), client.talking, dir != d.client && client.flight > 0:
		return Application
	}
	return InHandshake
}

// step follows how the handshake of TLS 1.3 goes on with one more sealed record.
func (d *decoder) step(dir decode.Direction) {
	s := &d.sides[dir]
	client := &d.sides[d.client]
	switch {
	case s.phase == Application:
		client.talking = true
	case s.phase == InHandshake && dir == d.client:
		n, _ := d.suite.plaintext(d.version, s.record.length)
		s.flight++
		s.talking = n == 4+d.suite.hashSize() || s.flight == maxFlight
	}
}

// turn tells what the other side had said when now dir speaks.
func (d *decoder) turn(dir decode.Direction) {
	own, other := &d.sides[dir].run, &d.sides[dir.Other()].run
	if other.records == 0 {
		return
	}
	if own.records > 0 && own.order < other.order {
		d.flush(dir, false)
	}
	d.flush(dir.Other(), true)
}

// flush tells the sealed records that came in a row. turn says that the other side spoke then, or that the
// end was reached.
func (d *decoder) flush(dir decode.Direction, turn bool) {
	s := &d.sides[dir]
	r := &s.run
	if r.records == 0 {
		return
	}
	m := &Data{
		Phase: r.phase, FromClient: dir == d.client, Version: d.version, Resumed: d.resumed,
		Records: r.records, Bytes: int(r.end - r.start), Plaintext: r.plaintext, Measured: !r.unknown, Compressed: d.agreed.compressed,
		clear:      d.suite.sealing == nullSealing,
		alert:      r.records == 1 && d.alertSized(r.headers[0].length),
		Incomplete: r.cut,
	}
	m.headers = append(m.few[:0], r.headers[:min(r.records, maxSizes)]...) // mostly there are no more than a few
	if m.Phase == InHandshake && !m.FromClient && !m.Resumed {
		m.certificate = !d.flown
		d.flown = true
	}
	if r.phase != InHandshake {
		d.account(m, turn)
	}
	if m.Phase == InHandshake && m.FromClient && m.Measured && m.Plaintext > 4+d.suite.hashSize()+someCertificate {
		m.identified, d.shown = true, true
	}
	r.records = 0
	d.c.EmitAt(r.time, dir, r.start, r.end, m)
	if d.open != nil {
		d.open.tell(dir)
	}
	if s.skip > 0 {
		d.c.Keep(dir, s.start)
	}
}

// account numbers the parts of what the client asks and the server answers. From outside, nothing tells an answer from
// an interim one (RFC 9110, section 15.2), nor one that goes on from the next.
func (d *decoder) account(m *Data, turn bool) {
	switch {
	case m.FromClient:
		m.question = d.asked == 0
		if acknowledges := d.hello.h2 && m.Plaintext <= emptyFrame; m.question || d.answered && !acknowledges {
			d.asked++
		}
		d.answered = turn
		m.part = d.asked
		m.identified = d.shown
		if m.Phase != EarlyData {
			m.accepted = !d.talked && d.flown && d.version.is13() && !d.resumed
			d.talked = true
		}
	case d.asked > 0:
		d.answer += m.Plaintext
		if turn && d.talked { // what follows upon early data at once may be tickets alone (RFC 8446, section 4.6.1)
			d.answers++
			m.part, m.answer, m.answered, m.mixed = d.answers, d.answer, m.Measured, d.hello.h2
			d.answer = 0
		}
	}
}

// alertSized says whether a sealed record of that length is just as long as an alert, in TLS 1.3, where
// nothing else tells them from data.
func (d *decoder) alertSized(length int) bool {
	n, ok := d.suite.plaintext(d.version, length)
	return ok && d.version.is13() && n == alertSize
}

// lastWord tells an alert from data by its size and place: the last thing that a side says before it closes.
func (d *decoder) lastWord(dir decode.Direction) {
	r := &d.sides[dir].run
	if r.records == 0 || !d.alertSized(r.lastSize) {
		return
	}
	last, end, when := r.last, r.end, r.time
	h := header{typeApplicationData, TLS12, r.lastSize}
	r.end = r.last
	r.plaintext -= alertSize
	if r.records--; r.records > 0 {
		d.flush(dir, true)
	}
	s := &d.sides[dir]
	broke := dir == d.client && d.flown && s.flight == 1 && !s.talking
	d.c.EmitAt(when, dir, last, end, &Alert{Sealed: true, Guessed: true, Broke: broke, Version: d.version, sealed: extent{h, int(end - last)}})
}
