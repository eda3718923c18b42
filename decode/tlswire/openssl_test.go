package tlswire

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"eavesdrop/decode"
	"eavesdrop/decode/decodetest"
)

// An opensslServer runs `openssl s_server`, which writes its keys. With -www it answers a request with a page.
type opensslServer struct {
	addr, keys string
	cmd        *exec.Cmd
}

// startOpenSSL starts a server with further arguments; the test is skipped where there is no openssl.
func startOpenSSL(t *testing.T, cert tls.Certificate, arguments ...string) *opensslServer {
	t.Helper()
	path, err := exec.LookPath("openssl")
	if err != nil {
		t.Skip("openssl is not installed")
	}
	dir := t.TempDir()
	file := filepath.Join(dir, "server.pem")
	key, err := x509.MarshalPKCS8PrivateKey(cert.PrivateKey)
	if err != nil {
		t.Fatal(err)
	}
	both := append(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: cert.Certificate[0]}), pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: key})...)
	if err := os.WriteFile(file, both, 0o600); err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := &opensslServer{addr: l.Addr().String(), keys: filepath.Join(dir, "keys.log")}
	l.Close()
	s.cmd = exec.Command(path, append([]string{"s_server", "-accept", s.addr, "-cert", file, "-keylogfile", s.keys}, arguments...)...)
	var output bytes.Buffer
	s.cmd.Stdout, s.cmd.Stderr = &output, &output
	stdin, err := s.cmd.StdinPipe() // at the end of which it would close the connection
	if err != nil {
		t.Fatal(err)
	}
	if err := s.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	gone := make(chan struct{})
	go func() {
		defer close(gone)
		s.cmd.Wait()
	}()
	t.Cleanup(func() {
		stdin.Close()
		s.cmd.Process.Kill()
		<-gone
	})
	for range 250 {
		if c, err := net.Dial("tcp", s.addr); err == nil {
			c.Close()
			return s
		}
		select {
		case <-gone:
			t.Skipf("this openssl does not have that: %s", output.String())
		case <-time.After(20 * time.Millisecond):
		}
	}
	t.Fatal("openssl s_server does not listen")
	return nil
}

// listen passes one connection on to the server. It returns the address and what crosses it, while it does and in the
// end.
func (s *opensslServer) listen(t *testing.T) (addr string, r *recorder, script func() []decodetest.Say) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	r = &recorder{}
	done := make(chan struct{})
	go func() {
		defer close(done)
		l.(*net.TCPListener).SetDeadline(time.Now().Add(10 * time.Second))
		c, err := l.Accept()
		if err != nil {
			return
		}
		defer c.Close()
		up, err := net.Dial("tcp", s.addr)
		if err != nil {
			return
		}
		defer up.Close()
		go func() {
			r.pass(decode.FromClient, up, c)
			up.(*net.TCPConn).CloseWrite()
			up.SetReadDeadline(time.Now().Add(time.Second)) // not every server closes in answer
		}()
		r.pass(decode.FromServer, c, up)
	}()
	return l.Addr().String(), r, func() []decodetest.Say {
		<-done
		r.mu.Lock()
		defer r.mu.Unlock()
		return append(r.script, decodetest.End(decode.FromClient, decode.Finished), decodetest.End(decode.FromServer, decode.Finished))
	}
}

// pass copies from one end to the other, and keeps what passes.
func (r *recorder) pass(dir decode.Direction, to io.Writer, from io.Reader) {
	buf := make([]byte, 64<<10)
	for {
		n, err := from.Read(buf)
		if n > 0 {
			r.note(dir, buf[:n])
			if _, err := to.Write(buf[:n]); err != nil {
				return
			}
		}
		if err != nil {
			return
		}
	}
}

// ask has `openssl s_client` ask the server over a connection that is listened to.
func (s *opensslServer) ask(t *testing.T, arguments ...string) []decodetest.Say {
	t.Helper()
	addr, _, script := s.listen(t)
	cmd := exec.Command("openssl", append([]string{"s_client", "-quiet", "-connect", addr, "-servername", "localhost"}, arguments...)...)
	cmd.Stdin = strings.NewReader("GET / HTTP/1.0\r\n\r\n")
	out, err := cmd.CombinedOutput()
	if err != nil && !bytes.Contains(out, []byte("HTTP/1.0 200")) {
		t.Skipf("openssl does not speak that: %v\n%s", err, out)
	}
	return script()
}

