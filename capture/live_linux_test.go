package capture

import (
	"context"
	"net"
	"os"
	"testing"

	"golang.org/x/sys/unix"
)

// On the loopback interface the kernel shows each packet twice, on its way out and on its way in. It is heard, and
// counted, once: what was sent is what was seen and what was dropped, also when much comes at a time.
func TestLoopbackBurst(t *testing.T) {
	if !HasLive {
		t.Skip("this build cannot listen")
	}
	if os.Getenv("CAPTURE_TEST_INSIDE") == "" {
		rerunInNamespace(t)
		return
	}
	interfaceUp(t, "lo")
	for name, test := range map[string]struct {
		sent, size, buffer int
		lossless           bool
	}{
		"short packets":      {sent: 20_000, size: 100, lossless: true},
		"long packets":       {sent: 200, size: 60_000, lossless: true},
		"more than fits":     {sent: 20_000, size: 1000, buffer: 1 << 20},
		"far more than fits": {sent: 2000, size: 50_000, buffer: 1 << 20},
		"with a filter":      {sent: 1000, size: 10, lossless: true},
	} {
		t.Run(name, func(t *testing.T) {
			to, err := net.ListenPacket("udp", "127.0.0.1:0")
			if err != nil {
				t.Fatal(err)
			}
			defer to.Close()
			ctx, stop := context.WithCancel(context.Background())
			live, err := Listen(ctx, LiveOptions{Filter: "udp and dst port " + portOf(to), Buffer: test.buffer})
			if err != nil {
				t.Fatal(err)
			}
			defer live.Close()
			from, err := net.Dial("udp", to.LocalAddr().String())
			if err != nil {
				t.Fatal(err)
			}
			defer from.Close()
			payload := make([]byte, test.size)
			for range test.sent { // nobody listens yet: all has to wait in the kernel
				if _, err := from.Write(payload); err != nil {
					t.Fatal(err)
				}
			}
			stop()
			seen := 0
			var f Frame
			for err = live.Next(&f); err == nil; err = live.Next(&f) {
				seen++
			}
			s, err := live.Stats()
			if err != nil {
				t.Fatal(err)
			}
			t.Logf("%d seen, %+v", seen, s)
			if seen+s.Dropped != test.sent || s.Received != test.sent {
				t.Errorf("sent %d; seen %d, and the kernel says %+v", test.sent, seen, s)
			}
			if lossless := s.Dropped == 0; lossless != test.lossless {
				t.Errorf("%d of %d were dropped", s.Dropped, test.sent)
			}
		})
	}
}

func portOf(c net.PacketConn) string {
	_, port, _ := net.SplitHostPort(c.LocalAddr().String())
	return port
}

// interfaceUp switches an interface on.
func interfaceUp(t *testing.T, name string) {
	sock, err := unix.Socket(unix.AF_INET, unix.SOCK_DGRAM, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer unix.Close(sock)
	ifr, err := unix.NewIfreq(name)
	if err != nil {
		t.Fatal(err)
	}
	ifr.SetUint16(unix.IFF_UP | unix.IFF_RUNNING)
	if err := unix.IoctlIfreq(sock, unix.SIOCSIFFLAGS, ifr); err != nil {
		t.Fatal(err)
	}
}
