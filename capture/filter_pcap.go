//go:build cgo

package capture

import (
	"runtime"

	"github.com/google/gopacket/layers"
	"github.com/google/gopacket/pcap"
)

// compileBPF has libpcap compile a packet filter.
func compileBPF(link LinkType, expr string) (bpfProgram, error) {
	compiled, err := pcap.CompileBPFFilter(layers.LinkType(dltOf(link)), MaxFrame, expr)
	if err != nil {
		return nil, err
	}
	program := make(bpfProgram, len(compiled))
	for n, in := range compiled {
		program[n] = bpfInstruction{code: in.Code, jt: in.Jt, jf: in.Jf, k: in.K}
	}
	return program, nil
}

// dltOf is the number that libpcap has for a link type where it isn't that of capture files.
func dltOf(link LinkType) LinkType {
	openbsd := runtime.GOOS == "openbsd"
	switch {
	case link == LinkRaw && openbsd:
		return 14
	case link == LinkRaw:
		return 12
	case link == LinkLoop && openbsd:
		return 12
	}
	switch link {
	case 100: // ATM with RFC 1483 headers
		return 11
	case 102: // SLIP of BSD/OS
		return 15
	case 103: // PPP of BSD/OS
		return 16
	case 106: // ATM on Linux
		return 19
	}
	return link
}
