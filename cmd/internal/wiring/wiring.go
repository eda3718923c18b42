// Package wiring puts the parts together that the programs share: which protocols are known, what is looked
// for, which keys there are.
package wiring

import (
	"crypto"
	"crypto/x509"
	"fmt"
	"time"

	"eavesdrop/capture"
	"eavesdrop/decode"
	"eavesdrop/decode/caesar"
	"eavesdrop/decode/dh"
	"eavesdrop/decode/dnswire"
	"eavesdrop/decode/fernet"
	"eavesdrop/decode/http2wire"
	"eavesdrop/decode/httpwire"
	"eavesdrop/decode/quicwire"
	"eavesdrop/decode/secret"
	"eavesdrop/decode/textwire"
	"eavesdrop/decode/tlswire"
	"eavesdrop/report"
)

// Options say what is looked for and which keys there are. The zero value is the passive listener.
type Options struct {
	Secrets    []string      // words that are looked for; LookFor sets them
	FernetKeys []fernet.Key  // that open tokens
	TTL        time.Duration // age at which a Fernet token has expired; 0: never
	Digest     bool          // SHA-256 of streams and bodies

	KeyLog     *tlswire.KeyLog     // secrets of TLS sessions; OpenKeyLog and TakeSecrets fill it
	ServerKeys []crypto.PrivateKey // of servers; AddServerKey adds to them
	Roots      *x509.CertPool      // who is trusted to sign certificates; nil: that is not judged

	matcher *secret.Matcher // of Secrets
	memory  int             // bytes that all flows may hold together; 0: the default
}

// AddFernetKeys reads Fernet keys as the user typed them.
func (o *Options) AddFernetKeys(typed ...string) error {
	for _, t := range typed {
		k, err := fernet.ParseKey(t)
		if err != nil {
			return fmt.Errorf("not a Fernet key: %w", err)
		}
		o.FernetKeys = append(o.FernetKeys, k)
	}
	return nil
}

// LookFor has these words looked for, in every form. It is the costly part of making an Inspector, done once.
func (o *Options) LookFor(words ...string) error {
	if len(words) == 0 {
		return nil
	}
	m, err := secret.Compile(words)
	if err != nil {
		return err
	}
	o.Secrets, o.matcher = words, m
	return nil
}

// Inspector makes an inspector that knows all protocols and passes its events to handle. Secrets that o takes
// later are used too.
func Inspector(handle func(*decode.Event), o *Options) *decode.Inspector {
	keys := tlswire.Options{KeyLog: o.keyLog(), ServerKeys: o.ServerKeys, Roots: o.Roots}
	follow := &upgrades{http2: http2wire.NewTools()}
	options := decode.Options{
		Protocols: append([]decode.Protocol{
			tlswire.Protocol(keys),
			tlswire.DTLSProtocol(keys),
			quicwire.Protocol(quicwire.Options{Handshake: tlswire.HandshakeProtocol(), Keys: keys.Keyed}),
			http2wire.Protocol(http2wire.Options{Tools: follow.http2, Connected: follow.connected}),
			httpwire.Protocol(httpwire.Options{Upgraded: follow.to}),
			dnswire.Protocol(),
		}, textwire.Protocols()...),
		Watchers: []func(*decode.Conversation) decode.Watcher{
			fernet.Watch(fernet.Options{Keys: o.FernetKeys, TTL: o.TTL}),
			caesar.Watch(),
			dh.Watch(),
		},
		Digest: o.Digest,
		Memory: o.memory,
	}
	if o.matcher != nil {
		options.Watchers = append(options.Watchers, o.matcher.Watch())
	}
	return decode.NewInspector(handle, options)
}

// Ledger begins the ledger of an observer under a name.
func Ledger(name string, observer report.Observer, o *Options) *report.Ledger {
	lo := report.LedgerOptions{Name: name, Observer: observer, Secrets: o.Secrets}
	seen := map[string]bool{}
	for _, word := range o.Secrets {
		for _, f := range secret.Forms(word) {
			if name := f.ID.Name(); !seen[name] {
				seen[name] = true
				lo.Forms = append(lo.Forms, name)
			}
		}
	}
	return report.NewLedger(lo)
}

// Counts turns what the assembler counted into what the report tells.
func Counts(c capture.Counts) report.Counts {
	limits := map[string]int{}
	if c.Evicted > 0 {
		limits["flows followed at a time"] = c.Evicted
	}
	if c.Forced > 0 {
		limits["bytes that wait for missing ones"] = c.Forced
	}
	return report.Counts{Seen: c.Seen, Decoded: c.Decoded, Skipped: c.Skipped, Cut: c.Cut, Limits: limits}
}
