package tlswire

import (
	"slices"

	"eavesdrop/decode"
)

// maxCandidates is how long a key log may be, in secrets, for its sessions to be tried on a record one by one.
const maxCandidates = 1 << 14

// veiled is the first sealed record of a server that may have taken up a hidden hello. A key log calls such a session by
// the hidden hello's random, which is not seen (RFC 9849, section 7): what opens the record tells which it is.
type veiled struct {
	header   header
	fragment []byte // nil while there is none, and when there is nothing to find any more
	log      int    // state of the key log when its sessions were tried last
}

// veil keeps a record that may help to find the session.
func (o *opening) veil(dir decode.Direction, h header, fragment []byte) {
	s := &o.sides[dir]
	if o.d.hello.ech && dir != o.d.client && s.params != nil && s.params.version.is13() && s.seq == 0 && s.epoch == handshakeEpoch &&
		o.veiled.log == 0 && s.params.suite.sealing == aeadSealing && !o.d.p.options.KeyLog.knows(s.params.clientRandom) {
		o.veiled.header, o.veiled.fragment = h, slices.Clone(fragment)
		o.unveil()
	}
}

// unveil looks for the session when the key log has grown.
func (o *opening) unveil() {
	v, log := &o.veiled, o.d.p.options.KeyLog
	if v.fragment == nil || v.log == log.state() {
		return
	}
	v.log = log.state()
	suite := &o.params.suite
	room := o.d.p.takeRoom()
	defer o.d.p.giveRoom(room)
	random := log.find(labelServerHandshake, func(secret []byte) bool {
		op := suite.opener13(o.params.version, secret)
		if op == nil {
			return false
		}
		_, _, err := op.open(room, 0, v.header, v.fragment)
		return err == nil
	})
	if random == nil {
		return
	}
	v.fragment = nil
	o.d.hello.name = "" // it was a cover, and the server's certificate is for another
	o.params.clientRandom = random
	for i := range o.sides {
		if p := o.sides[i].params; p != nil {
			p.clientRandom = random
		}
	}
}

// find is what the secret with that label stands for that fits; nil when none does, or when there are too many to try.
func (k *KeyLog) find(label string, fits func(secret []byte) bool) (what []byte) {
	if k == nil {
		return nil
	}
	k.mu.RLock()
	defer k.mu.RUnlock()
	if len(k.secrets) > maxCandidates {
		return nil
	}
	for key, secret := range k.secrets {
		if key.label == label && fits(secret) {
			return []byte(key.what)
		}
	}
	return nil
}
