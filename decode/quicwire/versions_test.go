package quicwire

import (
	"strings"
	"testing"

	"eavesdrop/decode/decodetest"
)

// The Initial packets of the drafts, and of those that others had running, open with salts of their own.
func TestVersionsOpened(t *testing.T) {
	for _, c := range []struct {
		version Version
		scheme  *scheme
		name    string
	}{
		{0xff000016, &schemeDraft22, "QUIC draft-22"},
		{0xff000017, &schemeDraft23, "QUIC draft-23"},
		{0xff00001c, &schemeDraft23, "QUIC draft-28"},
		{0xff00001d, &schemeDraft29, "QUIC draft-29"},
		{0xff000020, &schemeDraft29, "QUIC draft-32"},
		{0xff000021, &schemeV1, "QUIC draft-33"},
		{mvfst22, &schemeDraft22, "QUIC mvfst (0xfaceb001)"},
		{mvfst27, &schemeDraft23, "QUIC mvfst (0xfaceb002)"},
		{mvfstExperiment, &schemeDraft23, "QUIC mvfst (0xfaceb00e)"},
		{V2, &schemeV2, "QUIC v2"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := c.version.String(); got != c.name {
				t.Errorf("named %q", got)
			}
			expect(t, play(t, decodetest.Client(initialPlan{version: c.version, scheme: c.scheme, dcid: first, scid: ofClient, frames: crypto(0, say("client")), pad: 1100}.seal(t))),
				"client udp/quic initial 0 CRYPTO+PADDING [1]",
				"client udp/quic/tls tls.said client [1]",
			)
		})
	}
}

// Who offers a version that means nothing says its hello all the same, sealed as in a version that it speaks.
func TestReservedVersionOpened(t *testing.T) {
	list := "\xc0\x00\x00\x00\x00\x02" + ofClient + "\x08" + first + "\x00\x00\x00\x01"
	for name, s := range map[string]*scheme{"as in version 1": &schemeV1, "as in draft 29": &schemeDraft29} {
		t.Run(name, func(t *testing.T) {
			offer := initialPlan{version: 0x1a2a3a4a, scheme: s, dcid: first, scid: ofClient, frames: crypto(0, say("client")), pad: 1100}.seal(t)
			expect(t, play(t, decodetest.Client(offer), decodetest.Server(list)),
				"client udp/quic initial 0 CRYPTO+PADDING [1]",
				"client udp/quic/tls tls.said client [1]",
				"server udp/quic version_negotiation QUIC version negotiationQUIC v1 [2]",
			)
		})
	}
	t.Run("in no known way", func(t *testing.T) {
		offer := initialPlan{version: 0x1a2a3a4a, scheme: &schemeDraft22, dcid: first, scid: ofClient, frames: strings.Repeat("\x01", 40), pad: 1200}.seal(t)
		expect(t, play(t, decodetest.Client(offer)), "client udp/quic data unknown 1 packets 1240 bytes [1]")
	})
}
