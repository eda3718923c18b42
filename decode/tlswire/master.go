package tlswire

import (
	"bytes"
	"crypto/rsa"
	"crypto/sha256"
	"strings"

	"eavesdrop/decode"
)

// Why records stay closed whose secret the key log does not have, or is not asked for: key logs name sessions by the
// client random, and keys are made of it (RFC 5246, section 6.3).
const (
	whyNoLine   = "no line for this client random"
	whyNoRandom = "the client random was not captured"
)

const maxSessions = 4096 // master secrets that a protocol remembers for resumption

// A sessionKey is the master secret of a session that may go on in another connection.
type sessionKey struct {
	master []byte
	key    decode.Key
}

// master finds the master secret, or says why it can't.
func (o *opening) master(p *params) (why string) {
	log := o.d.p.options.KeyLog
	if m := log.secret(labelMaster, p.clientRandom); m != nil {
		return o.found(p, m, decode.KeyLog)
	}
	if m := log.secret("Session-ID", p.sessionID); m != nil {
		return o.found(p, m, decode.KeyLog)
	}
	if m := log.secret(labelPremaster, p.clientRandom); m != nil {
		return o.found(p, p.fromPremaster(m), decode.KeyLog)
	}
	encrypted := p.encryptedPremaster()
	if m := log.premaster(encrypted); m != nil {
		return o.found(p, p.fromPremaster(m), decode.KeyLog)
	}
	if p.resumed {
		if k, ok := o.d.p.sessions[string(p.sessionID)]; ok {
			return o.found(p, k.master, k.key)
		}
		if k, ok := o.d.p.sessions[p.ticket]; ok {
			return o.found(p, k.master, k.key)
		}
	}
	keys := o.d.p.options.ServerKeys
	if len(keys) == 0 {
		return p.unlogged()
	}
	switch {
	case p.resumed:
		return "the session goes on from one that was not opened"
	case strings.HasSuffix(p.suite.exchange, "PSK"), !p.suite.fresh() && !strings.HasPrefix(p.suite.exchange, "RSA"):
		return "the exchange is " + p.suite.exchange + ": a server's private key opens those that are RSA alone"
	case !strings.HasPrefix(p.suite.exchange, "RSA") || p.suite.export:
		return "the keys were ephemeral (" + p.suite.exchange + "): the server's private key does not open them"
	case p.exchange == nil:
		return "handshake not captured"
	}
	for _, k := range keys {
		if private, ok := k.(*rsa.PrivateKey); ok && private.Size() == len(encrypted) {
			// The version that the client offered leads the secret, but some clients got it wrong; a wrong key is
			// found out by its padding, or else by the first record (RFC 5246, section 7.4.7.1).
			//lint:ignore SA1019 it is dangerous to whoever answers by its outcome; here is only a recording of what others said
			if m, err := rsa.DecryptPKCS1v15(nil, private, encrypted); err == nil && len(m) == 48 {
				return o.found(p, p.fromPremaster(m), decode.ServerKey)
			}
		}
	}
	return "the private key is not this server's"
}

// unlogged says why the key log has no secret of the session.
func (p *params) unlogged() (why string) {
	if len(p.clientRandom) == 0 {
		return whyNoRandom
	}
	return whyNoLine
}

// found keeps a master secret, for this connection and for those that go on from it. Without the client random it is
// of no use here, or is not even the right one.
func (o *opening) found(p *params, master []byte, key decode.Key) (why string) {
	if len(p.clientRandom) == 0 {
		return whyNoRandom
	}
	p.master, p.key = master, key
	if bytes.Equal(p.clientRandom, o.params.clientRandom) {
		o.params.master, o.params.key = master, key
	}
	o.d.p.remember(string(p.sessionID), sessionKey{master, key})
	return ""
}

// rememberTicket keeps the master secret for connections that offer the ticket.
func (o *opening) rememberTicket(body []byte) {
	ticket := ticketOf(body, TLS12)
	if p := &o.params; len(ticket) > 0 && (p.master != nil || o.master(p) == "") {
		o.d.p.remember(ticketName(ticket), sessionKey{p.master, p.key})
	}
}

func (p *protocol) remember(name string, k sessionKey) {
	if name == "" {
		return
	}
	if p.sessions == nil || len(p.sessions) >= maxSessions {
		p.sessions = map[string]sessionKey{}
	}
	p.sessions[name] = k
}

// ticketName is a short name for a ticket; "" for an empty one.
func ticketName(ticket []byte) string {
	if len(ticket) == 0 {
		return ""
	}
	sum := sha256.Sum256(ticket)
	return "ticket " + string(sum[:])
}

// encryptedPremaster is what an RSA exchange encrypted to the server's key; nil for other exchanges.
func (p *params) encryptedPremaster() []byte {
	b := p.exchange
	if !strings.HasPrefix(p.suite.exchange, "RSA") || strings.HasSuffix(p.suite.exchange, "PSK") {
		return nil
	}
	if len(b) >= 2 && int(b[0])<<8|int(b[1]) == len(b)-2 {
		return b[2:]
	}
	return b // SSL 3.0 sent it without a length
}

// fromPremaster makes the master secret (RFC 5246, section 8.1; RFC 7627, section 4).
func (p *params) fromPremaster(premaster []byte) []byte {
	if p.extendedMaster && p.sessionHash != nil {
		return prf(p.version, &p.suite, premaster, "extended master secret", p.sessionHash, 48)
	}
	seed := append(append(make([]byte, 0, 64), p.clientRandom...), p.serverRandom...)
	return prf(p.version, &p.suite, premaster, "master secret", seed, 48)
}
