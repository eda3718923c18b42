package tlswire

import (
	"crypto/rc4"

	"eavesdrop/decode"
)

// open12 opens a record of SSL 3.0 to TLS 1.2, or says why not.
func (o *opening) open12(dir decode.Direction, h header, fragment []byte) (plain []byte, from int, why string) {
	s := &o.sides[dir]
	if s.opener == nil {
		if why = o.derive(dir); why != "" {
			s.seq++
			return nil, 0, why
		}
	}
	plain, from, err := s.tries(s.opener, o.room, h, fragment)
	if err != nil {
		s.seq++
		return nil, 0, s.excuse(err)
	}
	if s.params.compressed {
		if plain, err = s.deflated.inflate(plain); err != nil {
			return nil, 0, err.Error()
		}
	}
	return plain, from, ""
}

// derive makes the keys of one direction, or says why it can't.
func (o *opening) derive(dir decode.Direction) (why string) {
	s := &o.sides[dir]
	p := s.params
	if !p.suite.supported() {
		return "suite not supported: " + p.suite.id.String()
	}
	if p.master == nil {
		if why = o.master(p); why != "" {
			if p.suite.sealing != nullSealing {
				return why
			}
			s.opener, s.key = &stream{size: p.suite.mac}, decode.InTheClear
			return ""
		}
	}
	s.key = p.key
	if p.suite.sealing == nullSealing {
		s.key = decode.InTheClear // the key is for the MAC: it takes none to read
	}
	s.opener = p.opener(dir == o.d.client)
	return ""
}

// bare says whether dir's records are not encrypted: anyone can open them.
func (o *opening) bare(dir decode.Direction) bool {
	p := o.sides[dir].params
	return p != nil && p.suite.sealing == nullSealing
}

// opener makes one direction's keys out of the master secret (RFC 5246, section 6.3).
func (p *params) opener(fromClient bool) opener {
	suite := &p.suite
	iv := 0
	switch {
	case suite.sealing == aeadSealing && suite.explicit > 0:
		iv = 4
	case suite.sealing == aeadSealing:
		iv = 12
	case suite.sealing == blockSealing && p.version.rank() <= TLS10:
		iv = suite.block
	}
	seed := append(append(make([]byte, 0, 64), p.serverRandom...), p.clientRandom...)
	keys := prf(p.version, suite, p.master, "key expansion", seed, 2*(suite.mac+suite.key+iv))
	take := func(n int) []byte {
		client, server := keys[:n], keys[n:2*n]
		keys = keys[2*n:]
		if fromClient {
			return client
		}
		return server
	}
	mac, key, first := take(suite.mac), take(suite.key), take(iv)
	switch suite.sealing {
	case aeadSealing:
		return &aead12{aead: suite.newAEAD(key), iv: first, explicit: suite.explicit}
	case blockSealing:
		return &cbc{macer: newMacer(p.version, mac, suite.newMAC()), block: suite.newBlock(key), size: suite.mac, iv: first, encThen: p.encryptThenMAC}
	case streamSealing:
		c, err := rc4.NewCipher(key)
		if err != nil {
			return nil
		}
		return &stream{macer: newMacer(p.version, mac, suite.newMAC()), cipher: c, size: suite.mac}
	}
	return &stream{macer: newMacer(p.version, mac, suite.newMAC()), size: suite.mac}
}
