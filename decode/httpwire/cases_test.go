package httpwire_test

import (
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"fmt"
	"io"
	"strings"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/zstd"

	"eavesdrop/decode"
	. "eavesdrop/decode/decodetest"
)

// ask is a plain request, answer begins a response.
const (
	ask    = "GET / HTTP/1.1\r\nHost: example.com\r\n\r\n"
	answer = "HTTP/1.1 200 OK\r\n"
)

// finished are the ends of both sides.
var (
	clientEnds = End(decode.FromClient, decode.Finished)
	serverEnds = End(decode.FromServer, decode.Finished)
)

// A conversation is a script with a name; testdata has what comes of it.
type conversation struct {
	name   string
	script []Say
}

// conversations are how HTTP is spoken, by the rules and against them.
var conversations = []conversation{
	{"lesson", []Say{
		Client("GET / HTTP/1.1\r\nHost: localhost:5683\r\nUser-Agent: curl/7.88.1\r\nAccept: */*\r\n\r\n"),
		Server("HTTP/1.1 200 OK\r\nDate: Mon, 06 May 2024 07:08:09 GMT\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: 11\r\n\r\nfluffy tail"),
		clientEnds, serverEnds,
	}},
	{"pipelining", []Say{ // RFC 9112 section 9.3.2
		Client("GET /1 HTTP/1.1\r\nHost: a\r\n\r\nHEAD /2 HTTP/1.1\r\nHost: a\r\n\r\nGET /3 HTTP/1.1\r\nHost: a\r\n\r\n"),
		Server(answer + "Content-Length: 3\r\n\r\none" + answer + "Content-Length: 3\r\n\r\n" + answer + "Content-Length: 5\r\n\r\nthree"),
	}},
	{"no_body", []Say{ // RFC 9112 section 6.3: 1xx, 204 and 304 have none, whatever the headers say
		Client("POST /up HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\n"),
		Server("HTTP/1.1 100 Continue\r\n\r\n"),
		Client("body"),
		Server("HTTP/1.1 103 Early Hints\r\nLink: </s.css>\r\n\r\nHTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\n"),
		Client(ask),
		Server("HTTP/1.1 304 Not Modified\r\nETag: \"x\"\r\nContent-Length: 5\r\n\r\n"),
	}},
	{"chunked", []Say{ // RFC 9112 section 7.1
		Client(ask),
		Server(answer + "Transfer-Encoding: chunked\r\nTrailer: Expires\r\n\r\n" +
			"7;name=\"v;w\"\r\nfluffy \r\n04 ; last\r\ntail\r\n000\r\nExpires: 0\r\nX-Checksum: 5\r\n\r\n"),
	}},
	{"chunked_breaks", []Say{
		Client(ask + ask),
		Server(answer + "Transfer-Encoding: chunked\r\n\r\n5\r\nhello!\r\n0\r\n\r\n" + answer + "Content-Length: 2\r\n\r\nok"),
		Client(ask),
		Server(answer + "Transfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\n" + answer + "Content-Length: 0\r\n\r\n"),
		Client(ask),
		Server(answer + "Transfer-Encoding: chunked\r\n\r\nxyz\r\n"),
	}},
	{"chunked_odd", []Say{ // read all the same
		Client(ask + ask + ask + ask),
		Server(answer + "Transfer-Encoding: chunked\r\n\r\n7x\r\nfluffy \r\n 4 junk\ntail\n0\n\n"),
		Server(answer + "Transfer-Encoding: chunked\r\n\r\n\v0x7\r\nfluffy \r\n+4\r\ntail\r\n0\r\n\r\n"),
		Server(answer + "Transfer-Encoding: chunked\r\n\r\n-7\r\nfluffy \r\n0\r\n\r\n" + answer + "Content-Length: 0\r\n\r\n"),
	}},
	{"headers_in_doubt", []Say{ // where receivers differ on where the body begins and how it is coded
		Client(ask + ask + ask + ask + ask + ask + ask),
		Server(answer + "no header\r\nTransfer-Encoding: chunked\r\n\r\nb\r\nfluffy tail\r\n0\r\n\r\n"),
		Server(answer + "X: y\r\n\r\r\nContent-Length: 11\r\n\r\nfluffy tail"),
		Server(answer + "X: y\rContent-Length: 11\r\n\r\nfluffy tail"),
		Server(answer + "Content-Encoding : gzip\r\nContent-Length: 35\r\n\r\n" + gzipped("fluffy tail")),
		Server(coded("gzip, gzip", gzipped("fluffy tail")) + coded("deflate, gzip", zlibbed("fluffy tail"))),
		Server(answer + "Content-Length:\r\n 11\r\n\r\nfluffy tail"),
		Server(answer + "no header\r\nContent-Length: 20\r\n\r\nfluffy tail"),
	}},
	{"headers_before_doubt", []Say{ // how long the body is for receivers for whom it begins early
		Client(ask + ask + ask + ask),
		Server(answer + "Content-Length: 11\r\nno header\r\n\r\nfluffy tail"),
		Server(answer + "Content-Length: 11\r\n \r\n\r\nfluffy tail"),
		Server(answer + "Transfer-Encoding: chunked\r\n \r\n\r\n" + inChunks("fluffy tail")),
		Server(answer + "Transfer-Encoding: chunked\r\n x\r\n\r\n" + inChunks("fluffy tail")), serverEnds,
	}},
	{"header_nul", []Say{ // RFC 9110 section 5.5
		Client(ask + ask),
		Server(answer + "Transfer-Encoding: chunked\x00\r\n\r\n" + inChunks("fluffy tail")),
		Server(answer + "Content-Length: 11\x00\r\n\r\nfluffy tail"),
	}},
	{"chunked_parameter", []Say{
		Client(ask + ask), Server(answer + "Transfer-Encoding: gzip;q=1, chunked ;\r\n\r\n" + inChunks(gzipped("fluffy tail"))), Server(answer + "Transfer-Encoding: chunkedx\r\n\r\nfluffy tail"), serverEnds,
	}},
	{"chunked_said", []Say{ // but not done
		Client(ask + ask), Server(answer + "Transfer-Encoding: chunked\r\n\r\nwhat?\r\n" + answer + "Transfer-Encoding: chunked\r\nConnection: close\r\n\r\nthe fluffy tail"), serverEnds,
	}},
	{"chunked_empty", []Say{
		Client(ask), Server(answer + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
	}},
	{"until_close", []Say{
		Client("GET / HTTP/1.0\r\n\r\n"),
		Server("HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n<p>all "), Server("of it</p>\n"), serverEnds,
	}},
	{"until_reset", []Say{
		Client(ask), Server("HTTP/1.1 200 OK\r\n\r\nall of"), End(decode.FromServer, decode.Reset),
	}},
	{"lengths", []Say{ // RFC 9110 section 8.6
		Client("POST /same HTTP/1.1\r\nHost: a\r\nContent-Length: 5, 5\r\nContent-Length: 5\r\n\r\nhello"),
		Client("POST /differ HTTP/1.1\r\nHost: a\r\nContent-Length: 7\r\nContent-Length: 5\r\n\r\nhello"),
		Client("POST /signed HTTP/1.1\r\nHost: a\r\nContent-Length: +5 bytes\r\n\r\nhello"),
		Client("POST /list HTTP/1.1\r\nHost: a\r\nContent-Length: 5, 6\r\n\r\n"),
		Client("POST /wrong HTTP/1.1\r\nHost: a\r\nContent-Length: -5\r\n\r\n"),
		Client("POST /zeros HTTP/1.1\r\nHost: a\r\nContent-Length: 000000000000000000000005\r\n\r\nhello"),
		Client("POST /huge HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999999999999\r\n\r\n"),
		Client("POST /both HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n"),
		Client("GET /none HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n"),
		Server("HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\nto the end"), serverEnds,
	}},
	{"codings", []Say{ // RFC 9112 section 6.1: codings other than chunked
		Client("POST /gz HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n" + inChunks(gzipped("fluffy tail"))),
		Client("POST /id HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: identity\r\nContent-Length: 2\r\n\r\nhi"),
		Client("POST /twice HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked, chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n"),
		Server(answer + "Transfer-Encoding: gzip\r\n\r\n" + gzipped("fluffy tail")), serverEnds,
		Client("POST /open HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip\r\n\r\nnot ended"),
	}},
	{"header_forms", []Say{
		Client("\r\n\nGET /obs-fold HTTP/1.1\r\nHost: a\r\nX-Long: one\r\n  two\r\n\tthree\r\nEmpty:\r\nSpaces: \t v \t\r\n\r\n"),
		Client("GET /bare-lf HTTP/1.1\nHost: a\nX: y\n\n"),
		Client("GET /bad HTTP/1.1\r\n leading: space\r\nHost : a\r\nno colon\r\n: no name\r\n\r\n"),
		Client("GET  /two  spaces HTTP/1.1 \r\nHost: a\r\n\r\n"),
		Client("GET  HTTP/1.1\r\nHost: no.target\r\n\r\n"),
		Client("POST /no-version\r\nHost: a\r\n\r\n"),
		Server("HTTP/1.1 200\r\n\r\n"), serverEnds,
	}},
	{"statuses", []Say{
		Client(ask + ask + ask + ask),
		Server("HTTP/1.1 404 Not  Found \r\nContent-Length: 0\r\n\r\nHTTP/1.0  200  OK\r\nContent-Length: 0\r\n\r\n"),
		Server("HTTP/1.1 20x What\r\nContent-Length: 0\r\n\r\nICY 200 OK\r\nicy-name: radio\r\n\r\nMP3"), serverEnds,
	}},
	{"statuses_and_bodies", []Say{ // only a status that is one rules a body out
		Client(ask), Server("HTTP/1.1 2040 What\r\nContent-Length: 11\r\n\r\nfluffy tail"),
	}},
	{"status_zero", []Say{Client(ask), Server("HTTP/1.1 000 What\r\nContent-Length: 0\r\n\r\n")}},
	{"empty_lines_first", []Say{Client(ask), Server("\r\n\n" + answer + "Content-Length: 11\r\n\r\nfluffy tail")}},
	{"empty_lines_only", []Say{Client(ask), Server("\r\n\nfluffy tail"), serverEnds}},
	{"no_version", []Say{ // and yet no request of HTTP/0.9
		Client("GET /forgotten\r\nHost: a\r\nAccept: */*\r\n\r\n"), Server("bare"), serverEnds,
	}},
	{"http09_twice", []Say{Client("GET /1\r\nGET /2\r\n"), Server("<html>"), clientEnds, serverEnds}},
	{"http09", []Say{Client("GET /old\r\n"), Server("<html>as it was"), Server(" in 1991</html>"), serverEnds}},
	{"http09_short", []Say{Client("GET /old\r\n"), Server("HT"), serverEnds}},
	{"http09_unasked", []Say{Client(ask), Server("http/1.1 200 OK\r\n\r\nnot quite"), serverEnds}},
	{"http09_modern", []Say{Client("GET /old\r\n"), Server("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")}},
	{"proxy", []Say{
		Client("GET http://user:pw@example.com:80/x?token=t0k HTTP/1.1\r\nHost: example.com:80\r\nProxy-Authorization: Basic dTpw\r\n\r\n"),
		Server("HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"p\"\r\nContent-Length: 0\r\n\r\n"),
	}},
	{"connect", []Say{
		Client("CONNECT example.com:80 HTTP/1.1\r\nHost: example.com:80\r\n\r\n" + ask),
		Server("HTTP/1.1 200 Connection established\r\nContent-Length: 7\r\n\r\n" + answer + "Content-Length: 2\r\n\r\nhi"),
	}},
	{"connect_refused", []Say{
		Client("CONNECT example.com:80 HTTP/1.1\r\nHost: example.com:80\r\n\r\n"),
		Server("HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\n\r\nno"),
		Client(ask), Server(answer + "Content-Length: 2\r\n\r\nhi"),
	}},
	{"connect_unanswered", []Say{
		Client("CONNECT example.com:80 HTTP/1.1\r\nHost: example.com:80\r\n\r\n"), Client("\x16\x03\x01 not HTTP"), clientEnds,
	}},
	{"upgrade", []Say{
		Client("GET /chat HTTP/1.1\r\nHost: a\r\nConnection: keep-alive, Upgrade\r\nUpgrade: websocket\r\n\r\n"),
		Server("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n\x81\x02hi"),
		Client("\x81\x82\x00\x00\x00\x00hi"),
	}},
	{"upgrade_ignored", []Say{
		Client("GET /1 HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\nGET /2 HTTP/1.1\r\nHost: a\r\n\r\n"),
		Server(answer + "Content-Length: 3\r\n\r\none" + answer + "Content-Length: 3\r\n\r\ntwo"),
		Client("GET /3 HTTP/1.1\r\nHost: a\r\n\r\n"),
	}},
	{"webdav", []Say{
		Client("PROPFIND /dav/ HTTP/1.1\r\nHost: a\r\nDepth: 1\r\nContent-Length: 0\r\n\r\nX-ODD_METHOD! * HTTP/1.1\r\nHost: a\r\n\r\n"),
		Server("HTTP/1.1 207 Multi-Status\r\nContent-Type: application/xml\r\nContent-Length: 4\r\n\r\n<a/>"),
	}},
	{"garbage", []Say{
		Client(ask + "what is this\r\nGET /fake\r\n\x00\x01\x02\r\nGET /real HTTP/1.1\r\nHost: a\r\n\r\n"),
		Server(answer + "Content-Length: 2\r\n\r\nhi, too long\nHTTP/1.1 none\r\nHTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"),
	}},
	{"server_asks", []Say{ // the side that was connected to sends the requests
		Server(ask), Client(answer + "Content-Length: 2\r\n\r\nhi"),
	}},
	{"credentials", []Say{
		Client("POST /login?next=%2F&api_key=k HTTP/1.1\r\nHost: a:80\r\nAuthorization: Bearer t\r\nCookie: id=7\r\n" +
			"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 26\r\n\r\nuser=al&password=fluffy%21"),
		Server("HTTP/1.1 302 Found\r\nSet-Cookie: id=8; HttpOnly\r\nLocation: /\r\nContent-Length: 0\r\n\r\n"),
	}},
	{"content_codings", []Say{ // RFC 9110 section 8.4
		Client(ask + ask + ask + ask + ask + ask),
		Server(coded("gzip", gzipped("fluffy tail")) + coded("deflate", zlibbed("fluffy tail")) + coded("deflate", deflated("fluffy tail"))),
		Server(coded("br", brotlied("fluffy tail")) + coded("zstd", zstded("fluffy tail")) + coded("identity", "fluffy tail")),
	}},
	{"content_codings_stacked", []Say{
		Client(ask + ask + ask),
		Server(coded("deflate, GZIP", gzipped(zlibbed("fluffy tail"))) + coded("x-gzip, x-gzip", gzipped(gzipped("fluffy tail")))),
		Server(coded("gzip, gzip, gzip", gzipped(gzipped(gzipped("fluffy tail"))))),
	}},
	{"content_codings_broken", []Say{
		Client(ask + ask + ask + ask + ask + ask),
		Server(coded("gzip", "in fact not compressed") + coded("gzip", cut(gzipped("fluffy tail, fluffy tail"), 20)) + coded("rot13", "syhssl gnvy")),
		Server(coded("gzip", gzipped("fluffy ")+gzipped("tail")) + coded("gzip", gzipped("fluffy tail")+"and more") + coded("gzip", "")),
		Client(ask + ask + ask + ask),
		Server(coded("gzip", cut(gzipped("fluffy tail"), 30)) + coded("deflate", cut(zlibbed("fluffy tail"), 21)) + coded("gzip", gzipped("fluffy tail")[:31]+"\x00\x00\x00\x00")),
		Server(coded("gzip", zlibbed("fluffy tail"))),
	}},
	{"gap_in_body", []Say{
		Client(ask),
		Server(answer + "Content-Length: 30\r\n\r\nbefore"), Gap(decode.FromServer, 10), Server("behind the hole"[:14]),
		Client(ask), Server(answer + "Content-Length: 2\r\n\r\nhi"),
	}},
	{"gap_past_body", []Say{
		Client("GET /1 HTTP/1.1\r\n\r\n"),
		Server(answer + "Content-Length: 30\r\n\r\nbefore"), Client("HEAD /2 HTTP/1.1\r\n\r\n"), Gap(decode.FromServer, 100),
		Server("of a line\r\nHTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n"), Client("GET /3 HTTP/1.1\r\n\r\n"), Server("HTTP/1.1 204 No Content\r\n\r\n"),
	}},
	{"gap_in_head", []Say{
		Client("GET /1 HTTP/1.1\r\nHost: exam"), Gap(decode.FromClient, 50), Client("ple.com\r\n\r\nGET /2 HTTP/1.1\r\nHost: a\r\n\r\n"),
	}},
	{"gap_in_chunks", []Say{
		Client(ask + ask),
		Server(answer + "Transfer-Encoding: chunked\r\n\r\na\r\n0123"), Gap(decode.FromServer, 4), Server("89\r\n3\r\nabc"), Gap(decode.FromServer, 9),
		Server(answer + "Content-Length: 2\r\n\r\nhi"),
	}},
	{"middle_of_bodies", []Say{ // which have no line end behind them
		Client(ask), Server(answer + "Content-Length: 2\r\n\r\nhi"),
		Gap(decode.FromClient, 9), Client("{\"more\": \"GET / HTTP/1.1\"}PUT /1 HTTP/1.1\r\nContent-Length: 0\r\n\r\n"),
		Gap(decode.FromServer, 9), Server("\xff\xd8\xff HTTP/1.1 is spoken: HTTP/1.1 404 Not Found\nand not so\xd9" + answer + "Content-Length: 2\r\n\r\nhi"),
		Gap(decode.FromClient, 9), Client("1) PUT HTTP/1.1\nnor\xffPOST\x20"), Client("/ here\xd9PROPFIND http://a/2 HTTP/1.1\r\n\r\n"),
		Gap(decode.FromServer, 9), Server("end\rHTTP/1.0 201 Created\n\n"),
	}},
	{"cut_short", []Say{
		Client("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nhalf"), Server("HTTP/1.1 200 OK\r\nContent-Type: te"), clientEnds, serverEnds,
	}},
}

func coded(coding, body string) string {
	return fmt.Sprintf("%sContent-Encoding: %s\r\nContent-Length: %d\r\n\r\n%s", answer, coding, len(body), body)
}

// inChunks cuts a body into chunks of seven bytes.
func inChunks(body string) string {
	var b strings.Builder
	for len(body) > 0 {
		n := min(7, len(body))
		fmt.Fprintf(&b, "%x\r\n%s\r\n", n, body[:n])
		body = body[n:]
	}
	return b.String() + "0\r\n\r\n"
}

func cut(s string, n int) string { return s[:n] }

func compressed(body string, make func(io.Writer) io.WriteCloser) string {
	var b bytes.Buffer
	w := make(&b)
	io.WriteString(w, body)
	w.Close()
	return b.String()
}

func gzipped(body string) string {
	return compressed(body, func(w io.Writer) io.WriteCloser { return gzip.NewWriter(w) })
}

func zlibbed(body string) string {
	return compressed(body, func(w io.Writer) io.WriteCloser { return zlib.NewWriter(w) })
}

func deflated(body string) string {
	return compressed(body, func(w io.Writer) io.WriteCloser { z, _ := flate.NewWriter(w, 9); return z })
}

func brotlied(body string) string {
	return compressed(body, func(w io.Writer) io.WriteCloser { return brotli.NewWriter(w) })
}

func zstded(body string) string {
	return compressed(body, func(w io.Writer) io.WriteCloser { z, _ := zstd.NewWriter(w); return z })
}