// TestOpenSSLSuites opens what openssl says in suites that crypto/tls does not have.
func TestOpenSSLSuites(t *testing.T) {
	rsa, ec := identity(t, "rsa"), identity(t, "ecdsa")
	for _, test := range []struct {
		version, suite string
		cert           tls.Certificate
		more           []string // arguments of both sides
		closed         string   // why it stays closed
	}{
		{"-tls1_3", "TLS_AES_256_GCM_SHA384", ec, nil, ""},
		{"-tls1_3", "TLS_CHACHA20_POLY1305_SHA256", ec, nil, ""},
		{"-tls1_3", "TLS_AES_128_CCM_SHA256", ec, nil, ""},
		{"-tls1_3", "TLS_AES_128_CCM_8_SHA256", ec, nil, ""},
		{"-tls1_2", "AES128-CCM", rsa, nil, ""},
		{"-tls1_2", "ECDHE-ECDSA-AES256-CCM8", ec, nil, ""},
		{"-tls1_2", "DHE-RSA-AES256-GCM-SHA384", rsa, nil, ""},
		{"-tls1_2", "DHE-RSA-CHACHA20-POLY1305", rsa, nil, ""},
		{"-tls1_2", "ECDHE-RSA-AES256-SHA384", rsa, nil, ""}, // encrypt-then-MAC
		{"-tls1_2", "DHE-RSA-AES256-SHA256", rsa, nil, ""},
		{"-tls1_2", "AES128-SHA", rsa, []string{"-legacy_server_connect"}, ""},
		{"-tls1_2", "CAMELLIA128-SHA", rsa, nil, ""},
		{"-tls1_2", "ECDHE-RSA-CAMELLIA256-SHA384", rsa, nil, ""},
		{"-tls1_2", "NULL-SHA256", rsa, nil, ""},
		{"-tls1_2", "ECDHE-RSA-NULL-SHA", rsa, nil, ""},
		{"-tls1_2", "AECDH-AES128-SHA", rsa, nil, ""},
		{"-tls1_2", "PSK-AES128-GCM-SHA256", rsa, []string{"-psk", "0123456789abcdef"}, ""},
		{"-tls1_2", "ECDHE-PSK-AES128-CBC-SHA256", rsa, []string{"-psk", "0123456789abcdef"}, ""},
		{"-tls1_2", "ECDHE-ECDSA-ARIA128-GCM-SHA256", ec, nil, "suite not supported: TLS_ECDHE_ECDSA_WITH_ARIA_128_GCM_SHA256"},
		{"-tls1_1", "ECDHE-RSA-AES128-SHA", rsa, nil, ""},
		{"-tls1", "DHE-RSA-CAMELLIA256-SHA", rsa, nil, ""},
		{"-tls1", "AES256-SHA", rsa, nil, ""},
		{"-tls1", "DES-CBC3-SHA", rsa, nil, ""},
		{"-tls1", "SEED-SHA", rsa, nil, "suite not supported: TLS_RSA_WITH_SEED_CBC_SHA"},
		{"-ssl3", "AES256-SHA", rsa, nil, ""},
	} {
		t.Run(test.version[1:]+" "+test.suite, func(t *testing.T) {
			both := []string{test.version, "-cipher", test.suite + ":@SECLEVEL=0"}
			if test.version == "-tls1_3" {
				both = []string{test.version, "-ciphersuites", test.suite}
			}
			var server, client []string
			for _, a := range test.more {
				if a != "-legacy_server_connect" {
					server = append(server, a)
				}
				client = append(client, a)
			}
			s := startOpenSSL(t, test.cert, append(append(both, "-www"), server...)...)
			script := s.ask(t, append(both, client...)...)
			log, err := os.ReadFile(s.keys)
			if err != nil {
				t.Skip("openssl wrote no key log: ", err)
			}
			events, asked, answered := opened(t, Options{KeyLog: keyLog(string(log))}, script)
			if test.closed != "" {
				for _, r := range reasons(events) {
					if r != test.closed {
						t.Errorf("stayed closed because %q, want %q", r, test.closed)
					}
				}
				if len(reasons(events)) == 0 {
					t.Error("no reason is given")
				}
				return
			}
			if asked != "GET / HTTP/1.0\r\n\r\n" || !strings.HasPrefix(answered, "HTTP/1.0 200 ok\r\n") {
				t.Errorf("opened %q and %.100q; stayed closed: %q", asked, answered, reasons(events))
			}
			if r := reasons(events); r != nil {
				t.Errorf("stayed closed: %q", r)
			}
		})
	}
}

// TestNullReadable reads a suite without encryption without any key.
func TestNullReadable(t *testing.T) {
	s := startOpenSSL(t, identity(t, "rsa"), "-www", "-tls1_2", "-cipher", "NULL-SHA256:@SECLEVEL=0")
	events, asked, answered := opened(t, Options{}, s.ask(t, "-tls1_2", "-cipher", "NULL-SHA256:@SECLEVEL=0"))
	if asked != "GET / HTTP/1.0\r\n\r\n" || !strings.HasPrefix(answered, "HTTP/1.0 200 ok\r\n") {
		t.Errorf("read %q and %.100q", asked, answered)
	}
	for _, e := range events {
		if e.Opened != "" {
			t.Errorf("%s took a key", e.Kind)
		}
	}
}

