package http2wire_test

import (
	"bytes"
	"compress/gzip"
	"strings"

	"golang.org/x/net/http2"

	"eavesdrop/decode"
	. "eavesdrop/decode/decodetest"
)

// A conversation is a script with a name; testdata has what comes of it.
type conversation struct {
	name   string
	script func(c, s *peer) []Say
}

// ends are the ends of both sides.
var ends = []Say{End(decode.FromClient, decode.Finished), End(decode.FromServer, decode.Finished)}

// conversations are how HTTP/2 is spoken, by the rules and against them.
var conversations = []conversation{
	{"get", func(c, s *peer) []Say {
		return append([]Say{
			c.hello(http2.Setting{ID: http2.SettingInitialWindowSize, Val: 65536}, http2.Setting{ID: 0x4d, Val: 1}).headers(1, true, get("/", "user-agent", "curl/7.88.1")...).say(),
			s.hello().raw(http2.FrameSettings, http2.FlagSettingsAck, 0, "").headers(1, false, ok("content-type", "text/plain", "date", "Mon, 06 May 2024 07:08:09 GMT")...).data(1, true, "fluffy tail").say(),
			c.raw(http2.FrameGoAway, 0, 0, "\x00\x00\x00\x00\x00\x00\x00\x00bye").say(),
		}, ends...)
	}},
	{"interleaved", func(c, s *peer) []Say { // two streams at once, and the second uses the first one's table
		return []Say{
			c.hello().headers(1, false, get("/one", "cookie", "a=b")...).headers(3, true, get("/two", "cookie", "a=b")...).data(1, false, "bo").data(1, true, "dy").say(),
			s.hello().headers(3, false, ok("x-number", "2")...).headers(1, false, ok("x-number", "1")...).
				data(1, false, "on").data(3, false, "t").data(1, true, "e").data(3, true, "wo").say(),
		}
	}},
	{"continuation", func(c, s *peer) []Say { // RFC 9113 section 6.10, with padding and priority
		return []Say{
			c.hello().continued(1, true, 10, get("/long", "x-long", strings.Repeat("fluffy", 10))...).say(),
			s.hello().continued(1, false, 1, ok("content-type", "text/plain")...).padded(1, false, "fluffy ", 7).padded(1, true, "tail", 0).say(),
		}
	}},
	{"trailers", func(c, s *peer) []Say { // RFC 9113 section 8.1
		return []Say{
			c.hello().headers(1, false, get("/")...).data(1, false, "x").headers(1, true, "x-sum", "1").say(),
			s.hello().headers(1, false, ":status", "103", "link", "</s.css>").headers(1, false, ok()...).data(1, false, "fluffy tail").headers(1, true, "expires", "0").say(),
		}
	}},
	{"grpc", func(c, s *peer) []Say {
		call := []string{":method", "POST", ":scheme", "http", ":path", "/club.Secrets/Ask", ":authority", "example.com:50051", "content-type", "application/grpc", "te", "trailers"}
		return []Say{
			c.hello().headers(1, false, call...).data(1, true, "\x00\x00\x00\x00\x02\x08\x01").headers(3, true, call...).say(),
			s.hello().headers(1, false, ok("content-type", "application/grpc")...).data(1, false, "\x00\x00\x00\x00\x0d\x0a\x0bfluffy tail").
				headers(1, true, "grpc-status", "0").headers(3, true, ok("content-type", "application/grpc", "grpc-status", "16", "grpc-message", "who")...).say(),
		}
	}},
	{"push", func(c, s *peer) []Say { // RFC 9113 section 8.4
		c.hello().headers(1, true, get("/")...)
		s.hello()
		s.framer.WritePushPromise(http2.PushPromiseParam{StreamID: 1, PromiseID: 2, BlockFragment: s.compress(get("/style.css")...), EndHeaders: true, PadLength: 2})
		s.headers(1, false, ok()...).headers(2, false, ok("content-type", "text/css")...).data(2, true, "p{}").data(1, true, "<p>")
		return []Say{c.say(), s.say()}
	}},
	{"reset", func(c, s *peer) []Say {
		return []Say{
			c.hello().headers(1, false, get("/up")...).data(1, false, "half").headers(3, true, get("/slow")...).say(),
			s.hello().headers(3, false, ok()...).data(3, false, "begun").say(),
			c.raw(http2.FrameRSTStream, 0, 3, "\x00\x00\x00\x08").say(),
			s.raw(http2.FrameRSTStream, 0, 1, "\x00\x00\x00\x0b").say(),
		}
	}},
	{"connect", func(c, s *peer) []Say { // RFC 9113 section 8.5
		return []Say{
			c.hello().headers(1, false, ":method", "CONNECT", ":authority", "example.com:443").data(1, false, "too soon").say(),
			s.hello().headers(1, false, ok()...).data(1, false, "of no protocol that is known here").say(),
			c.data(1, true, "nor this").headers(3, false, ":method", "CONNECT", ":authority", "example.net:25").say(),
			s.headers(3, false, ":status", "502").data(3, true, "fluffy tail").say(),
		}
	}},
	{"compressed", func(c, s *peer) []Say {
		var z bytes.Buffer
		w := gzip.NewWriter(&z)
		w.Write([]byte("fluffy tail"))
		w.Close()
		half := z.Len() / 2
		return []Say{
			c.hello().headers(1, true, get("/")...).say(),
			s.hello().headers(1, false, ok("content-encoding", "gzip")...).data(1, false, z.String()[:half]).data(1, true, z.String()[half:]).say(),
		}
	}},
	{"broken", func(c, s *peer) []Say {
		return []Say{
			c.hello().raw(http2.FramePing, 0, 0, "short").raw(http2.FrameContinuation, 0, 5, "x").data(7, true, "no headers").
				raw(http2.FrameHeaders, http2.FlagHeadersEndHeaders, 9, "\xff\xff\xff").headers(11, true, get("/after")...).
				raw(http2.FrameHeaders, 0, 13, string(c.compress(get("/cut")...))).raw(http2.FramePing, 0, 0, "12345678").
				raw(http2.FrameData, http2.FlagDataPadded, 13, "\x09short").raw(0x3a, 0, 0, "unknown").say(),
			s.hello().headers(11, true, "x", "y", ":status", "200").headers(11, true, ok()...).say(),
			{Dir: decode.FromServer, Data: []byte("\x00\x00\x08\x06\x00")},
		}
	}},
	{"unfinished", func(c, s *peer) []Say {
		c.hello().headers(1, false, get("/up")...).data(1, false, "half")
		s.hello().headers(1, false, ok()...).data(1, true, "fluffy tail")
		script := []Say{c.say(), s.say()}
		script[1].Data = script[1].Data[:len(script[1].Data)-4]
		return append(script, ends...)
	}},
}

