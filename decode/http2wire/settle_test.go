package http2wire_test

import (
	"strings"
	"testing"

	"golang.org/x/net/http2"

	"eavesdrop/decode"
	. "eavesdrop/decode/decodetest"
	"eavesdrop/decode/http2wire"
	"eavesdrop/decode/httpwire"
	"eavesdrop/decode/secret"
)

// otherWay is the script of a flow whose client was taken for its server.
func otherWay(script []Say) (out []Say) {
	for _, s := range script {
		s.Dir = s.Dir.Other()
		out = append(out, s)
	}
	return out
}

// Where the beginning was not captured, header sections show which end is the client (RFC 9113 sections 8.3.1 and 8.3.2).
// What was said before that is a request or an answer.
func TestTurnsRound(t *testing.T) {
	const (
		trailers = `gRPC NOT_FOUND   incomplete | ""`
		either   = `a request or an answer, its beginning not known (HTTP/2) | `
		asked    = `client readable GET /next HTTP/2 |  | ""`
		answered = `server readable 200 |  | ""`
		stray    = `malformed http2 | a pseudo-header where it does not belong (RFC 9113 section 8.3) | ""`
	)
	var request = []string{":method", "GET", ":path", "/next"}
	for name, c := range map[string]struct {
		script func(c, s *peer) []Say // as it is; the server is taken for the client
		turned bool
		want   []string
	}{
		"trailers, then a request": {func(c, s *peer) []Say {
			return []Say{
				s.headers(1, true, "grpc-status", "5").raw(http2.FramePing, 0, 0, "12345678").say(),
				c.raw(http2.FramePing, 1, 0, "12345678").headers(3, true, request...).say(),
				s.headers(3, true, ok()...).say(),
			}
		}, true, []string{"client readable " + either + trailers, asked, answered}},
		"trailers, then an answer": {func(c, s *peer) []Say {
			return []Say{s.headers(1, true, "grpc-status", "5").raw(http2.FramePing, 0, 0, "12345678").say(), s.headers(3, true, ok()...).say()}
		}, true, []string{"client readable " + either + trailers, answered}},
		"an answer of which nothing is known, and its body": {func(c, s *peer) []Say {
			s.headers(1, true, ":status", "299").say()
			return []Say{
				s.headers(3, false, ":status", "299").raw(http2.FramePing, 0, 0, "12345678").data(3, false, "fluffy ").say(),
				c.headers(5, true, request...).say(),
				s.data(3, true, "tail").headers(5, true, ok()...).say(),
			}
		}, true, []string{asked, `server readable an answer of which the status is not known (HTTP/2) | 11 bytes | "fluffy tail"`, answered}},
		"a body of which nothing else is known": {func(c, s *peer) []Say {
			s.headers(1, true, ":status", "299").say()
			return []Say{s.headers(3, false, ":status", "299").raw(http2.FramePing, 0, 0, "12345678").data(3, true, "fluffy tail").say()}
		}, false, []string{"client readable " + either + `11 bytes | "fluffy tail"`}},
		"a promise (section 8.4)": {func(c, s *peer) []Say {
			return []Say{s.raw(http2.FramePing, 0, 0, "12345678").raw(http2.FramePushPromise, 4, 1, "\x00\x00\x00\x02"+string(s.compress(request...))).say()}
		}, true, []string{`server readable GET /next HTTP/2 |  | ""`}},
		"what was promised (section 5.1.1)": {func(c, s *peer) []Say {
			s.headers(2, true, ":status", "299").say()
			return []Say{s.raw(http2.FramePing, 0, 0, "12345678").headers(4, true, ":status", "299").say()}
		}, true, []string{`server readable an answer of which the status is not known (HTTP/2) |  | ""`}},
		"once shown, rules can be broken": {func(c, s *peer) []Say {
			return []Say{
				s.headers(1, true, "grpc-status", "5").raw(http2.FramePing, 0, 0, "12345678").say(),
				c.headers(3, true, request...).say(), s.headers(3, true, request...).say(),
			}
		}, true, []string{"client readable " + either + trailers, asked, "server readable " + stray, `server readable an answer of which the status is not known (HTTP/2) |  | ""`}},
		"both at once show nothing": {func(c, s *peer) []Say {
			return []Say{s.raw(http2.FramePing, 0, 0, "12345678").headers(1, true, append(request, ok()...)...).say()}
		}, false, []string{"client readable " + stray, "client readable " + either + ` | ""`}},
		"a section that breaks off": {func(c, s *peer) []Say {
			ping := s.raw(http2.FramePing, 0, 0, "12345678").say()
			return append([]Say{ping, s.raw(http2.FrameHeaders, 0, 3, string(s.compress(ok()...))).say()}, ends...)
		}, false, []string{"client readable " + either + `incomplete | ""`}},
	} {
		t.Run(name, func(t *testing.T) {
			script := otherWay(c.script(newPeer(decode.FromClient), newPeer(decode.FromServer)))
			for _, cuts := range [][]byte{nil, {255, 0, 8}} {
				f := NewFlow("tcp", false)
				events, _ := RunFlowWatched(t, options(), f, Resplit(script, cuts)...)
				for _, e := range events {
					CheckFields(t, e)
				}
				wantLines(t, events, c.want...)
				if f.Flipped() != c.turned {
					t.Errorf("turned round: %v", f.Flipped())
				}
			}
		})
	}
}

