package tlswire

import (
	"bytes"
	"slices"

	"eavesdrop/decode"
)

// A dtlsDecoder follows one flow of DTLS. What its handshake says it leaves to the decoder of TLS.
type dtlsDecoder struct {
	c      *decode.Conversation
	tls    decoder
	sides  [2]dtlsSide
	random []byte // of the client's hello
	cid    int    // length of the connection id that the client asked for; -1 without one
}

// dtlsSide is one direction.
type dtlsSide struct {
	flight flight
	run    dtlsRun
	hidden int  // sealed handshake records
	cid    int  // length of the connection id in what this side sends; -1: not known
	closed bool // that it stays closed, in spite of keys, was told
}

func newDTLSDecoder(p *protocol, c *decode.Conversation) *dtlsDecoder {
	d := &dtlsDecoder{c: c, tls: decoder{p: p, c: c}, cid: -1}
	d.sides[0].cid, d.sides[1].cid = -1, -1
	return d
}

// Decode takes one datagram.
func (d *dtlsDecoder) Decode(dir decode.Direction, datagram []byte) int {
	start := d.c.Offset(dir)
	for at := 0; at < len(datagram); {
		b := datagram[at:]
		h, ok := parseDTLSHeader(b, d.sides[dir].cid)
		if !ok {
			d.strange(dir, b, start+uint64(at), at == 0)
			break
		}
		rec := b[:min(len(b), h.size+h.length)]
		d.record(dir, &h, rec, start+uint64(at))
		if len(rec) < h.size+h.length {
			d.c.EndsEarly(dir, start+uint64(at), start+uint64(len(datagram)), "a record ends before its length")
		}
		at += len(rec)
	}
	return len(datagram)
}

// strange deals with bytes that are no record. Where a datagram begins with them, another protocol shares the
// ports: STUN and RTP do (RFC 7983, section 7).
func (d *dtlsDecoder) strange(dir decode.Direction, b []byte, start uint64, first bool) {
	if first && (b[0] < 20 || b[0] > 63) {
		return
	}
	d.flush(dir, false)
	d.c.Malformed(dir, start, start+uint64(len(b)), "not the header of a record")
}

// record takes one record, of which rec is all that there is.
func (d *dtlsDecoder) record(dir decode.Direction, h *dtlsHeader, rec []byte, start uint64) {
	if h.unified || h.epoch > 0 {
		d.arrive(dir)
		d.sealedRecord(dir, h, rec, start)
		return
	}
	d.arrive(dir.Other())
	d.turn(dir)
	d.flush(dir, false)
	body := rec[h.size:]
	switch h.typ {
	case typeHandshake:
		d.fragments(dir, rec, h.size, start)
	case typeAlert:
		if len(body) == 2 {
			d.c.Emit(dir, start, start+uint64(len(rec)), &Alert{Level: body[0], Description: AlertDescription(body[1]), FromClient: dir == d.tls.client, raw: clone(rec), head: h.size})
			return
		}
		d.c.Malformed(dir, start, start+uint64(len(rec)), "an alert that is not two bytes long")
	case typeChangeCipherSpec:
		d.arrive(dir)
		d.c.Emit(dir, start, start+uint64(len(rec)), &dtlsRecord{Type: h.typ, raw: clone(rec)})
	case typeACK, typeHeartbeat:
		d.c.Emit(dir, start, start+uint64(len(rec)), &dtlsRecord{Type: h.typ, raw: clone(rec)})
	default:
		d.sealedRecord(dir, h, rec, start)
	}
}

// fragments takes the fragments of handshake messages out of a record that anyone can read. The record's header
// goes with the first.
func (d *dtlsDecoder) fragments(dir decode.Direction, rec []byte, at int, start uint64) {
	head := rec[:at]
	for at < len(rec) {
		f, ok := parseFragment(rec[at:])
		if !ok {
			d.c.Malformed(dir, start+uint64(at), start+uint64(len(rec)), "not a fragment of a handshake message")
			return
		}
		d.fragment(dir, &f, head, start, start+uint64(at))
		head = nil
		at += fragmentHeaderSize + len(f.body)
	}
}

