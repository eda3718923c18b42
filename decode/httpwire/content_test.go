package httpwire_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"eavesdrop/decode"
	. "eavesdrop/decode/decodetest"
)

// Watchers are shown header sections as they are, bodies without chunking and compression, each to its end.
func TestContent(t *testing.T) {
	const head = "GET / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n"
	plain := answer + "Content-Length: 11\r\n\r\n"
	zipped := coded("gzip", gzipped("fluffy tail"))
	cutOff := answer + "Content-Length: 20\r\n\r\n"
	stale := coded("gzip", "not gzip at all")
	script := []Say{
		Client(head + "7\r\nfluffy \r\n4\r\ntail\r\n0\r\nX: y\r\n\r\n"), Client(ask), Client(ask), Client(ask),
		Server(plain + "fluffy tail" + zipped + stale + cutOff + "fluffy"), Gap(decode.FromServer, 3), Server("il"),
	}
	headOf := func(message string) string { return message[:strings.Index(message, "\r\n\r\n")+4] }
	want := []Content{
		content(decode.FromClient, "request headers", 0, head),
		content(decode.FromClient, "request body", 0, "fluffy tail"),
		content(decode.FromClient, "request headers", 0, ask),
		content(decode.FromClient, "request headers", 0, ask),
		content(decode.FromClient, "request headers", 0, ask),
		content(decode.FromServer, "response headers", 0, plain),
		content(decode.FromServer, "response body", 0, "fluffy tail"),
		content(decode.FromServer, "response headers", 0, headOf(zipped)),
		content(decode.FromServer, "response body", 1, "fluffy tail"),
		content(decode.FromServer, "response headers", 0, headOf(stale)),
		content(decode.FromServer, "response body", 0, "not gzip at all"),
		content(decode.FromServer, "response headers", 0, cutOff),
		content(decode.FromServer, "response body", 0, "fluffy???il"),
	}
	_, got := RunWatched(t, options(), script...)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("contents (-want +got):\n%s", diff)
	}
	_, cut := RunWatched(t, options(), Resplit(script, []byte{0})...)
	if diff := cmp.Diff(want, cut); diff != "" {
		t.Errorf("contents of single bytes (-want +got):\n%s", diff)
	}
}

func content(dir decode.Direction, where string, depth int, data string) Content {
	return Content{Dir: dir, Where: where, Depth: depth, Data: data, Done: true}
}