// middle are conversations whose beginning was not captured: each begins with what is left of its peers' tables.
var middle = []conversation{
	{"middle", func(c, s *peer) []Say {
		c.headers(1, true, get("/before", "x-token", "secret")...).say()
		s.headers(1, true, ok("server", "nginx")...).say()
		return []Say{
			c.headers(3, true, get("/after", "x-token", "secret", "x-new", "known")...).headers(5, true, get("/after", "x-new", "known")...).say(),
			s.headers(3, false, ok("server", "nginx", "x-new", "known")...).data(3, true, "fluffy tail").headers(5, true, ok("x-new", "known")...).say(),
		}
	}},
	{"gap", func(c, s *peer) []Say {
		first := s.hello().headers(1, false, ok("server", "nginx")...).data(1, true, "fluffy tail").say()
		s.headers(3, true, ok("server", "nginx", "x-lost", "1")...).say()
		rest := s.headers(5, false, ok("server", "nginx", "x-new", "1")...).data(5, true, "and again").say()
		return []Say{
			c.hello().headers(1, true, get("/1")...).headers(3, true, get("/3")...).headers(5, true, get("/5")...).say(),
			{Dir: first.Dir, Data: first.Data[:len(first.Data)-8]}, {Dir: first.Dir, Lost: 5, Data: first.Data[len(first.Data)-3:]},
			{Dir: rest.Dir, Lost: 40, Data: rest.Data},
		}
	}},
}
