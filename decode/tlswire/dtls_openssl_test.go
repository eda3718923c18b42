package tlswire

import (
	"bufio"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"eavesdrop/decode"
	"eavesdrop/decode/decodetest"
)

// relay passes datagrams between one client and a server, and notes them.
type relay struct {
	mu   sync.Mutex
	said []decodetest.Say
}

func (r *relay) note(dir decode.Direction, b []byte) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.said = append(r.said, decodetest.Say{Dir: dir, Data: slices.Clone(b)})
}

// spoken says whether a side has sent application data.
func (r *relay) spoken(dir decode.Direction) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.ContainsFunc(r.said, func(s decodetest.Say) bool {
		return s.Dir == dir && len(s.Data) > 0 && contentType(s.Data[0]) == typeApplicationData
	})
}

// run passes datagrams until its sockets are closed.
func (r *relay) run(client net.PacketConn, server net.Conn) {
	var once sync.Once
	buf := make([]byte, 1<<16)
	for {
		n, from, err := client.ReadFrom(buf)
		if err != nil {
			return
		}
		once.Do(func() {
			go func() {
				buf := make([]byte, 1<<16)
				for {
					n, err := server.Read(buf)
					if errors.Is(err, net.ErrClosed) {
						return
					}
					r.note(decode.FromServer, buf[:n])
					client.WriteTo(buf[:n], from)
				}
			}()
		})
		r.note(decode.FromClient, buf[:n])
		server.Write(buf[:n])
	}
}

// dtlsSession has openssl's client ask its server something, and returns the datagrams.
func dtlsSession(t *testing.T, cert tls.Certificate, arguments ...string) []decodetest.Say {
	t.Helper()
	path, err := exec.LookPath("openssl")
	if err != nil {
		t.Skip("openssl is not installed")
	}
	key, err := x509.MarshalPKCS8PrivateKey(cert.PrivateKey)
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "server.pem")
	both := append(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: cert.Certificate[0]}), pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: key})...)
	if err := os.WriteFile(file, both, 0o600); err != nil {
		t.Fatal(err)
	}
	free, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	addr := free.LocalAddr().String()
	free.Close()
	server := exec.Command(path, append([]string{"s_server", "-accept", addr, "-cert", file, "-listen"}, arguments...)...)
	server.Stdin = typed(t, "the answer\n")
	output, err := server.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	start(t, server)
	for lines := bufio.NewScanner(output); ; {
		if !lines.Scan() {
			t.Skip("this openssl does not have that")
		}
		if lines.Text() == "ACCEPT" {
			break
		}
	}
	go io.Copy(io.Discard, output)
	_, port, _ := net.SplitHostPort(addr)
	front, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	behind, err := net.Dial("udp", "127.0.0.1:"+port)
	if err != nil {
		t.Fatal(err)
	}
	r := &relay{}
	go r.run(front, behind)
	t.Cleanup(func() { front.Close(); behind.Close() })
	client := exec.Command(path, append([]string{"s_client", "-connect", front.LocalAddr().String(), "-servername", "localhost", "-quiet"}, arguments...)...)
	client.Stdin = typed(t, "the question\n")
	start(t, client)
	for range 1000 {
		if r.spoken(decode.FromClient) && r.spoken(decode.FromServer) {
			break
		}
		time.Sleep(10 * time.Millisecond)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.said
}

// start starts a command that is ended with the test.
func start(t *testing.T, c *exec.Cmd) {
	t.Helper()
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		c.Process.Kill()
		c.Wait()
	})
}

// typed is a standard input on which a line stands, and that stays open to the end of the test.
func typed(t *testing.T, line string) *os.File {
	t.Helper()
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { r.Close(); w.Close() })
	if _, err := w.WriteString(line); err != nil {
		t.Fatal(err)
	}
	return r
}

// What openssl says over DTLS, its hellos and certificate cut into fragments when the datagrams are small.
func TestDTLSOpenSSL(t *testing.T) {
	cert := identity(t, "ecdsa")
	for _, test := range []struct {
		name      string
		arguments []string
	}{
		{"DTLS 1.2", []string{"-dtls1_2"}},
		{"DTLS 1.2, small datagrams", []string{"-dtls1_2", "-mtu", "256"}},
		{"DTLS 1.0", []string{"-dtls1", "-cipher", "ALL:@SECLEVEL=0"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			script := dtlsSession(t, cert, test.arguments...)
			kinds, chain := map[string]int{}, 0
			for _, e := range decodetest.RunFlow(t, dtlsOptions(), decodetest.NewFlow("udp", false), script...) {
				decodetest.CheckFields(t, e)
				kinds[e.Kind]++
				switch m := e.Message.(type) {
				case *ClientHello:
					if m.ServerName != "localhost" || !strings.HasPrefix(m.JA4(), "dd") || m.Bad != "" {
						t.Errorf("name %q, JA4 %s, %s", m.ServerName, m.JA4(), m.Bad)
					}
				case *Certificate:
					chain = len(m.Chain)
				case *decode.Malformed:
					t.Error(m.Why)
				}
			}
			if kinds["tls.client_hello"] != 2 || kinds["tls.server_hello"] != 1 || chain != 1 || kinds["tls.data"] == 0 {
				t.Errorf("events %v, a chain of %d", kinds, chain)
			}
		})
	}
}
