package tlswire

import (
	"bytes"
	"context"
	"crypto/tls"
	"slices"
	"strings"
	"testing"

	"eavesdrop/decode"
	"eavesdrop/decode/decodetest"
)

// carrier hands all bytes to a bare handshake inside, as who opened them would.
type carrier struct {
	c     *decode.Conversation
	inner *decode.Conversation
}

func (carrier) Name() string                                  { return "carrier" }
func (carrier) Sniff(decode.Direction, []byte) decode.Verdict { return decode.Yes }

func (carrier) Decoder(c *decode.Conversation) decode.Decoder {
	return carrier{c, c.Inner(decode.InTheClear, HandshakeProtocol())}
}

func (r carrier) Decode(dir decode.Direction, data []byte) int {
	at := r.c.Offset(dir)
	r.inner.Feed(dir, data, r.c.Trace(nil, dir, at, at+uint64(len(data)), 0))
	return len(data)
}

func (r carrier) Gap(dir decode.Direction, _ []byte, lost int)       { r.inner.Lost(dir, lost) }
func (r carrier) End(dir decode.Direction, _ []byte, how decode.How) { r.inner.End(dir, how) }
func carried() decode.Options                                        { return decode.Options{Protocols: []decode.Protocol{carrier{}}} }
func carriedEvents(t testing.TB, script ...decodetest.Say) (got []string) {
	t.Helper()
	for _, e := range decodetest.Run(t, carried(), script...) {
		decodetest.CheckFields(t, e)
		if len(e.Layers) < 3 && e.Kind == "gap" {
			continue // the carrier's own
		}
		if e.Kind == "malformed" {
			got = append(got, e.Dir.String()+" "+e.Message.(*decode.Malformed).Why)
			continue
		}
		got = append(got, e.Dir.String()+" "+e.Kind)
	}
	return got
}

// quicHellos are the bytes that both sides put into the CRYPTO frames of their Initial packets.
func quicHellos(t testing.TB) (client, server []byte) {
	t.Helper()
	cert := identity(t, "ecdsa")
	config := trusting(cert, tls.VersionTLS13)
	config.NextProtos, config.MinVersion = []string{"h3"}, tls.VersionTLS13
	c := tls.QUICClient(&tls.QUICConfig{TLSConfig: config})
	c.SetTransportParameters([]byte{0x04, 0x04, 0x80, 0x00, 0xff, 0xff})
	s := tls.QUICServer(&tls.QUICConfig{TLSConfig: &tls.Config{MinVersion: tls.VersionTLS13, Certificates: []tls.Certificate{cert}, NextProtos: []string{"h3"}}})
	s.SetTransportParameters(nil)
	initial := func(conn *tls.QUICConn) (data []byte) {
		for {
			switch e := conn.NextEvent(); e.Kind {
			case tls.QUICNoEvent:
				return data
			case tls.QUICWriteData:
				if e.Level == tls.QUICEncryptionLevelInitial {
					data = append(data, e.Data...)
				}
			}
		}
	}
	for _, conn := range []*tls.QUICConn{c, s} {
		if err := conn.Start(context.Background()); err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
	}
	client = initial(c)
	if err := s.HandleData(tls.QUICEncryptionLevelInitial, client); err != nil {
		t.Fatal(err)
	}
	return client, initial(s)
}

// The hellos come out as those of TLS over TCP do, but for the letter of JA4.
func TestHandshakeStream(t *testing.T) {
	client, server := quicHellos(t)
	script := []decodetest.Say{decodetest.Client(string(client)), decodetest.Server(string(server))}
	events := decodetest.Run(t, carried(), script...)
	if got := decodetest.Kinds(events); !slices.Equal(got, []string{"tls.client_hello", "tls.server_hello"}) {
		t.Fatal(got)
	}
	hello := events[0].Message.(*ClientHello)
	if ja4 := hello.JA4(); !strings.HasPrefix(ja4, "q13d") || hello.ServerName != "localhost" || !slices.Equal(hello.ALPN, []string{"h3"}) {
		t.Errorf("JA4 %s, name %q, ALPN %q", ja4, hello.ServerName, hello.ALPN)
	}
	if hello.RecordVersion != 0 {
		t.Errorf("record version %s, but there is no record", hello.RecordVersion)
	}
	if !slices.Equal(events[0].Layers, []string{"tcp", "carrier", "tls"}) || !bytes.Equal(events[0].Raw, client) {
		t.Errorf("layers %v, %d bytes of %d", events[0].Layers, len(events[0].Raw), len(client))
	}
	if chosen := events[1].Message.(*ServerHello); chosen.Version != TLS13 || chosen.Group == 0 {
		t.Errorf("%+v", chosen)
	}
	for _, e := range events {
		decodetest.CheckFields(t, e)
	}
	decodetest.SplitAnywhere(t, carried, script...)
	decodetest.Truncations(t, carried, script, nil)
}

// Of a message that is not all there, what came is told.
func TestHandshakeStreamCut(t *testing.T) {
	client, server := quicHellos(t)
	half := len(client) / 2
	const cut = "client a handshake message is not complete: "
	for _, test := range []struct {
		name   string
		script []decodetest.Say
		want   []string
	}{
		{"the end is missing", []decodetest.Say{decodetest.Client(string(client[:half]))},
			[]string{"client tls.client_hello", cut + "the capture ended first"}},
		{"the client ends in it", []decodetest.Say{decodetest.Client(string(client[:half])), decodetest.End(decode.FromClient, decode.Finished)},
			[]string{"client tls.client_hello", cut + "the connection ended first"}},
		{"the client breaks it off", []decodetest.Say{decodetest.Client(string(client[:half])), decodetest.End(decode.FromClient, decode.Reset)},
			[]string{"client tls.client_hello", cut + "the connection was cut off first"}},
		{"a hole, and its message goes on", []decodetest.Say{
			decodetest.Client(string(client[:half])), decodetest.Gap(decode.FromClient, 10), decodetest.Client(string(client[half+10:]) + string(client))},
			[]string{"client gap", "client tls.client_hello", cut + "bytes are missing from the capture", "client tls.client_hello"}},
		{"a hole over the end of the message", []decodetest.Say{
			decodetest.Client(string(client[:half])), decodetest.Gap(decode.FromClient, len(client)), decodetest.Client(string(client)), decodetest.Server(string(server))},
			[]string{"client gap", "client tls.client_hello", cut + "bytes are missing from the capture", "server tls.server_hello"}},
		{"a hole at the beginning", []decodetest.Say{decodetest.Server(string(server)), decodetest.Gap(decode.FromClient, 10), decodetest.Client(string(client[10:]))},
			[]string{"server tls.server_hello", "client gap"}},
		{"three bytes", []decodetest.Say{decodetest.Client("\x01\x00\x00")}, []string{cut + "the capture ended first"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			got := carriedEvents(t, test.script...)
			if !slices.Equal(got, test.want) {
				t.Errorf("%q\nwant %q", got, test.want)
			}
		})
	}
}

// A message of 16 MiB is told by its first bytes, and the next one found behind it.
func TestHandshakeStreamLong(t *testing.T) {
	client, _ := quicHellos(t)
	long := append([]byte{4, 0xff, 0xff, 0xff}, make([]byte, 1<<24-1)...)
	var script []decodetest.Say
	for part := range slices.Chunk(append(long, client...), 1<<16) {
		script = append(script, decodetest.Client(string(part)))
	}
	got := carriedEvents(t, script...)
	if !slices.Equal(got, []string{"client tls.handshake", "client tls.client_hello"}) {
		t.Errorf("%q", got)
	}
}
