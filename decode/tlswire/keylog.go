package tlswire

import (
	"bytes"
	"encoding/hex"
	"sync"
)

// The labels of TLS 1.3's secrets in a key log, and the one of the versions before.
const (
	labelMaster          = "CLIENT_RANDOM"
	labelEarly           = "CLIENT_EARLY_TRAFFIC_SECRET"
	labelClientHandshake = "CLIENT_HANDSHAKE_TRAFFIC_SECRET"
	labelServerHandshake = "SERVER_HANDSHAKE_TRAFFIC_SECRET"
	labelClientTraffic   = "CLIENT_TRAFFIC_SECRET_0"
	labelServerTraffic   = "SERVER_TRAFFIC_SECRET_0"
	labelPremaster       = "PMS_CLIENT_RANDOM"
)

const maxSecrets = 1 << 20 // secrets that a key log keeps

// A KeyLog holds the secrets of sessions, as clients and servers write them on request in NSS's key log format.
// It may grow while it is used, and is safe for concurrent use. Its zero value is empty.
type KeyLog struct {
	mu      sync.RWMutex
	secrets map[logKey][]byte
	pieces  map[[8]byte][]byte // premaster secrets, by the first bytes of what they were encrypted to
	version int                // how often something new was added
	grows   bool               // more may come
}

// A logKey finds a secret. what is the client's random, or a session id.
type logKey struct{ label, what string }

// NewKeyLog makes an empty key log.
func NewKeyLog() *KeyLog { return &KeyLog{} }

// Add takes over the lines of text, which is whole lines: a last one without an end of line counts as one. What
// is known already changes nothing. It returns how many lines were secrets, and how many neither that nor
// empty nor comments.
func (k *KeyLog) Add(text []byte) (secrets, strange int) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.secrets == nil {
		k.secrets, k.pieces = map[logKey][]byte{}, map[[8]byte][]byte{}
	}
	for line := range bytes.SplitSeq(text, []byte{'\n'}) {
		line = bytes.TrimSpace(bytes.TrimPrefix(line, []byte("\xef\xbb\xbf")))
		switch {
		case len(line) == 0 || line[0] == '#':
		case k.line(line):
			secrets++
		default:
			strange++
		}
	}
	if secrets > 0 {
		k.version++
	}
	return secrets, strange
}

// line takes over one line: "CLIENT_RANDOM 64-digits 96-digits".
func (k *KeyLog) line(line []byte) bool {
	fields := bytes.Fields(line)
	if len(fields) != 3 {
		return false
	}
	label := string(fields[0])
	if label == "RSA" {
		return k.rsaLine(fields[1], fields[2])
	}
	random, secret := unhexed(fields[1]), unhexed(fields[2])
	if len(random) != 32 || !fitting(label, len(secret)) {
		return false // half a line must not take the place of a whole one
	}
	switch label {
	case labelMaster, labelPremaster, labelEarly, labelClientHandshake, labelServerHandshake, labelClientTraffic, labelServerTraffic:
		return k.put(logKey{label, string(random)}, secret)
	}
	return true // what other secrets open never crosses the wire, or is not looked at
}

// fitting says whether a secret of n bytes can have that label. Traffic secrets are as long as the hash of their suite
// (RFC 8446, section 7.1).
func fitting(label string, n int) bool {
	switch label {
	case labelMaster:
		return n == 48
	case labelEarly, labelClientHandshake, labelServerHandshake, labelClientTraffic, labelServerTraffic:
		return n == 32 || n == 48
	}
	return n > 0
}

// rsaLine takes over the two forms of lines that begin with RSA: the first 8 bytes of an encrypted premaster
// secret with the secret, and "Session-ID:… Master-Key:…".
func (k *KeyLog) rsaLine(what, secret []byte) bool {
	if id, ok := bytes.CutPrefix(what, []byte("Session-ID:")); ok {
		master, ok := bytes.CutPrefix(secret, []byte("Master-Key:"))
		sid, key := unhexed(id), unhexed(master)
		return ok && len(key) == 48 && len(sid) > 0 && k.put(logKey{"Session-ID", string(sid)}, key)
	}
	begin, premaster := unhexed(what), unhexed(secret)
	if len(begin) != 8 || len(premaster) != 48 || len(k.pieces) >= maxSecrets {
		return false
	}
	k.pieces[[8]byte(begin)] = premaster
	return true
}

func (k *KeyLog) put(key logKey, secret []byte) bool {
	if _, known := k.secrets[key]; !known && len(k.secrets) >= maxSecrets {
		return false
	}
	k.secrets[key] = secret
	return true
}

// secret is what the log has under a label; nil for nothing. A nil log has nothing.
func (k *KeyLog) secret(label string, what []byte) []byte {
	if k == nil {
		return nil
	}
	k.mu.RLock()
	defer k.mu.RUnlock()
	return k.secrets[logKey{label, string(what)}]
}

// premaster is the secret that was encrypted to what begins like that; nil when it is not known.
func (k *KeyLog) premaster(encrypted []byte) []byte {
	if k == nil || len(encrypted) < 8 {
		return nil
	}
	k.mu.RLock()
	defer k.mu.RUnlock()
	return k.pieces[[8]byte(encrypted)]
}

// knows says whether there is any line for that client random.
func (k *KeyLog) knows(random []byte) bool {
	for _, label := range []string{labelMaster, labelClientHandshake, labelServerHandshake, labelClientTraffic, labelServerTraffic, labelPremaster, labelEarly} {
		if k.secret(label, random) != nil {
			return true
		}
	}
	return false
}

// Await says that secrets may still come: sessions are kept ready for them from now on, and of what is sealed the
// beginning. A log that is empty and awaits nothing is as good as none.
func (k *KeyLog) Await() {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.version++
	k.grows = true
}

// awaited says whether secrets may still come.
func (k *KeyLog) awaited() bool {
	if k == nil {
		return false
	}
	k.mu.RLock()
	defer k.mu.RUnlock()
	return k.grows
}

// state counts up when something is added.
func (k *KeyLog) state() int {
	if k == nil {
		return 0
	}
	k.mu.RLock()
	defer k.mu.RUnlock()
	return k.version
}

// unhexed is what hexadecimal digits stand for; nil when they are none.
func unhexed(digits []byte) []byte {
	b := make([]byte, hex.DecodedLen(len(digits)))
	if _, err := hex.Decode(b, digits); err != nil {
		return nil
	}
	return b
}
