package tlswire

import (
	"eavesdrop/decode"
)

// A decoder follows one connection.
type decoder struct {
	p        *protocol
	c        *decode.Conversation
	sides    [2]side
	open     *opening         // nil when there is nothing to open records with
	client   decode.Direction // which side plays the client of TLS; of TCP, mostly, it is too
	hello    helloNotes
	ssl2     bool     // the server took SSL 2.0 up
	started  bool     // the handshake was seen from its hello on
	version  Version  // agreed on; 0 before the server's hello, or when that was not captured
	suite    suite    // agreed on, like version
	resumed  bool     // the keys are made of one that both had before
	retried  bool     // the server has asked for another hello
	flown    bool     // the server has sent sealed records of the handshake
	runs     int      // of sealed records that began
	random   [32]byte // the server's
	agreed   extras
	shown    bool // the client has sent a certificate, sealed
	asked    int  // parts of what the client has asked: of application data between which the server spoke
	answered bool // the server has spoken since, or nobody: what the client says next is another part
	talked   bool // the client has sent application data after the handshake
	answers  int  // parts of what the server has answered
	answer   int  // bytes of the next of them so far, at most
}

// side is one direction of the connection.
type side struct {
	spoken   bool    // a record was seen
	lost     bool    // bytes are missing or wrong: where the next record begins must be found
	unsure   bool    // the beginning, or a part, was not captured: what is sealed must be guessed
	sealed   bool    // everything that follows is sealed
	talking  bool    // the client's part of the handshake is over (TLS 1.3 seals that in the same way as data)
	count    uint64  // sealed records since the keys were last changed
	flight   int     // sealed records of the client's part of the handshake, in TLS 1.3
	hidden   int     // sealed handshake records before TLS 1.3
	version  Version // of the last record's header
	record   header  // of the sealed record that is being passed over; zero when it is one that was given up
	start    uint64  // where it began
	phase    Phase   // what it belongs to
	skip     int     // bytes of it still to come
	hopeless bool    // it stays closed, for the reason that those before it did
	partial  assembly
	run      run

	holds    holding  // what its certificate message holds
	problems []string // of the certificate that it showed
}

// helloNotes is what later messages need of the client's hello.
type helloNotes struct {
	random    [32]byte
	sessionID [32]byte
	sessionN  int
	name      string // the server's name as asked for
	early     bool   // early data was announced
	slimmest  suite  // of those that may seal it, the one that adds the fewest bytes
	ech       bool
	ssl2      bool   // it came in SSL 2.0's form
	external  []bool // as in the hello
	h2        bool   // HTTP/2 was offered, and as far as is known not declined
}

// extras is what is agreed on besides version and suite, as far as keys depend on it.
type extras struct {
	encryptThenMAC bool
	compressed     bool
	exchange       exchange // as the server's key exchange message has it; before TLS 1.3
}

// Decode takes one record, or as much of a sealed one as there is.
func (d *decoder) Decode(dir decode.Direction, data []byte) int {
	s := &d.sides[dir]
	switch {
	case s.skip > 0:
		return d.pass(dir, data)
	case s.lost:
		return d.search(dir, data)
	case d.ssl2:
		return d.ssl2Record(dir, data)
	case !s.spoken && sniffSSL2(data) != decode.No:
		return d.ssl2Hello(dir, data)
	case !s.spoken && d.hello.ssl2 && dir != d.client:
		yes, ok := isSSL2Answer(data)
		if d.ssl2 = yes; yes {
			return d.ssl2Record(dir, data)
		}
		if !ok {
			return 0
		}
	}
	if !plausible(data) {
		return d.strange(dir, data)
	}
	return d.take(dir, data)
}

// take takes the record at the front of data, whose header is plausible as far as it is there.
func (d *decoder) take(dir decode.Direction, data []byte) int {
	if len(data) < headerSize {
		return 0
	}
	s := &d.sides[dir]
	h := parseHeader(data)
	body := data[headerSize:]
	sealed, ok := d.isSealed(dir, h, body)
	if !ok {
		return 0
	}
	if sealed {
		if d.open == nil && d.p.options.keys() {
			d.openLate()
		}
		whole := d.open != nil && d.open.hopeful(dir)
		if whole && len(body) < h.length {
			return 0
		}
		s.spoken, s.version = true, h.version
		start := d.c.Offset(dir)
		s.hopeless = d.open != nil && !whole
		d.beginSealed(dir, h, start)
		n := headerSize + d.pass(dir, body)
		if whole {
			d.open.record(dir, h, body[:h.length], start)
		}
		return n
	}
	if len(body) < h.length {
		return 0
	}
	s.spoken, s.version = true, h.version
	d.readable(dir, data[:headerSize+h.length], d.c.Offset(dir))
	return headerSize + h.length
}

