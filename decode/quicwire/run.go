package quicwire

import (
	"time"

	"eavesdrop/decode"
)

const (
	maxRun   = 256 << 10 // bytes of sealed packets that are told together
	maxHeads = 8         // packets of a run whose headers are kept
	// smallTalk is how many bytes a sealed packet holds at most that says hardly more than what has arrived.
	// Acknowledgements go back and forth all the time, so such a packet does not end what the other side is saying.
	smallTalk = 32
	usualHead = 1 + 8 // bytes of a short header before the packet number, where that is not known
	// minCertificate is how many bytes of the server's part of the handshake have a certificate among them.
	// Without one, when an earlier session goes on, it is much shorter.
	minCertificate = 400
)

// A run is what is known of sealed packets that came from one side in a row.
type run struct {
	phase     Phase
	version   Version
	why       string
	packets   int
	start     uint64 // offset of the first byte
	end       uint64 // behind the last
	time      time.Time
	heads     []head
	plaintext int  // bytes sealed in, at most
	unknown   bool // the plaintext of some packet could not be derived
	small     bool // nothing but small talk
}

// A sealedPacket is one packet that stays closed.
type sealedPacket struct {
	phase    Phase
	typ      packetType
	version  Version
	why      string
	start    uint64
	raw      []byte
	headSize int // of what can be read of its header; -1: it can't be told
}

// sealed counts a packet that stays closed.
func (d *decoder) sealed(dir decode.Direction, p sealedPacket) {
	r := &d.sides[dir].run
	headSize := p.headSize
	if headSize < 0 {
		headSize = usualHead
	}
	n := max(0, len(p.raw)-headSize-1-tagSize) // the packet number takes a byte at least
	small := n <= smallTalk && p.phase == Application
	if !small {
		d.turn(dir)
	}
	if r.packets > 0 && (r.phase != p.phase || r.version != p.version || r.why != p.why || r.end != p.start || r.small && !small ||
		r.end-r.start+uint64(len(p.raw)) > maxRun) {
		d.flush(dir, false)
	}
	if r.packets == 0 {
		*r = run{phase: p.phase, version: p.version, why: p.why, start: p.start, small: small}
		d.c.Keep(dir, p.start)
	}
	if len(r.heads) < maxHeads {
		r.heads = append(r.heads, newHead(p.typ, p.raw, max(p.headSize, 1)))
	}
	r.packets++
	r.end, r.time = p.start+uint64(len(p.raw)), d.c.Now()
	r.plaintext += n
	r.unknown = r.unknown || p.headSize < 0
}

// turn tells what the other side had said when now dir speaks.
func (d *decoder) turn(dir decode.Direction) {
	if r := &d.sides[dir.Other()].run; r.packets > 0 && !r.small {
		d.flush(dir.Other(), true)
	}
}

// flush tells the sealed packets that came in a row. turn says that the other side spoke then, or that the end
// was reached.
func (d *decoder) flush(dir decode.Direction, turn bool) {
	r := &d.sides[dir].run
	if r.packets == 0 {
		return
	}
	m := &Data{
		Phase: r.phase, FromClient: dir == d.client(), Version: r.version, Packets: r.packets, Bytes: int(r.end - r.start),
		Plaintext: r.plaintext, Measured: !r.unknown, Why: r.why, heads: r.heads,
	}
	switch {
	case r.small:
	case r.phase == InHandshake && !m.FromClient && !d.shown:
		d.flight += m.Bytes
		d.shown = d.flight >= minCertificate
		m.certificate = d.shown
	case r.phase == Application, r.phase == EarlyData:
		d.account(m, turn)
	}
	r.packets, r.heads = 0, nil
	d.c.EmitAt(r.time, dir, r.start, r.end, m)
	d.tellClosed(dir, m, r.start, r.end)
}

// account numbers the parts of what the client asks and the server answers. From outside, nothing tells one question or
// answer that goes on from several.
func (d *decoder) account(m *Data, turn bool) {
	switch {
	case m.FromClient:
		m.question = d.asked == 0
		if m.question || d.answered {
			d.asked++
		}
		d.answered = turn
		m.part = d.asked
	case d.asked > 0:
		d.answer += m.Plaintext
		if turn {
			d.answers++
			m.part, m.answer, m.answered = d.answers, d.answer, m.Measured
			d.answer = 0
		}
	}
}
