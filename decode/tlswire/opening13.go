package tlswire

import (
	"hash"

	"eavesdrop/decode"
)

// An epoch is a stretch of a direction under keys of one kind (RFC 8446, section 7.1).
type epoch uint8

const (
	earlyEpoch epoch = iota
	handshakeEpoch
	trafficEpoch
	epochs
)

// A trafficKey opens the records of one epoch.
type trafficKey struct {
	secret []byte
	opener opener // nil until the secret is known
}

// begin13 begins the sealed part of a handshake.
func (o *opening) begin13() {
	p := o.params
	for i := range o.sides {
		s := &o.sides[i]
		dir := decode.Direction(i)
		if s.params != nil && s.epoch == earlyEpoch && dir == o.d.client {
			s.params = &p // early data may still be under way
			continue
		}
		*s = openSide{params: &p, epoch: handshakeEpoch, misses: s.misses}
		s.misses.final = false
		if p.early && dir == o.d.client {
			s.epoch = earlyEpoch
		}
	}
}

// label is how a key log calls the secret of an epoch.
func (o *opening) label(dir decode.Direction, e epoch) string {
	switch {
	case e == earlyEpoch:
		return labelEarly
	case e == handshakeEpoch && dir == o.d.client:
		return labelClientHandshake
	case e == handshakeEpoch:
		return labelServerHandshake
	case dir == o.d.client:
		return labelClientTraffic
	}
	return labelServerTraffic
}

// open13 opens a record of TLS 1.3, or says why not. A record that does not open under the present keys is tried
// with those that come later: the messages that change them may be lost, or sealed under keys that are not known.
func (o *opening) open13(dir decode.Direction, h header, fragment []byte) (plain []byte, from int, typ contentType, why string) {
	s := &o.sides[dir]
	if s.params == nil {
		p := o.params
		s.params = &p // early data, before the server said a word
	}
	o.unveil()
	p := s.params
	if n := len(fragment) - p.suite.mac; p.version != 0 && p.suite.sealing == nullSealing && n > 0 {
		// The record has a MAC, but nothing is hidden (RFC 9150, section 6).
		plain, from, typ, why = o.inner13(dir, append(o.room[:0], fragment[:n]...), 0)
		s.key = decode.InTheClear
		return plain, from, typ, why
	}
	if p.version != 0 && (p.suite.sealing != aeadSealing || !p.suite.supported()) {
		return nil, 0, 0, "suite not supported: " + p.suite.id.String()
	}
	why = ""
	first := s.epoch
	for e := first; e < epochs; e++ {
		k := &s.keys[e]
		if k.opener == nil {
			k.secret = o.d.p.options.KeyLog.secret(o.label(dir, e), p.clientRandom)
			if k.secret != nil && p.version == 0 {
				k.opener = o.guessEarly(k.secret, h, fragment)
			} else if k.secret != nil {
				k.opener = p.suite.opener13(p.version, k.secret)
			}
		}
		if k.opener == nil {
			if e == first && !(e == earlyEpoch && p.version != 0) {
				why = o.missing(p, o.label(dir, e))
			}
			continue
		}
		if e != s.epoch {
			seq := s.seq
			s.seq = 0
			if plain, from, err := s.tries(k.opener, o.room, h, fragment); err == nil {
				s.epoch = e
				return o.inner13(dir, plain, from)
			}
			s.seq = seq
			continue
		}
		plain, from, err := s.tries(k.opener, o.room, h, fragment)
		if err == nil {
			return o.inner13(dir, plain, from)
		}
		why = s.excuse(err)
	}
	if plain, from, ok := o.skipUpdate(dir, h, fragment); ok {
		return o.inner13(dir, plain, from)
	}
	s.seq++
	if s.keys[first].opener == nil {
		// Once there are keys, they may be those of an epoch that began with this record.
		s.slack = min(s.slack+1, maxSlack)
	}
	if why == "" {
		lacking := handshakeEpoch
		if s.keys[handshakeEpoch].opener != nil {
			lacking = s.epoch // early data, that is
		}
		why = o.missing(p, o.label(dir, lacking))
	}
	return nil, 0, 0, why
}