// readable takes apart a record that is not sealed. rec is the whole record, its header included, start its
// offset in the stream.
func (d *decoder) readable(dir decode.Direction, rec []byte, start uint64) {
	d.turn(dir)
	d.flush(dir, false)
	if d.open != nil {
		d.open.tell(dir)
	}
	switch contentType(rec[0]) {
	case typeChangeCipherSpec:
		d.changeCipherSpec(dir, rec, start)
	case typeAlert:
		d.alerts(dir, rec, start)
	case typeHandshake:
		d.handshake(dir, rec, start)
	case typeHeartbeat:
		d.heartbeat(dir, rec, start)
	}
}

// changeCipherSpec notes that what follows from this side is sealed. In TLS 1.3 the message means nothing; it
// is sent because old middleboxes expect it (RFC 8446, appendix D.4).
func (d *decoder) changeCipherSpec(dir decode.Direction, rec []byte, start uint64) {
	if !d.version.is13() {
		d.sides[dir].sealed = true
		d.sides[dir].count = 0
		if d.open != nil {
			d.open.changeCipher(dir)
		}
	}
	d.c.Emit(dir, start, start+uint64(len(rec)), &ChangeCipherSpec{Version: d.version, suite: d.suite, raw: clone(rec)})
}

// alerts emits the alerts of a readable record; the record's header goes with the first.
func (d *decoder) alerts(dir decode.Direction, rec []byte, start uint64) {
	from := 0
	for at := headerSize; at+2 <= len(rec); at += 2 {
		m := &Alert{Level: rec[at], Description: AlertDescription(rec[at+1]), FromClient: dir == d.client, raw: clone(rec[from : at+2]), head: at - from, problems: d.sides[dir.Other()].problems}
		d.c.Emit(dir, start+uint64(from), start+uint64(at+2), m)
		from = at + 2
	}
}

// Gap goes on behind lost bytes. When they lay inside a sealed record, its end is known all the same.
func (d *decoder) Gap(dir decode.Direction, pending []byte, lost int) {
	s := &d.sides[dir]
	from := d.c.Offset(dir) - uint64(lost) - uint64(len(pending))
	d.leave(dir, pending, from, bytesMissing)
	s.unsure = true
	if d.open != nil {
		d.open.gap(dir, lost)
	}
	if s.skip > lost {
		s.skip -= lost
		return
	}
	if s.skip > 0 {
		d.cut(dir, d.c.Offset(dir)-uint64(lost))
		s.lost = s.skip < lost
		s.skip = 0
		return
	}
	s.lost = true
}

// End tells what a side left unfinished.
func (d *decoder) End(dir decode.Direction, pending []byte, how decode.How) {
	s := &d.sides[dir]
	at := d.c.Offset(dir)
	d.leave(dir, pending, at, endedFirst(how))
	if s.skip > 0 {
		d.cut(dir, at+uint64(len(pending)))
		s.skip = 0
	}
	other := dir.Other()
	if s.run.order > d.sides[other].run.order {
		d.close(other, true)
	}
	d.close(dir, how == decode.Finished || how == decode.Reset)
	d.close(other, true)
	if d.open != nil {
		d.open.tell(dir)
		d.open.end(dir, how)
	}
}

// close tells the sealed records that a side's stream ends with. final says that nothing follows, so that the
// last of them may be an alert.
func (d *decoder) close(dir decode.Direction, final bool) {
	if final {
		d.lastWord(dir)
	}
	d.flush(dir, true)
}

// leave makes the best of a record of which nothing more will come for now. from is the offset of pending.
func (d *decoder) leave(dir decode.Direction, pending []byte, from uint64, why string) {
	s := &d.sides[dir]
	told := s.lost || s.skip > 0 || len(pending) == 0
	if len(pending) == 1 && !s.spoken && !d.c.Flow().Sure && d.c.Outer() == nil {
		told = true // it asks whether the other end is still there: a byte that was sent before (RFC 9293, section 3.8.4)
	}
	if !told && len(pending) > headerSize && plausible(pending) {
		h := parseHeader(pending)
		have := pending[:min(len(pending), headerSize+h.length)]
		switch sealed, _ := d.isSealed(dir, h, pending[headerSize:]); {
		case sealed:
			d.beginSealed(dir, h, from)
			d.pass(dir, have[headerSize:])
			told = true
		case h.typ == typeHandshake:
			d.turn(dir)
			d.flush(dir, false)
			d.handshake(dir, have, from)
			s.record, s.start, s.skip = header{}, from, headerSize+h.length-len(have) // the rest tells nothing
			told = true
		}
	}
	if !told {
		d.c.Incomplete(dir, from, from+uint64(len(pending)), "a record is not complete: "+why)
	}
	d.abandon(dir, why)
}

// clone copies bytes off the wire, so that a message may be kept.
func clone(b []byte) []byte { return append(make([]byte, 0, len(b)), b...) }
