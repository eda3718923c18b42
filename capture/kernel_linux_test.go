package capture

import (
	"encoding/binary"
	"io"
	"net"
	"os"
	"sync"
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
	k := &kernel{tun: tun, listener: listener, port: 20000}
	for _, cases := range [][]kernelCase{overlapCases(), finCases(), urgentCases(), synCases()} {
		for _, test := range cases {
			t.Run(test.name, func(t *testing.T) { k.play(t, test) })
		}
	}
	k.listener = fastOpenListener(t)
	defer k.listener.Close()
	for _, test := range synCases() {
		t.Run("fast open: "+test.name, func(t *testing.T) { k.play(t, test) })
	}
}

// A kernelSegment is a step of the made-up sender.
type kernelSegment struct {
	at     uint32 // of data, counted from the first byte of the stream
	data   string
	urgent int  // urgent pointer, if flags have URG
	flags  byte // besides ACK and PSH
	noACK  bool // without ACK
}

type kernelCase struct {
	name     string
	isn      uint32
	onSYN    string
	segments []kernelSegment
	length   uint32 // where a FIN ends the stream, if nothing else has
	inStep   bool   // each segment waits until the program has read what there is
}

// kernel is the receiver, and the program that reads from it.
type kernel struct {
	tun      *os.File
	listener net.Listener
	port     uint16
}

// play plays one connection.
func (k *kernel) play(t *testing.T, test kernelCase) {
	k.port++
	to := uint16(k.listener.Addr().(*net.TCPAddr).Port)
	c := &crafted{t: t, tun: k.tun, ports: [2]uint16{k.port, to}, isn: test.isn, assembler: newWire(t, Limits{})}
	program := readAll(k.listener)
	c.connect(test.onSYN)
	for _, s := range test.segments {
		flags := flagACK | flagPSH | s.flags
		if s.noACK {
			flags &^= flagACK
		}
		c.send(flags, s.at, s.urgent, s.data)
		if test.inStep {
			program.await(len(c.assembler.got.stream("1 client")))
		}
	}
	c.send(flagACK|flagFIN, test.length, 0, "")
	want := program.all()
	c.assembler.a.Flush()
	if got := c.assembler.got.stream("1 client"); got != want {
		t.Errorf("the kernel read %q\n   we made of it  %q\n   of %+v", want, got, test.segments)
	}
}

// A program reads what there is, as it comes, from the next connection to a socket with no options set.
type program struct {
	mu   sync.Mutex
	more *sync.Cond
	read []byte
	over bool
}

func readAll(l net.Listener) *program {
	p := &program{}
	p.more = sync.NewCond(&p.mu)
	add := func(b []byte, err error) {
		p.mu.Lock()
		defer p.mu.Unlock()
		if p.read = append(p.read, b...); err != nil {
			p.over = true
			if err != io.EOF {
				p.read = append(p.read, err.Error()...)
			}
		}
		p.more.Broadcast()
	}
	go func() {
		conn, err := l.Accept()
		if err != nil {
			add(nil, err)
			return
		}
		defer conn.Close()
		conn.SetDeadline(time.Now().Add(20 * time.Second))
		buf := make([]byte, 4096)
		for err == nil {
			var n int
			n, err = conn.Read(buf)
			add(buf[:n], err)
		}
	}()
	return p
}

// await waits until the program has read n bytes.
func (p *program) await(n int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for len(p.read) < n && !p.over {
		p.more.Wait()
	}
}

// all waits until the program has read all.
func (p *program) all() string {
	p.await(1 << 30)
	return string(p.read)
}

// crafted is a made-up host 10.9.0.2 that talks to the kernel's 10.9.0.1.
type crafted struct {
	t         *testing.T
	tun       *os.File
	ports     [2]uint16 // its own, the kernel's
	isn       uint32
	next, ack uint32 // that it sends behind the handshake
	assembler *wire
}

// connect shakes hands, with data on its SYN if there are some.
func (c *crafted) connect(data string) {
	c.raw(flagSYN, c.isn, 0, 0, data)
	for c.ack == 0 {
		buf := make([]byte, 2000)
		c.tun.SetReadDeadline(time.Now().Add(5 * time.Second))
		n, err := c.tun.Read(buf)
		if err != nil {
			c.t.Fatal("no answer to the SYN: ", err)
		}
		if b := buf[:n]; c.ours(b) {
			c.answered(b)
		}
	}
	c.raw(flagACK, c.next, c.ack, 0, "")
}

// send sends data at a place of the stream.
func (c *crafted) send(flags byte, at uint32, urgent int, data string) {
	c.raw(flags, c.isn+1+at, c.ack, urgent, data)
}

func (c *crafted) raw(flags byte, seq, ack uint32, urgent int, data string) {
	segment := tcpBytes(c.ports[0], c.ports[1], seq, ack, flags, data)
	binary.BigEndian.PutUint16(segment[14:], 65535)
	binary.BigEndian.PutUint16(segment[18:], uint16(urgent))
	src, dst := [4]byte{10, 9, 0, 2}, [4]byte{10, 9, 0, 1}
	pseudo := append(append(append([]byte(nil), src[:]...), dst[:]...), 0, protoTCP, byte(len(segment)>>8), byte(len(segment)))
	binary.BigEndian.PutUint16(segment[16:], checksum(append(pseudo, segment...)))
	packet := ip4(protoTCP, src, dst, segment)
	binary.BigEndian.PutUint16(packet[10:], checksum(packet[:20]))
	if _, err := c.tun.Write(packet); err != nil {
		c.t.Fatal(err)
	}
	c.assembler.frame(packet)
	c.hear()
}

// hear lets the assembler see what the kernel has answered.
func (c *crafted) hear() {
	conn, err := c.tun.SyscallConn()
	if err != nil {
		c.t.Fatal(err)
	}
	for n := 1; n > 0; {
		buf := make([]byte, 2000)
		conn.Read(func(fd uintptr) bool {
			n, _ = unix.Read(int(fd), buf)
			return true
		})
		if b := buf[:max(n, 0)]; c.ours(b) {
			c.answered(b)
		}
	}
}

// ours says whether a packet is one of the kernel's in this connection.
func (c *crafted) ours(b []byte) bool {
	return len(b) >= 40 && b[0] == 0x45 && b[9] == protoTCP && binary.BigEndian.Uint16(b[22:]) == c.ports[0]
}

// answered takes a packet of the kernel's.
func (c *crafted) answered(b []byte) {
	c.assembler.frame(b)
	if b[33] == flagSYN|flagACK {
		c.ack = binary.BigEndian.Uint32(b[24:]) + 1
		c.next = binary.BigEndian.Uint32(b[28:])
	}
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
