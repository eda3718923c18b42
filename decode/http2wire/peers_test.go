package http2wire_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"

	"golang.org/x/net/http2"

	"eavesdrop/decode"
	. "eavesdrop/decode/decodetest"
	"eavesdrop/decode/http2wire"
	"eavesdrop/decode/httpwire"
)

// A tap writes down what a connection's client says and hears.
type tap struct {
	net.Conn
	mu     *sync.Mutex
	script *[]Say
}

func (c tap) Read(p []byte) (int, error) {
	n, err := c.Conn.Read(p)
	c.note(decode.FromServer, p[:n])
	return n, err
}

func (c tap) Write(p []byte) (int, error) {
	c.note(decode.FromClient, p)
	return c.Conn.Write(p)
}

func (c tap) note(dir decode.Direction, p []byte) {
	c.mu.Lock()
	defer c.mu.Unlock()
	*c.script = append(*c.script, Say{Dir: dir, Data: append([]byte(nil), p...)})
}

// TestPeers has the standard library's server talk with a real client, and compares what was heard with what they
// say that they said.
func TestPeers(t *testing.T) {
	secret := strings.Repeat("fluffy tail ", 5000)
	var z bytes.Buffer
	w := gzip.NewWriter(&z)
	io.WriteString(w, secret)
	w.Close()
	server := &http.Server{Protocols: new(http.Protocols), Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		w.Header().Set("X-Got", string(body))
		w.Header().Set("Content-Encoding", "gzip")
		w.Header().Set("Trailer", "X-Sum")
		w.Write(z.Bytes())
		w.Header().Set("X-Sum", "1")
	})}
	server.Protocols.SetUnencryptedHTTP2(true)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	go server.Serve(l)
	defer server.Close()

	var mu sync.Mutex
	var script []Say
	transport := &http.Transport{Protocols: server.Protocols, DisableCompression: true, DialContext: func(_ context.Context, network, addr string) (net.Conn, error) {
		c, err := net.Dial(network, addr)
		return tap{c, &mu, &script}, err
	}}
	for _, path := range []string{"/one", "/two"} {
		req, _ := http.NewRequest("POST", "http://"+l.Addr().String()+path, strings.NewReader("who asks "+path))
		req.Header.Set("Cookie", "id=7")
		resp, err := transport.RoundTrip(req)
		if err != nil {
			t.Fatal(err)
		}
		io.Copy(io.Discard, resp.Body)
		resp.Body.Close()
	}
	transport.CloseIdleConnections()
	server.Close()
	mu.Lock()
	defer mu.Unlock()
	check := func(events []Event) {
		t.Helper()
		var got []string
		for _, e := range events {
			CheckFields(t, e)
			switch m := e.Message.(type) {
			case *http2wire.Request:
				got = append(got, m.Method+" "+m.Target+" "+m.Headers.Get("cookie")+" "+m.Body.Text)
			case *http2wire.Response:
				if int(m.Body.Length) != len(secret) || m.Trailers.Get("x-sum") != "1" || m.RequestMethod != "POST" {
					t.Errorf("response: %.400s", e.JSON)
				}
				got = append(got, m.RequestTarget+" "+m.Headers.Get("x-got"))
			case *decode.Malformed:
				t.Error(e.JSON)
			}
		}
		want := "POST /one id=7 who asks /one, /one who asks /one, POST /two id=7 who asks /two, /two who asks /two"
		if g := strings.Join(got, ", "); g != want {
			t.Errorf("got  %s\nwant %s", g, want)
		}
	}
	check(Run(t, options(), script...))
	check(Run(t, options(), Resplit(script, []byte{0, 100, 7})...))
}

// A server that does not speak HTTP/2 answers the preface in HTTP/1.
func TestOldAnswer(t *testing.T) {
	both := func() decode.Options {
		return decode.Options{Protocols: []decode.Protocol{httpwire.Protocol(httpwire.Options{}), http2wire.Protocol(http2wire.Options{})}}
	}
	script := []Say{
		newPeer(decode.FromClient).hello().headers(1, true, get("/")...).say(),
		Server("HTTP/1.1 400 Bad Request\r\nServer: nginx\r\nContent-Length: 3\r\n\r\nbad"),
	}
	wantLines(t, Run(t, both(), script...), `client readable GET / HTTP/2 | example.com | ""`, `server readable 400 Bad Request | 3 bytes | "bad"`)
	SplitAnywhere(t, both, script...)
}

