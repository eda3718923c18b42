package tlswire

import (
	"time"

	"eavesdrop/decode"
)

// A dtlsRun is what is known of sealed records that came from one side in a row.
type dtlsRun struct {
	phase     Phase
	records   int
	start     uint64 // offset of the first record's header
	end       uint64 // behind the last record
	time      time.Time
	heads     []dtlsHead // of the first records
	plaintext int        // bytes sealed in, at most
	unknown   bool       // the plaintext of some record could not be derived
}

// sealedRecord counts a record that stays closed. Before DTLS 1.3 alerts and the rest of the handshake can be told
// by its type.
func (d *dtlsDecoder) sealedRecord(dir decode.Direction, h *dtlsHeader, rec []byte, start uint64) {
	d.turn(dir)
	s := &d.sides[dir]
	end := start + uint64(len(rec))
	head := newDTLSHead(h, rec)
	defer d.tellClosed(dir, head, start, end)
	whole := extent{header{h.typ, h.version, h.length}, headerSize + h.length} // what was cut off is told by who calls
	switch {
	case h.typ == typeAlert && h.epoch > 0:
		d.flush(dir, false)
		d.c.Emit(dir, start, end, &dtlsAlert{Alert{Sealed: true, Version: d.tls.version, sealed: whole}, head})
		return
	case h.typ == typeHandshake && h.epoch > 0:
		d.flush(dir, false)
		s.hidden++
		m := SealedHandshake{Version: d.tls.version, record: whole}
		if s.hidden == 1 && d.tls.started {
			m.Type = "finished"
		}
		d.c.Emit(dir, start, end, &dtlsHandshake{m, head})
		return
	}
	r := &s.run
	phase := d.phase(dir, h)
	if r.records > 0 && (r.phase != phase || r.end != start || r.end-r.start+uint64(len(rec)) > maxRun) {
		d.flush(dir, false)
	}
	if r.records == 0 {
		*r = dtlsRun{phase: phase, start: start}
		d.c.Keep(dir, start)
	}
	if len(r.heads) < maxSizes {
		r.heads = append(r.heads, head)
	}
	r.records++
	r.end, r.time = end, d.c.Now()
	if n, ok := d.tls.suite.plaintext(d.tls.version, len(rec)-h.size); ok {
		r.plaintext += n
	} else {
		r.unknown = true
	}
}

// tellClosed tells, with the first record of dir that is sealed, that it stays so although keys were given.
func (d *dtlsDecoder) tellClosed(dir decode.Direction, head dtlsHead, start, end uint64) {
	s := &d.sides[dir]
	if s.closed {
		return
	}
	some, line := d.tls.p.options.Keyed(d.random)
	if !some {
		return
	}
	s.closed = true
	d.c.EmitAside(dir, start, end, decode.InTheClear, &dtlsUnopened{
		Unopened{Reason: "DTLS is not opened with keys", Records: 1, Bytes: int(end - start)}, head, line,
	})
}

// phase says what a sealed record belongs to: in DTLS 1.3 its epoch says so (RFC 9147, section 6.1).
func (d *dtlsDecoder) phase(dir decode.Direction, h *dtlsHeader) Phase {
	switch {
	case d.tls.version == 0 && d.tls.hello.early && dir == d.tls.client:
		return EarlyData
	case d.tls.version == 0:
		return Unknown
	case h.unified && h.epoch == 1:
		return EarlyData
	case h.unified && h.epoch == 2:
		return InHandshake
	}
	return Application
}

// turn tells what the other side had said when now dir speaks.
func (d *dtlsDecoder) turn(dir decode.Direction) { d.flush(dir.Other(), true) }

// flush tells the sealed records that came in a row. turn says that the other side spoke then, or that the end was
// reached.
func (d *dtlsDecoder) flush(dir decode.Direction, turn bool) {
	r := &d.sides[dir].run
	if r.records == 0 {
		return
	}
	m := &dtlsData{heads: r.heads, Data: Data{
		Phase: r.phase, FromClient: dir == d.tls.client, Version: d.tls.version, Resumed: d.tls.resumed,
		Records: r.records, Bytes: int(r.end - r.start), Plaintext: r.plaintext, Measured: !r.unknown, Compressed: d.tls.agreed.compressed,
	}}
	switch {
	case m.Phase == InHandshake && !m.FromClient && !m.Resumed:
		m.certificate = !d.tls.flown
		d.tls.flown = true
	case m.Phase == Application || m.Phase == Unknown:
		d.tls.account(&m.Data, turn)
	}
	r.records, r.heads = 0, nil
	d.c.EmitAt(r.time, dir, r.start, r.end, m)
}
