package tlswire

import (
	"crypto/tls"
	"strings"
	"testing"

	"eavesdrop/decode/decodetest"
)

// TestTicketSeenAgain links two connections by the ticket that one gave and the other offers.
func TestTicketSeenAgain(t *testing.T) {
	cert := identity(t, "ecdsa")
	for _, version := range []uint16{tls.VersionTLS12, tls.VersionTLS13} {
		client := trusting(cert, version)
		client.ClientSessionCache = tls.NewLRUClientSessionCache(1)
		var log strings.Builder
		client.KeyLogWriter = &log
		server := &tls.Config{Certificates: []tls.Certificate{cert}}
		first, second := record(t, client, server), record(t, client, server)
		given := map[string]bool{}
		events, _, _ := opened(t, Options{KeyLog: keyLog(log.String())}, first)
		for _, e := range events {
			if m, ok := e.Message.(*Handshake); ok && m.Ticket != "" {
				given[m.Ticket] = true
			}
		}
		hello := decodetest.Run(t, options(), second...)[0].Message.(*ClientHello)
		if len(hello.Tickets) != 1 || !given[hello.Tickets[0]] {
			t.Errorf("version %#x: offered %q, given %v", version, hello.Tickets, given)
		}
	}
}
