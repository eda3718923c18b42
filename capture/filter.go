package capture

import (
	"encoding/binary"
	"fmt"
	"syscall"
)

// A Filter chooses frames of one link type by an expression in libpcap's language. It must not be used by
// several goroutines at once.
type Filter struct {
	program bpfProgram
	rewrite func(scratch, frame []byte) []byte // to what the program was compiled for; nil: it is that
	scratch []byte
}

// CompileFilter makes the filter for frames of one link type: expr is as in tcpdump, "port 5683"; an empty one
// lets everything pass. What can't be compiled gets a *FilterError with libpcap's own words, as does any
// filter when the program was built without libpcap.
func CompileFilter(link LinkType, expr string) (*Filter, error) {
	f := &Filter{}
	switch link {
	case LinkLinuxSLL2:
		link, f.rewrite = LinkLinuxSLL, cookedV1
	case LinkNull, LinkLoop:
		link, f.rewrite = LinkLoop, loopback
	}
	if link > 0xff { // gopacket's link type has 8 bits
		return nil, &FilterError{expr, fmt.Sprintf("packet filters can't be used on link type %d", link)}
	}
	program, err := compileBPF(link, expr)
	if err != nil {
		return nil, &FilterError{expr, err.Error()}
	}
	if err := program.check(); err != nil {
		return nil, &FilterError{expr, err.Error()}
	}
	f.program = program
	return f, nil
}

// Match says whether the filter lets f pass.
func (l *Filter) Match(f *Frame) bool {
	data := f.Data
	if l.rewrite != nil {
		data = l.rewrite(l.scratch[:0], data)
		l.scratch = data[:0]
	}
	return l.program.run(data, uint32(f.Length)) != 0
}

// cookedV1 appends a frame of Linux cooked v2 as one of v1, which libpcap's compiler can be asked about
// through gopacket (https://www.tcpdump.org/linktypes/LINKTYPE_LINUX_SLL2.html):
//
//	v2: protocol 2, reserved 2, interface 4, hardware type 2, packet type 1, address length 1, address 8
//	v1: packet type 2, hardware type 2, address length 2, address 8, protocol 2
func cookedV1(scratch, frame []byte) []byte {
	const v2 = 20
	if len(frame) < v2 {
		return scratch
	}
	scratch = append(scratch, 0, frame[10], frame[8], frame[9], 0, frame[11])
	scratch = append(scratch, frame[12:20]...)
	scratch = append(scratch, frame[:2]...)
	return append(scratch, frame[v2:]...)
}

// loopback appends a frame of BSD loopback as libpcap's compiler takes those of this machine to be, only
// always in network order: the protocol family in front of the packet is in the order of the machine that
// captured it, and IPv6 has the number that its system gives it
// (https://www.tcpdump.org/linktypes/LINKTYPE_NULL.html).
func loopback(scratch, frame []byte) []byte {
	if len(frame) < 4 {
		return append(scratch, frame...)
	}
	family := binary.BigEndian.Uint32(frame)
	if family > 0xffff { // none is as great
		family = binary.LittleEndian.Uint32(frame)
	}
	switch family {
	case 10, 23, 24, 28, 30: // Linux; Windows; NetBSD, OpenBSD and Npcap; FreeBSD; macOS
		family = syscall.AF_INET6
	}
	return append(binary.BigEndian.AppendUint32(scratch, family), frame[4:]...)
}
