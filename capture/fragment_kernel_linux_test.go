package capture

import (
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"net"
	"os"
	"strings"
	"syscall"
	"testing"
	"time"
	"unsafe"

	"golang.org/x/sys/unix"

	"eavesdrop/decode"
)

// What is put together of fragments is what this machine's own kernel hands the program that reads from the
// socket, whatever order they come in, and however they overlap.
func TestFragmentsAsTheKernelReads(t *testing.T) {
	if os.Getenv("CAPTURE_TEST_INSIDE") == "" {
		rerunInNamespace(t)
		return
	}
	tun := openTUN(t)
	addIPv6(t, "tun0", "fd09::1")
	for _, version := range []int{4, 6} {
		t.Run(fmt.Sprint("IPv", version), func(t *testing.T) {
			addr := map[int]string{4: "10.9.0.1:5683", 6: "[fd09::1]:5683"}[version]
			conn, err := net.ListenPacket("udp", addr)
			for give := time.Now().Add(10 * time.Second); err != nil; conn, err = net.ListenPacket("udp", addr) {
				if time.Now().After(give) { // the kernel takes a moment until it has the new address
					t.Fatal(err)
				}
			}
			defer conn.Close()
			allowNoChecksum(t, conn.(*net.UDPConn))
			for seed := range uint64(400) {
				pieces := randomPieces(seed)
				got := &whole{length: len(fragmented)}
				w := &wire{t: t, a: NewAssembler(got, Limits{})}
				send := func(packet []byte) {
					if _, err := tun.Write(packet); err != nil {
						t.Fatal(err)
					}
					w.frame(packet)
				}
				for _, p := range pieces {
					send(p.packet(version, uint32(seed)))
				}
				const over = "over"
				send((&kernelPiece{data: udp(1000, 5683, []byte(over))}).packet(version, 1<<16-1))
				var fromKernel strings.Builder
				buf := make([]byte, 2000)
				for !strings.HasSuffix(fromKernel.String(), over) {
					conn.SetReadDeadline(time.Now().Add(5 * time.Second))
					n, _, err := conn.ReadFrom(buf)
					if err != nil {
						t.Fatal(err)
					}
					fromKernel.Write(buf[:n])
				}
				if want := strings.TrimSuffix(fromKernel.String(), over); got.String() != want {
					t.Fatalf("seed %d: the kernel read %q\n we made of it %q\n of %+v", seed, want, got, pieces)
				}
			}
		})
	}
}

// whole is a sink that keeps datagrams of one length. The kernel passes on no others, because that is what their
// UDP header says; what was shorter on the wire is to be heard all the same.
type whole struct {
	strings.Builder
	length int
}

func (*whole) Open(*decode.Flow)  {}
func (*whole) Close(*decode.Flow) {}
func (w *whole) Feed(s *decode.Segment) {
	if len(s.Data) == w.length {
		w.Write(s.Data)
	}
}

// A kernelPiece is a fragment of a UDP datagram.
type kernelPiece struct {
	offset int
	more   bool
	data   []byte
}

// randomPieces cuts a datagram up, shuffles the pieces, and adds some that repeat others, overlap them or say
// another length.
func randomPieces(seed uint64) []kernelPiece {
	r := rand.New(rand.NewPCG(seed, 11))
	datagram := udp(1000, 5683, []byte(fragmented))
	var pieces []kernelPiece
	for from := 0; from < len(datagram); {
		to := min(from+8*(1+r.IntN(3)), len(datagram))
		pieces = append(pieces, kernelPiece{from, to < len(datagram), datagram[from:to]})
		from = to
	}
	if seed%4 != 0 {
		for range 1 + r.IntN(3) {
			from := 8 * r.IntN(len(datagram)/8)
			extra := kernelPiece{from, r.IntN(6) > 0, []byte(strings.Repeat(string(rune('a'+r.IntN(26))), 8*(1+r.IntN(4))))}
			if r.IntN(2) == 0 { // within another, or all of it
				p := pieces[r.IntN(len(pieces))]
				extra.offset, extra.data = p.offset, extra.data[:min(len(extra.data), len(p.data)&^7)]
			}
			if extra.offset == 0 { // where it goes to stays, and that it is a fragment
				copy(extra.data, datagram[:8])
				extra.more = true
			}
			if len(extra.data) > 0 {
				pieces = append(pieces, extra)
			}
		}
	}
	if seed%5 != 0 {
		r.Shuffle(len(pieces), func(i, j int) { pieces[i], pieces[j] = pieces[j], pieces[i] })
	}
	return pieces
}

// packet is the fragment as it is sent from a host that is made up.
func (p *kernelPiece) packet(version int, id uint32) []byte {
	if version == 6 {
		b := fragment6(protoUDP, id, p.offset, p.more, p.data)
		copy(b[8:], net.ParseIP("fd09::2"))
		copy(b[24:], net.ParseIP("fd09::1"))
		return b
	}
	b := fragment4(protoUDP, uint16(id), p.offset, p.more, p.data)
	copy(b[12:], []byte{10, 9, 0, 2, 10, 9, 0, 1})
	binary.BigEndian.PutUint16(b[10:], checksum(b[:20]))
	return b
}

// allowNoChecksum has datagrams accepted whatever was done to their bytes.
func allowNoChecksum(t *testing.T, conn *net.UDPConn) {
	raw, err := conn.SyscallConn()
	if err != nil {
		t.Fatal(err)
	}
	const udpNoCheck6RX = 102 // UDP_NO_CHECK6_RX of linux/udp.h
	raw.Control(func(fd uintptr) {
		if conn.LocalAddr().(*net.UDPAddr).IP.To4() == nil {
			err = unix.SetsockoptInt(int(fd), unix.IPPROTO_UDP, udpNoCheck6RX, 1)
		}
	})
	if err != nil {
		t.Fatal(err)
	}
}

// addIPv6 gives an interface one more address (struct in6_ifreq of linux/ipv6.h), at once.
func addIPv6(t *testing.T, name, addr string) {
	os.WriteFile("/proc/sys/net/ipv6/conf/"+name+"/accept_dad", []byte("0"), 0) // nobody else may have it
	i, err := net.InterfaceByName(name)
	if err != nil {
		t.Fatal(err)
	}
	sock, err := unix.Socket(unix.AF_INET6, unix.SOCK_DGRAM, 0)
	if err != nil {
		t.Skip("no IPv6 here: ", err)
	}
	defer unix.Close(sock)
	request := struct {
		addr   [16]byte
		prefix uint32
		index  int32
	}{[16]byte(net.ParseIP(addr)), 64, int32(i.Index)}
	if _, _, errno := syscall.Syscall(syscall.SYS_IOCTL, uintptr(sock), unix.SIOCSIFADDR, uintptr(unsafe.Pointer(&request))); errno != 0 {
		t.Fatal(errno)
	}
}