// missing says why a secret is not known.
func (o *opening) missing(p *params, label string) string {
	switch options := &o.d.p.options; {
	case options.KeyLog.knows(p.clientRandom):
		return "label missing: " + label
	case len(options.ServerKeys) > 0:
		return "the keys were ephemeral: the server's private key does not open them"
	}
	return p.unlogged()
}

// opener13 makes an epoch's keys (RFC 8446, section 7.3).
func (s *suite) opener13(v Version, secret []byte) opener {
	h := s.newPRFHash()
	if len(secret) != h().Size() {
		return nil
	}
	aead := s.newAEAD(expandLabel(h, secret, "key", s.key))
	if aead == nil {
		return nil
	}
	return &aead13{aead: aead, iv: [12]byte(expandLabel(h, secret, "iv", 12)), bare: v >= 0x7f00 && v < 0x7f00+25}
}

// guessEarly finds the suite of early data: it is that of the session before, which is among those offered.
func (o *opening) guessEarly(secret []byte, h header, fragment []byte) opener {
	for _, id := range o.params.offered {
		s := suiteOf(id)
		if s.exchange != "" || s.sealing != aeadSealing {
			continue
		}
		if op := s.opener13(TLS13, secret); op != nil {
			if _, _, err := op.open(o.room, 0, h, fragment); err == nil {
				return op
			}
		}
	}
	return nil
}

// inner13 finds a record's real type, behind which there may be padding (RFC 8446, section 5.4).
func (o *opening) inner13(dir decode.Direction, plain []byte, from int) ([]byte, int, contentType, string) {
	o.sides[dir].key = decode.KeyLog
	n := len(plain)
	for n > 0 && plain[n-1] == 0 {
		n--
	}
	if n == 0 {
		return nil, 0, 0, "a record of nothing but padding"
	}
	return plain[:n-1], from, contentType(plain[n-1]), ""
}

// advance changes to the next epoch, or the next keys of the last one.
func (o *opening) advance(dir decode.Direction, t HandshakeType) {
	s := &o.sides[dir]
	switch t {
	case endOfEarlyData:
		if s.epoch == earlyEpoch {
			s.epoch, s.seq = handshakeEpoch, 0
		}
	case finished:
		if s.epoch == handshakeEpoch {
			s.epoch, s.seq = trafficEpoch, 0
		}
	case keyUpdate:
		if s.epoch == trafficEpoch {
			k := &s.keys[trafficEpoch]
			h := s.params.suite.newPRFHash()
			k.secret = nextSecret(h, k.secret)
			k.opener, s.seq = s.params.suite.opener13(s.params.version, k.secret), 0
		}
	}
}

// skipUpdate tries a record behind a gap with the keys that follow: the message that changes them may have been in it.
func (o *opening) skipUpdate(dir decode.Direction, h header, fragment []byte) (plain []byte, from int, ok bool) {
	s := &o.sides[dir]
	k := &s.keys[trafficEpoch]
	if s.epoch != trafficEpoch || k.opener == nil || s.lost == 0 {
		return nil, 0, false
	}
	p := s.params
	secret := nextSecret(p.suite.newPRFHash(), k.secret)
	next := p.suite.opener13(p.version, secret)
	old := s.seq
	s.seq = 0
	plain, from, err := s.tries(next, o.room, h, fragment)
	if err != nil {
		s.seq = old
		return nil, 0, false
	}
	k.secret, k.opener = secret, next
	return plain, from, true
}

// nextSecret is the traffic secret after a KeyUpdate (RFC 8446, section 7.2).
func nextSecret(h func() hash.Hash, secret []byte) []byte {
	return expandLabel(h, secret, "traffic upd", len(secret))
}