// TestUpgrade goes from HTTP/1.1 to HTTP/2 (RFC 7540 section 3.2): stream 1 answers the request that asked for it.
func TestUpgrade(t *testing.T) {
	both := func() decode.Options {
		upgraded := func(u httpwire.Upgrade) []decode.Protocol {
			return []decode.Protocol{http2wire.Protocol(http2wire.Options{Method: u.Request.Method, Target: u.Request.Target})}
		}
		return decode.Options{Protocols: []decode.Protocol{httpwire.Protocol(httpwire.Options{Upgraded: upgraded}), http2wire.Protocol(http2wire.Options{})}}
	}
	c, s := newPeer(decode.FromClient).hello(), newPeer(decode.FromServer).hello()
	script := []Say{
		Client("HEAD /first HTTP/1.1\r\nHost: example.com\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n\r\n"),
		Server("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n"),
		s.headers(1, true, ok("server", "nginx")...).say(),
		c.headers(3, true, get("/second")...).say(),
		s.headers(3, true, ok("server", "nginx")...).say(),
	}
	events := Run(t, both(), script...)
	wantLines(t, events,
		`client readable HEAD /first HTTP/1.1 | example.com | ""`,
		`server readable 101 Switching Protocols |  | ""`,
		`server readable 200 |  | ""`,
		`client readable GET /second HTTP/2 | example.com | ""`,
		`server readable 200 |  | ""`)
	for i, want := range map[int]string{3: `"request_target":"/first","stream":1`, 6: `"request_target":"/second","stream":3`} {
		if !strings.Contains(events[i].JSON, want) {
			t.Errorf("event %d: %s, want %s in it", i, events[i].JSON, want)
		}
	}
	if got := strings.Join(events[5].Layers, "/"); got != "tcp/http/http2" {
		t.Errorf("layers %s", got)
	}
	SplitAnywhere(t, both, script...)
}

// TestSniff tells HTTP/2 from what looks a little like it.
func TestSniff(t *testing.T) {
	settings := newPeer(decode.FromServer).hello().say().Data
	request := newPeer(decode.FromClient).headers(3, true, get("/")...).say().Data
	response := newPeer(decode.FromServer).headers(3, true, ok()...).say().Data
	far := string(newPeer(decode.FromClient).headers(20_000_001, false, get("/")...).say().Data)
	tests := []struct {
		name string
		head string
		want decode.Verdict
	}{
		{"preface", http2.ClientPreface, decode.FromAClient},
		{"half a preface", http2.ClientPreface[:10], decode.Maybe},
		{"another PRI", "PRI * HTTP/1.1\r\n\r\n    ", decode.No},
		{"settings", string(settings), decode.FromAServer},
		{"settings, then a request", string(settings) + string(request), decode.FromAClient},
		{"a ping", string(newPeer(0).raw(http2.FramePing, 0, 0, "12345678").say().Data), decode.Yes},
		{"a ping, then an answer", string(newPeer(0).raw(http2.FramePing, 0, 0, "12345678").say().Data) + string(response), decode.FromAServer},
		{"request", string(request), decode.FromAClient},
		{"response", string(response), decode.FromAServer},
		{"data", "\x00\x00\x03\x00\x00\x00\x00\x00\x01abc", decode.Maybe},
		{"data and settings", "\x00\x00\x03\x00\x00\x00\x00\x00\x01abc" + string(settings), decode.FromAServer},
		{"far on", far + string(newPeer(decode.FromClient).data(20_000_001, true, "x").say().Data), decode.FromAClient},
		{"far on, and no more", far, decode.Maybe},
		{"far on, and elsewhere", far + string(newPeer(decode.FromClient).data(20_000_003, true, "x").say().Data), decode.No},
		{"data far on", string(newPeer(decode.FromClient).data(20_000_001, true, "x").say().Data), decode.No},
		{"keep-alive probe", "\x00", decode.No},
		{"SOCKS4 reply", "\x00\x5a\x04\x38\x7f\x00\x00\x01", decode.No},
		{"SMB", "\x00\x00\x00\x54\xff\x53\x4d\x42\x72\x00", decode.No},
		{"zeros", strings.Repeat("\x00", 40), decode.No},
		{"TLS", "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03", decode.No},
		{"HTTP/1", "GET / HTTP/1.1\r\n", decode.No},
	}
	p := http2wire.Protocol(http2wire.Options{})
	for _, tt := range tests {
		if got := p.Sniff(decode.FromClient, []byte(tt.head)); got != tt.want {
			t.Errorf("%s: %v, want %v", tt.name, got, tt.want)
		}
	}
}
