package tlswire

import (
	"fmt"

	"eavesdrop/decode"
)

const (
	maxSlack      = 512       // records that a gap may have swallowed and that are tried for
	maxPatience   = 8         // records on which that is tried
	maxTranscript = 128 << 10 // bytes of a handshake that are kept to make a master secret of
)

// An opening opens one connection's records with the keys that were given.
type opening struct {
	d          *decoder
	inner      *decode.Conversation // what is said inside; nil until something was opened
	refused    bool                 // the server passes over early data
	early      *decode.Conversation // what is said in that; nil until something was opened
	sides      [2]openSide
	params     params // of the latest handshake
	transcript []byte // its messages, as long as they may go into keys
	closed     bool   // they can't any more
	room       []byte // for the record that is being opened
	waiting    waiting
	veiled     veiled
}

// openSide is one direction.
type openSide struct {
	params   *params  // that its keys are made of; nil before the first record is sealed
	opener   opener   // up to TLS 1.2; nil until the keys are there
	deflated deflated // up to TLS 1.2
	key      decode.Key
	seq      uint64 // number of the next record under the key
	epoch    epoch  // in TLS 1.3
	keys     [epochs]trafficKey
	lost     int    // bytes that are missing since the last record that was opened
	slack    int    // records that may be missing, with them or because their keys came later
	failed   int    // records in a row on which that was tried in vain
	hole     int    // bytes of plaintext that the inner conversation misses
	partial  []byte // what came of a handshake message that is not complete
	skip     int    // bytes of one that are passed over
	from     uint64 // offset of the record that it began in
	misses   misses
}

// params is what a handshake agreed on, as far as keys are made of it.
type params struct {
	version        Version
	suite          suite
	clientRandom   []byte
	serverRandom   []byte
	sessionID      []byte // that the server gave
	ticket         string // name of the one that the client offered
	offered        []CipherSuite
	resumed        bool
	extendedMaster bool
	encryptThenMAC bool
	compressed     bool
	early          bool
	exchange       []byte // the client's key exchange message; nil without one
	sessionHash    []byte // of the handshake up to it
	master         []byte // nil while it is not known
	key            decode.Key
}

// note takes over what a handshake message says about keys. raw is the message with its header of four bytes.
func (o *opening) note(dir decode.Direction, raw []byte, m decode.Message) {
	if _, hello := m.(*ClientHello); hello {
		o.veiled = veiled{}
		o.transcript, o.closed = o.transcript[:0], false
	}
	if !o.closed && len(o.transcript)+len(raw) <= maxTranscript {
		o.transcript = append(o.transcript, raw...)
	}
	p := &o.params
	switch m := m.(type) {
	case *ClientHello:
		*p = params{clientRandom: clone(m.Random), early: m.EarlyData, offered: m.Ciphers}
		for _, e := range m.Extensions {
			if e.Type == extSessionTicket {
				p.ticket = ticketName(e.Data)
			}
		}
	case *ServerHello:
		if m.Retry || !m.PSK {
			o.refuse() // RFC 8446, section 4.2.10
		}
		if m.Retry {
			return
		}
		p.version, p.suite, p.serverRandom, p.sessionID, p.resumed = m.Version, m.suite, clone(m.Random), clone(m.SessionID), m.Resumed
		p.extendedMaster, p.encryptThenMAC, p.compressed = m.extendedMaster, m.encryptThenMAC, m.Compression != 0
		if m.Version.is13() {
			o.transcript, o.closed = nil, true
			o.begin13()
		}
	case *Handshake:
		switch {
		case m.Type == clientKeyExchange:
			p.exchange = m.body()
			p.sessionHash = transcriptHash(p.version, &p.suite, o.transcript)
			o.transcript, o.closed = nil, true
		case m.Type == encryptedExtensions && dir != o.d.client: // ALPS has the client send some too
			chosen := chosenIn(m.body())
			o.d.choose(dir, chosen, m.Missing)
			if !acceptsEarly(chosen) {
				o.refuse()
			}
		case m.Type == newSessionTicket && !p.version.is13():
			o.rememberTicket(m.body())
		}
	}
}

// openLate begins to open a connection whose keys came when it was under way: a capture file may bring them at
// any place. What they have sealed so far is passed.
func (d *decoder) openLate() {
	o := &opening{d: d, params: params{
		version: d.version, suite: d.suite, resumed: d.resumed, clientRandom: d.hello.random[:], serverRandom: d.random[:],
		sessionID: d.hello.sessionID[:d.hello.sessionN], encryptThenMAC: d.agreed.encryptThenMAC, compressed: d.agreed.compressed,
	}}
	for i := range o.sides {
		s := &d.sides[i]
		if !s.sealed || !d.started {
			continue
		}
		p := o.params
		o.sides[i] = openSide{params: &p, seq: s.count, epoch: handshakeEpoch, slack: int(min(s.count, maxSlack))}
	}
	d.open = o
}

// changeCipher begins new keys up to TLS 1.2.
func (o *opening) changeCipher(dir decode.Direction) {
	if o.params.version.is13() {
		return
	}
	p := o.params
	o.sides[dir] = openSide{params: &p, misses: o.sides[dir].misses, hole: o.sides[dir].hole}
	o.sides[dir].misses.final = false
}

// hopeful says whether it is worth having the whole of a sealed record of dir.
func (o *opening) hopeful(dir decode.Direction) bool {
	m := &o.sides[dir].misses
	return !m.final || m.log != o.d.p.options.KeyLog.state()
}

