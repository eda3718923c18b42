package capture

import (
	"encoding/binary"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// What reassembly makes of crafted segments is compared with what this machine's own kernel hands the program
// that reads from the socket. The sender is made up: the test writes its packets to a TUN device, in a network
// namespace of its own, so that nothing but the receiver has an opinion about them.
func TestAsTheKernelReads(t *testing.T) {
	if os.Getenv("CAPTURE_TEST_INSIDE") == "" {
		rerunInNamespace(t)
		return
	}
	tun := openTUN(t)
	listener, err := net.Listen("tcp", "10.9.0.1:5683")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	port := uint16(20000)
	for _, test := range kernelCases() {
		t.Run(test.name, func(t *testing.T) {
			port++
			c := &crafted{t: t, tun: tun, port: port, isn: test.isn, assembler: newWire(t, Limits{})}
			fromKernel := make(chan string, 1)
			go func() {
				conn, err := listener.Accept()
				if err != nil {
					fromKernel <- err.Error()
					return
				}
				defer conn.Close()
				conn.SetDeadline(time.Now().Add(20 * time.Second))
				all, err := io.ReadAll(conn)
				if err != nil {
					all = append(all, err.Error()...)
				}
				fromKernel <- string(all)
			}()
			c.connect()
			for _, s := range test.segments {
				c.send(flagACK|8, s.at, s.data)
			}
			c.send(flagACK|flagFIN, test.length, "")
			want := <-fromKernel
			c.assembler.a.Flush()
			if got := c.assembler.got.stream("1 client"); got != want {
				t.Errorf("the kernel read %q\n   we made of it  %q\n   of %+v", want, got, test.segments)
			}
		})
	}
}

type kernelSegment struct {
	at   uint32 // counted from the first byte of the stream
	data string
}

type kernelCase struct {
	name     string
	isn      uint32
	segments []kernelSegment
	length   uint32
}

// kernelCases are the thirteen relations of two intervals (Allen), each before the bytes in front have come and
// with other bytes in each segment, and random mixtures.
func kernelCases() []kernelCase {
	var cases []kernelCase
	fill := func(letter byte, from, to uint32) kernelSegment {
		return kernelSegment{from, strings.Repeat(string(letter), int(to-from))}
	}
	// The first segment is always [10, 20).
	for name, second := range map[string][2]uint32{
		"before": {2, 8}, "meets": {5, 10}, "overlaps": {5, 15}, "finished by": {5, 20}, "contains": {5, 25},
		"starts": {10, 15}, "equals": {10, 20}, "started by": {10, 25}, "during": {12, 18}, "finishes": {15, 20},
		"overlapped by": {15, 25}, "met by": {20, 25}, "after": {22, 28},
	} {
		last := max(uint32(20), second[1])
		for _, order := range []string{"queued", "behind a third", "first in order"} {
			c := kernelCase{name: name + ", " + order, isn: 1000, length: last}
			a, b := fill('A', 10, 20), fill('B', second[0], second[1])
			switch order {
			case "queued":
				c.segments = []kernelSegment{a, b, fill('f', 0, last)}
			case "behind a third":
				c.segments = []kernelSegment{fill('C', 8, 13), a, b, fill('D', 14, 22), fill('f', 0, 9), fill('g', 0, 30)}
				c.length = max(last, 30)
			case "first in order":
				c.segments = []kernelSegment{fill('f', 0, 10), a, b, fill('g', 0, last)}
			}
			cases = append(cases, c)
		}
	}
	for seed := range uint64(150) {
		r := rand.New(rand.NewPCG(seed, 7))
		c := kernelCase{name: fmt.Sprintf("random %d", seed), isn: r.Uint32(), length: 60}
		if seed%3 == 0 {
			c.isn = ^uint32(0) - 30 // wraps in the middle
		}
		for i := range 3 + r.IntN(12) {
			from := 2 * (1 + r.Uint32N(25)) // even, and ends are odd: none ends where another begins
			c.segments = append(c.segments, fill('A'+byte(i), from, from+1+2*r.Uint32N(5)))
		}
		c.segments = append(c.segments, fill('z', 0, 1), fill('y', 0, 60)) // the rest, which fills the gaps
		cases = append(cases, c)
	}
	return cases
}

// crafted is a made-up host 10.9.0.2 that talks to the kernel's 10.9.0.1:5683.
type crafted struct {
	t         *testing.T
	tun       *os.File
	port      uint16
	isn, ack  uint32
	assembler *wire
}

// connect shakes hands.
func (c *crafted) connect() {
	c.raw(flagSYN, c.isn, 0, "")
	buf := make([]byte, 2000)
	for {
		c.tun.SetReadDeadline(time.Now().Add(5 * time.Second))
		n, err := c.tun.Read(buf)
		if err != nil {
			c.t.Fatal("no answer to the SYN: ", err)
		}
		b := buf[:n]
		if n < 40 || b[0] != 0x45 || b[9] != protoTCP || binary.BigEndian.Uint16(b[22:]) != c.port || b[33] != flagSYN|flagACK {
			continue // of an earlier connection
		}
		c.ack = binary.BigEndian.Uint32(b[24:]) + 1
		break
	}
	c.raw(flagACK, c.isn+1, c.ack, "")
}

// send sends data at a place of the stream.
func (c *crafted) send(flags byte, at uint32, data string) { c.raw(flags, c.isn+1+at, c.ack, data) }

func (c *crafted) raw(flags byte, seq, ack uint32, data string) {
	segment := tcpBytes(c.port, 5683, seq, ack, flags, data)
	binary.BigEndian.PutUint16(segment[14:], 65535)
	src, dst := [4]byte{10, 9, 0, 2}, [4]byte{10, 9, 0, 1}
	pseudo := append(append(append([]byte(nil), src[:]...), dst[:]...), 0, protoTCP, byte(len(segment)>>8), byte(len(segment)))
	binary.BigEndian.PutUint16(segment[16:], checksum(append(pseudo, segment...)))
	packet := ip4(protoTCP, src, dst, segment)
	binary.BigEndian.PutUint16(packet[10:], checksum(packet[:20]))
	if _, err := c.tun.Write(packet); err != nil {
		c.t.Fatal(err)
	}
	c.assembler.frame(packet)
}

// checksum is that of RFC 1071.
func checksum(b []byte) uint16 {
	var sum uint32
	for i := 0; i+1 < len(b); i += 2 {
		sum += uint32(b[i])<<8 | uint32(b[i+1])
	}
	if len(b)%2 == 1 {
		sum += uint32(b[len(b)-1]) << 8
	}
	for sum > 0xffff {
		sum = sum>>16 + sum&0xffff
	}
	return ^uint16(sum)
}

// rerunInNamespace runs the test that calls it in a network namespace of its own.
func rerunInNamespace(t *testing.T) {
	if _, err := os.Stat("/dev/net/tun"); err != nil {
		t.Skip("no TUN devices here: ", err)
	}
	cmd := exec.Command(os.Args[0], "-test.run=^"+t.Name()+"$", "-test.v="+fmt.Sprint(testing.Verbose()))
	cmd.Env = append(os.Environ(), "CAPTURE_TEST_INSIDE=1")
	attr := &syscall.SysProcAttr{Cloneflags: syscall.CLONE_NEWNET, Pdeathsig: syscall.SIGKILL}
	if os.Getuid() != 0 {
		attr.Cloneflags |= syscall.CLONE_NEWUSER
		attr.UidMappings = []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getuid(), Size: 1}}
		attr.GidMappings = []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getgid(), Size: 1}}
	}
	cmd.SysProcAttr = attr
	out, err := cmd.CombinedOutput()
	if err != nil && strings.Contains(err.Error(), "not permitted") {
		t.Skip("no network namespace to be had here: ", err)
	}
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	if !strings.Contains(string(out), "PASS") {
		t.Fatalf("the test inside says nothing: %s", out)
	}
}