// typed has somebody type lines into `openssl s_client`, and returns what crossed the wire.
func (s *opensslServer) typed(t *testing.T, arguments []string, lines ...string) []decodetest.Say {
	t.Helper()
	addr, r, script := s.listen(t)
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	cmd := exec.CommandContext(ctx, "openssl", append([]string{"s_client", "-connect", addr}, arguments...)...)
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	for _, l := range lines {
		r.quiet(ctx) // s_client takes a letter for a command only at the front of what it reads
		fmt.Fprint(in, l)
	}
	r.quiet(ctx)
	in.Close()
	cmd.Wait()
	return script()
}

// TestChangedKeys opens what is said after the keys were changed: by a KeyUpdate, by renegotiation.
func TestChangedKeys(t *testing.T) {
	for _, test := range []struct{ name, version, command, message string }{
		{"key update", "-tls1_3", "K\n", "client tls.handshake key_update"},
		{"renegotiation", "-tls1_2", "R\n", "client tls.client_hello TLS 1.2"},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := startOpenSSL(t, identity(t, "ecdsa"), "-www", test.version, "-client_renegotiation")
			script := s.typed(t, []string{test.version}, test.command, "GET / HTTP/1.0\r\n\r\n")
			log, err := os.ReadFile(s.keys)
			if err != nil {
				t.Skip("openssl wrote no key log: ", err)
			}
			events, asked, answered := opened(t, Options{KeyLog: keyLog(string(log))}, script)
			if !slices.Contains(kindsOpened(events), test.message) {
				t.Errorf("no %q among %q", test.message, kindsOpened(events))
			}
			if asked != "GET / HTTP/1.0\r\n\r\n" || !strings.HasPrefix(answered, "HTTP/1.0 200 ok\r\n") {
				t.Errorf("opened %q and %.100q; stayed closed: %q", asked, answered, reasons(events))
			}
			if r := reasons(events); r != nil {
				t.Errorf("stayed closed: %q", r)
			}
		})
	}
}

// TestEarlyData opens what a client says before the server said a word. What the server refuses of that is no part of
// what it hears.
func TestEarlyData(t *testing.T) {
	for _, test := range []struct {
		name           string
		server, client []string
		asked          []string
	}{
		{"taken", nil, nil, []string{"GET /early HTTP/1.0\r\n\r\n"}},
		{"refused", []string{"-groups", "P-384"}, []string{"-groups", "X25519:P-384"}, []string{"GET /early HTTP/1.0\r\n", "\r\n"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := startOpenSSL(t, identity(t, "ecdsa"), append([]string{"-tls1_3", "-early_data"}, test.server...)...)
			dir := t.TempDir()
			session, early := filepath.Join(dir, "session.pem"), filepath.Join(dir, "early")
			if err := os.WriteFile(early, []byte("GET /early HTTP/1.0\r\n"), 0o600); err != nil {
				t.Fatal(err)
			}
			s.typed(t, []string{"-tls1_3", "-sess_out", session}, "GET / HTTP/1.0\r\n\r\n")
			keys := filepath.Join(dir, "keys.log") // of the client: the server makes no keys for what it refuses
			script := s.typed(t, append([]string{"-tls1_3", "-sess_in", session, "-early_data", early, "-keylogfile", keys}, test.client...), "\r\n")
			log, err := os.ReadFile(keys)
			if err != nil {
				t.Skip("openssl wrote no key log: ", err)
			}
			events, said := openedEach(t, Options{KeyLog: keyLog(string(log))}, script)
			if diff := cmp.Diff(test.asked, said); diff != "" {
				t.Errorf("said inside (-want +got):\n%s\nstayed closed: %q; %q", diff, reasons(events), titles(events))
			}
			if !slices.Contains(titles(events), "client tls.data early_data") {
				t.Errorf("no early data among %q", titles(events))
			}
		})
	}
}

// openedEach is what the client says in each of the conversations inside.
func openedEach(t *testing.T, o Options, script []decodetest.Say) (events []decodetest.Event, said []string) {
	t.Helper()
	sinks := &sinks{}
	events = decodetest.Run(t, decode.Options{Protocols: []decode.Protocol{Protocol(o), sinks}}, script...)
	for _, s := range sinks.made {
		client, _ := s.text()
		said = append(said, client)
	}
	return events, said
}

// sinks is a protocol that makes a sink for each conversation.
type sinks struct {
	sink
	made []*sink
}

func (*sinks) Sniff(_ decode.Direction, head []byte) decode.Verdict {
	if plausible(head) {
		return decode.No // the outer stream
	}
	return decode.Yes
}

func (s *sinks) Decoder(*decode.Conversation) decode.Decoder {
	s.made = append(s.made, &sink{})
	return s.made[len(s.made)-1]
}