// record takes a sealed record, of which the fragment begins behind the header at offset start.
func (o *opening) record(dir decode.Direction, h header, fragment []byte, start uint64) {
	o.veil(dir, h, fragment)
	o.retry()
	if !o.wait(dir, h, fragment, start) {
		o.openRecord(dir, h, fragment, start)
	}
}

// openRecord opens a sealed record.
func (o *opening) openRecord(dir decode.Direction, h header, fragment []byte, start uint64) {
	s := &o.sides[dir]
	end := start + headerSize + uint64(len(fragment))
	o.room = o.d.p.takeRoom()
	defer o.d.p.giveRoom(o.room)
	plain, from, typ, why := o.open(dir, h, fragment)
	if why != "" {
		o.miss(dir, why, h, start, end)
		return
	}
	s.misses.final = false
	s.lost, s.slack, s.failed = 0, 0, 0
	switch typ {
	case typeApplicationData:
		o.feed(dir, plain, start+headerSize+uint64(from), end)
	case typeHandshake:
		o.handshake(dir, plain, start, end)
	case typeAlert:
		o.alerts(dir, plain, start, end)
	case typeChangeCipherSpec:
		o.d.c.EmitAside(dir, start, end, s.key, &ChangeCipherSpec{Version: o.params.version, suite: o.params.suite, raw: clone(plain), bare: true})
		o.changeCipher(dir)
	case typeHeartbeat:
		m := newHeartbeat(clone(plain), 0)
		o.d.c.EmitAside(dir, start, end, s.key, m)
		if why := m.overreach(); why != "" {
			o.malformed(dir, start, end, why)
		}
	default:
		o.malformed(dir, start, end, "what was opened is of no known type: "+typ.String())
	}
}

// open opens a record, or says why not. typ is its real type.
func (o *opening) open(dir decode.Direction, h header, fragment []byte) (plain []byte, from int, typ contentType, why string) {
	agreed := o.sides[dir].params
	switch {
	case agreed != nil && agreed.version.is13(), agreed == nil && o.params.early && o.params.version == 0 && dir == o.d.client:
		return o.open13(dir, h, fragment)
	case agreed == nil || agreed.version == 0 && !agreed.early:
		return nil, 0, 0, "handshake not captured"
	case agreed.version == 0:
		return o.open13(dir, h, fragment)
	}
	plain, from, why = o.open12(dir, h, fragment)
	return plain, from, h.typ, why
}

// tries opens a record with op. When records may be missing before it, the numbers that it then would have are
// tried as well.
func (s *openSide) tries(op opener, room []byte, h header, fragment []byte) (plain []byte, from int, err error) {
	block, _ := op.(*cbc)
	var iv []byte
	if block != nil {
		iv = block.iv
	}
	for skipped := range uint64(s.slack + 1) {
		if block != nil {
			block.iv = iv
		}
		if plain, from, err = op.open(room, s.seq+skipped, h, fragment); err == nil {
			s.seq += skipped + 1
			return plain, from, nil
		}
		if _, yes := op.(*stream); yes {
			break // its key stream has moved on
		}
	}
	if s.slack > 0 {
		if s.failed++; s.failed > maxPatience {
			s.slack = 0
		}
	}
	return nil, 0, err
}

// gap notes that bytes of dir are missing.
func (o *opening) gap(dir decode.Direction, lost int) {
	o.retry()
	o.waitNoMore()
	s := &o.sides[dir]
	s.lost += lost
	s.slack = min(s.slack+1+lost/(headerSize+16), maxSlack)
	s.hole += lost
	at := o.d.c.Offset(dir)
	o.abandon(dir, at-uint64(lost), bytesMissing)
}

// excuse is why a record under a known key did not open.
func (s *openSide) excuse(err error) string {
	if s.lost > 0 {
		return fmt.Sprintf("gap of %d bytes", s.lost)
	}
	return err.Error()
}

// feed passes plaintext on to the conversation inside. The bytes that it was sealed in begin at offset at, and
// their record ends at end.
func (o *opening) feed(dir decode.Direction, plain []byte, at, end uint64) {
	s := &o.sides[dir]
	where := &o.inner
	if o.refused && s.epoch == earlyEpoch {
		where = &o.early
	}
	if *where == nil {
		*where = o.d.c.Inner(s.key)
		if o.bare(dir) && s.params.suite.mac > 0 {
			(*where).Guard()
		}
	}
	inner := *where
	if s.hole > 0 {
		inner.Lost(dir, s.hole)
		s.hole = 0
	}
	if len(plain) == 0 {
		return
	}
	p := o.d.p
	p.trace = o.d.c.Trace(p.trace[:0], dir, at, min(at+uint64(len(plain)), end), 0)
	if at+uint64(len(plain)) > end && len(p.trace) > 0 {
		// It was compressed: all of it came out of where it begins.
		p.trace = p.trace[:1]
		p.trace[0].Len = len(plain)
	}
	inner.Feed(dir, plain, p.trace)
}

// end tells what a side left unfinished, and the conversation inside that dir has ended.
func (o *opening) end(dir decode.Direction, how decode.How) {
	o.retry()
	o.waitNoMore()
	o.abandon(dir, o.d.c.Offset(dir), endedFirst(how))
	for _, inner := range []*decode.Conversation{o.early, o.inner} {
		if inner != nil {
			inner.End(dir, how)
		}
	}
}