// fragment takes one fragment, whose header stands at offset at of the stream; head is the header of its record
// at offset start, or nothing.
func (d *dtlsDecoder) fragment(dir decode.Direction, f *fragment, head []byte, start, at uint64) {
	if f.typ == clientHello && f.offset == 0 && len(f.body) >= 34 {
		d.begin(dir, f)
	}
	flight := &d.sides[dir].flight
	if flight.was(f.sequence) {
		return // sent again
	}
	p := flight.find(f)
	body := at + fragmentHeaderSize
	end := body + uint64(len(f.body))
	if p == nil {
		d.c.Malformed(dir, at, end, "a fragment of a handshake message that contradicts others, or is one too many; not kept")
		return
	}
	if len(p.front) == 0 || f.offset == 0 && p.pieces[0].offset > 0 {
		p.head = clone(head)
		p.front = d.c.Trace(p.front[:0], dir, start, start+uint64(len(head)), 0)
		p.front = d.c.Trace(p.front, dir, at, at+4, uint64(len(head)))
	}
	d.tls.p.trace = d.c.Trace(d.tls.p.trace[:0], dir, body, end, 0)
	if flight.kept+len(f.body) > maxKept {
		d.c.Malformed(dir, at, end, "more of a handshake than is kept")
		return
	}
	if p.add(f, d.tls.p.trace) {
		flight.kept += len(f.body)
		flight.pieces++
	}
	if len(p.pieces) == 1 {
		p.start = start
	}
	p.end = max(p.end, end)
	d.ready(dir)
}

// begin notices a handshake that begins anew: the client's random is another.
func (d *dtlsDecoder) begin(dir decode.Direction, f *fragment) {
	if random := f.body[2:34]; !bytes.Equal(random, d.random) {
		if d.random != nil {
			d.arrive(dir)
			d.arrive(dir.Other())
			d.sides[0].flight, d.sides[1].flight = flight{}, flight{}
			d.sides[0].hidden, d.sides[1].hidden = 0, 0
		}
		d.random = clone(random)
	}
}

// ready tells the messages whose turn it is.
func (d *dtlsDecoder) ready(dir decode.Direction) {
	f := &d.sides[dir].flight
	for len(f.waiting) > 0 && f.waiting[0].sequence <= f.next && f.waiting[0].have() == f.waiting[0].length {
		d.pass(dir, 0)
	}
}

// arrive tells all messages of dir that wait for earlier ones: they will not come any more, because the side has
// gone on, or the other has answered.
func (d *dtlsDecoder) arrive(dir decode.Direction) {
	f := &d.sides[dir].flight
	for i := 0; i < len(f.waiting); {
		if f.waiting[i].have() == f.waiting[i].length {
			d.pass(dir, i)
		} else {
			i++
		}
	}
}

// pass tells the waiting message i.
func (d *dtlsDecoder) pass(dir decode.Direction, i int) {
	f := &d.sides[dir].flight
	p := f.waiting[i]
	f.waiting = slices.Delete(f.waiting, i, i+1)
	f.next = max(f.next, p.sequence+1)
	if p.sequence < 64 {
		f.told |= 1 << p.sequence
	}
	for _, q := range p.pieces {
		f.kept -= len(q.body)
	}
	f.pieces -= len(p.pieces)
	raw, head, trace := p.whole()
	missing := p.length - p.have()
	d.learn(p.typ, raw, head)
	d.tls.message(dir, raw, head, missing, place{start: p.start, end: p.end, trail: decode.Trail{Trace: trace}})
	if missing > 0 {
		layers := d.c.Layers()
		d.c.EmitTraced(dir, decode.Trail{Trace: trace}, &decode.Malformed{Layer: layers[len(layers)-1], Offset: p.start,
			Why: unfinished("datagrams are missing from the capture"), Cut: true})
	}
}

// learn finds out how long connection ids are. Each side asks for one, possibly empty, that the other is to put
// into what it seals, if the other can do that as well (RFC 9146, section 3).
func (d *dtlsDecoder) learn(t HandshakeType, raw []byte, head int) {
	switch t {
	case clientHello:
		d.cid = connectionIDSize(parseClientHello(raw, head, 0, DTLS).Extensions)
	case serverHello:
		if n := connectionIDSize(parseServerHello(raw, head, 0).Extensions); n >= 0 && d.cid >= 0 {
			d.sides[d.tls.client].cid, d.sides[d.tls.client.Other()].cid = n, d.cid
		}
	}
}

// connectionIDSize is the length of the connection id in a hello; -1 without one.
func connectionIDSize(extensions []Extension) int {
	for _, e := range extensions {
		if e.Type == extConnectionID && len(e.Data) > 0 && len(e.Data) == 1+int(e.Data[0]) {
			return int(e.Data[0])
		}
	}
	return -1
}

// Gap never comes: datagrams that were lost leave no hole in a stream.
func (d *dtlsDecoder) Gap(decode.Direction, []byte, int) {}

// End tells what was left unfinished.
func (d *dtlsDecoder) End(dir decode.Direction, _ []byte, _ decode.How) {
	for _, dir := range []decode.Direction{dir, dir.Other()} {
		for len(d.sides[dir].flight.waiting) > 0 {
			d.pass(dir, 0)
		}
		d.flush(dir, true)
	}
}