// openTUN makes a device tun0 whose own address is 10.9.0.1.
func openTUN(t *testing.T) *os.File {
	fd, err := unix.Open("/dev/net/tun", unix.O_RDWR|unix.O_CLOEXEC|unix.O_NONBLOCK, 0)
	if err != nil {
		t.Skip("can't open a TUN device: ", err)
	}
	set := func(fd int, what uint, name string, fill func(*unix.Ifreq) error) {
		ifr, err := unix.NewIfreq(name)
		if err == nil {
			err = fill(ifr)
		}
		if err == nil {
			err = unix.IoctlIfreq(fd, what, ifr)
		}
		if err != nil {
			t.Fatalf("tun0: ioctl %#x: %v", what, err)
		}
	}
	set(fd, unix.TUNSETIFF, "tun0", func(r *unix.Ifreq) error { r.SetUint16(unix.IFF_TUN | unix.IFF_NO_PI); return nil })
	sock, err := unix.Socket(unix.AF_INET, unix.SOCK_DGRAM, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer unix.Close(sock)
	set(sock, unix.SIOCSIFADDR, "tun0", func(r *unix.Ifreq) error { return r.SetInet4Addr([]byte{10, 9, 0, 1}) })
	set(sock, unix.SIOCSIFNETMASK, "tun0", func(r *unix.Ifreq) error { return r.SetInet4Addr([]byte{255, 255, 255, 0}) })
	set(sock, unix.SIOCSIFFLAGS, "tun0", func(r *unix.Ifreq) error { r.SetUint16(unix.IFF_UP | unix.IFF_RUNNING); return nil })
	f := os.NewFile(uintptr(fd), "tun0")
	t.Cleanup(func() { f.Close() })
	return f
}
