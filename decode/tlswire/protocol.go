package tlswire

import (
	"crypto"
	"crypto/x509"

	"eavesdrop/decode"
)

// Options say how TLS is decoded. The zero value decodes what anyone can read.
type Options struct {
	KeyLog     *KeyLog             // secrets of sessions; nil for none. It may grow meanwhile; see Await
	ServerKeys []crypto.PrivateKey // servers' keys; *rsa.PrivateKey opens RSA key exchanges, others are of no use
	Roots      *x509.CertPool      // who is trusted to sign certificates; nil: that is not judged
}

// keys says whether there are any.
func (o *Options) keys() bool { return o.KeyLog.state() > 0 || len(o.ServerKeys) > 0 }

// Keyed says whether there are any keys, and whether the key log has a line for that client random.
func (o Options) Keyed(random []byte) (some, line bool) {
	some = o.keys()
	return some, some && o.KeyLog.knows(random)
}

// protocol makes decoders.
type protocol struct {
	options   Options
	transport Transport
	chains    certificateCache
	sessions  map[string]sessionKey
	signings  map[signing]bool
	met       met
	trace     decode.Trace // scratch
	waiting   int          // bytes of sealed records that wait for their keys
	rooms     [][]byte     // for records that are being opened: TLS may run inside TLS
}

// Protocol recognises TLS and decodes it. The value serves one Inspector: it remembers certificates that it
// has taken apart, because servers send the same ones again and again.
func Protocol(o Options) decode.Protocol { return &protocol{options: o, transport: TCP} }

// Name is "tls".
func (p *protocol) Name() string { return "tls" }

// Decoder makes the decoder of one connection.
func (p *protocol) Decoder(c *decode.Conversation) decode.Decoder {
	d := &decoder{p: p, c: c}
	if p.options.keys() {
		d.open = &opening{d: d}
	}
	return d
}