// A word is found in a body amid which the flow turns round.
func TestFoundAcrossTheTurn(t *testing.T) {
	c, s := newPeer(decode.FromClient), newPeer(decode.FromServer)
	s.headers(1, true, ":status", "299").say()
	script := otherWay([]Say{
		s.headers(3, false, ":status", "299").raw(http2.FramePing, 0, 0, "12345678").data(3, false, "fluffy ").say(),
		c.headers(5, true, get("/")...).say(),
		s.data(3, true, "tail").say(),
	})
	o := options()
	o.Watchers = append(o.Watchers, secret.Watch(secret.Options{Words: []string{"fluffy tail"}}))
	wantLines(t, RunFlow(t, o, NewFlow("tcp", false), script...), `client readable GET / HTTP/2 | example.com | ""`,
		`server readable secret found in body | as it is, byte 36 of frame 1 | "fluffy tail"`,
		`server readable an answer of which the status is not known (HTTP/2) | 11 bytes | "fluffy tail"`)
}

// Nothing turns a flow round whose opening was captured, nor one that has shown its client already.
func TestStaysAsItIs(t *testing.T) {
	both := func() decode.Options {
		upgraded := func(u httpwire.Upgrade) []decode.Protocol {
			return []decode.Protocol{http2wire.Protocol(http2wire.Options{Method: u.Request.Method, Target: u.Request.Target})}
		}
		return decode.Options{Protocols: []decode.Protocol{httpwire.Protocol(httpwire.Options{Upgraded: upgraded}), http2wire.Protocol(http2wire.Options{})}}
	}
	const stray = `server readable malformed http2 | a pseudo-header where it does not belong (RFC 9113 section 8.3) | ""`
	wrong := newPeer(decode.FromServer).hello().headers(1, true, get("/")...).say()
	for name, c := range map[string]struct {
		sure   bool
		script []Say
	}{
		"a SYN":     {true, []Say{wrong}},
		"a preface": {false, []Say{newPeer(decode.FromClient).hello().say(), wrong}},
		"an upgrade": {false, []Say{
			Client("GET / HTTP/1.1\r\nHost: example.com\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n\r\n"),
			Server("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n"),
			wrong,
		}},
	} {
		f := NewFlow("tcp", c.sure)
		events := RunFlow(t, both(), f, c.script...)
		if f.Flipped() || len(events) < 2 || events[len(events)-2].Line != stray {
			t.Errorf("%s: turned round: %v\n%s", name, f.Flipped(), Lines(events))
		}
	}
}

// What looks like frames behind a gap may be what somebody sends as content: it shows nothing about the ends.
func TestContentTurnsNothing(t *testing.T) {
	client, content, behind, server := newPeer(decode.FromClient), newPeer(decode.FromServer), newPeer(decode.FromClient), newPeer(decode.FromServer)
	begins := client.raw(http2.FrameWindowUpdate, 0, 0, "\x00\x00\x01\x00").data(5, false, strings.Repeat("u", 100)).say()
	forged := content.raw(http2.FramePing, 0, 0, "12345678").headers(1, true, ":status", "200", "x", "forged").say().Data
	goesOn := behind.data(5, true, strings.Repeat("x", 200)+string(forged)+strings.Repeat("y", 500)).say()
	goesOn.Lost, goesOn.Data = 1000, goesOn.Data[50:]
	f := NewFlow("tcp", false)
	events := RunFlow(t, options(), f, begins, goesOn, server.headers(7, true, ok()...).say())
	if last := events[len(events)-1]; f.Flipped() || last.Kind != "http.response" || last.Dir != decode.FromServer {
		t.Errorf("turned round: %v\n%s", f.Flipped(), Lines(events))
	}
}
