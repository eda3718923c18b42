package capture

import (
	"encoding/binary"
	"errors"
)

// A bpfInstruction is one of the BSD packet filter's machine, as libpcap's compiler writes it.
type bpfInstruction struct {
	code   uint16
	jt, jf uint8  // instructions to skip: condition true, false
	k      uint32 // operand
}

// A bpfProgram decides about frames. A machine of our own runs it, because no other does both: stay in Go,
// where a call per frame costs nothing, and know a frame's length on the wire, for "greater" and "less".
type bpfProgram []bpfInstruction

// Instruction codes are a class and what goes with it (McCanne and Jacobson, "The BSD Packet Filter", 1993).
const (
	bpfLD, bpfLDX, bpfST, bpfSTX, bpfALU, bpfJMP, bpfRET, bpfMISC = 0, 1, 2, 3, 4, 5, 6, 7

	bpfW, bpfH, bpfB                               = 0x00, 0x08, 0x10                   // sizes
	bpfIMM, bpfABS, bpfIND, bpfMEM, bpfLEN, bpfMSH = 0x00, 0x20, 0x40, 0x60, 0x80, 0xa0 // where from
	bpfADD, bpfSUB, bpfMUL, bpfDIV                 = 0x00, 0x10, 0x20, 0x30             // of bpfALU
	bpfOR, bpfAND, bpfLSH, bpfRSH                  = 0x40, 0x50, 0x60, 0x70
	bpfNEG, bpfMOD, bpfXOR                         = 0x80, 0x90, 0xa0
	bpfJA, bpfJEQ, bpfJGT, bpfJGE, bpfJSET         = 0x00, 0x10, 0x20, 0x30, 0x40 // of bpfJMP
	bpfK, bpfX, bpfA                               = 0x00, 0x08, 0x10             // the operand
	bpfTAX, bpfTXA                                 = 0x00, 0x80                   // of bpfMISC

	bpfScratch = 16      // words of memory
	bpfSteps   = 1 << 16 // instructions run for one frame; "protochain" is compiled to a loop
)

var (
	errBPFJump   = errors.New("the compiled filter jumps out of itself")
	errBPFKernel = errors.New("it asks what only the kernel knows of a frame, as inbound and outbound do; a capture file doesn't say")
	errBPFMemory = errors.New("the compiled filter uses memory that there is none of")
)

// check makes sure that the program stays within itself, so that run needn't.
func (p bpfProgram) check() error {
	if len(p) == 0 || p[len(p)-1].code&7 != bpfRET {
		return errBPFJump
	}
	for pc, in := range p {
		next := int64(pc) + 1
		switch in.code & 7 {
		case bpfJMP:
			if in.code&0xf0 == bpfJA {
				next += int64(int32(in.k))
			} else {
				next += int64(max(in.jt, in.jf))
			}
		case bpfLD, bpfLDX:
			if in.code&0xe0 == bpfMEM && in.k >= bpfScratch {
				return errBPFMemory
			}
			if in.code&0xe0 == bpfABS && int32(in.k) < 0 { // Linux's extensions
				return errBPFKernel
			}
		case bpfST, bpfSTX:
			if in.k >= bpfScratch {
				return errBPFMemory
			}
		case bpfRET:
			continue
		}
		if next < 0 || next >= int64(len(p)) {
			return errBPFJump
		}
	}
	return nil
}

// run returns what the program says about a frame that was length bytes long on the wire: 0 is no. A load
// from beyond the data is a no, too.
func (p bpfProgram) run(data []byte, length uint32) uint32 {
	var a, x uint32
	var memory [bpfScratch]uint32
	pc := 0
	for range bpfSteps {
		in := &p[pc]
		pc++
		switch in.code & 7 {
		case bpfLD:
			ok := true
			switch in.code & 0xe0 {
			case bpfABS:
				a, ok = bpfLoad(data, uint64(in.k), in.code)
			case bpfIND:
				a, ok = bpfLoad(data, uint64(in.k)+uint64(x), in.code)
			case bpfIMM:
				a = in.k
			case bpfMEM:
				a = memory[in.k&(bpfScratch-1)]
			case bpfLEN:
				a = length
			}
			if !ok {
				return 0
			}
		case bpfLDX:
			switch in.code & 0xe0 {
			case bpfIMM:
				x = in.k
			case bpfMEM:
				x = memory[in.k&(bpfScratch-1)]
			case bpfLEN:
				x = length
			case bpfMSH: // the length of an IPv4 header
				if uint64(in.k) >= uint64(len(data)) {
					return 0
				}
				x = uint32(data[in.k]&0xf) << 2
			}
		case bpfST:
			memory[in.k&(bpfScratch-1)] = a
		case bpfSTX:
			memory[in.k&(bpfScratch-1)] = x
		case bpfALU:
			var ok bool
			if a, ok = bpfCompute(in, a, x); !ok {
				return 0
			}
		case bpfJMP:
			pc += bpfJump(in, a, x)
		case bpfRET:
			if in.code&0x18 == bpfA {
				return a
			}
			return in.k
		case bpfMISC:
			if in.code&0xf8 == bpfTXA {
				a = x
			} else {
				x = a
			}
		}
	}
	return 0
}

// bpfLoad reads a word, a half word or a byte in network order.
func bpfLoad(data []byte, at uint64, code uint16) (uint32, bool) {
	n := uint64(len(data))
	switch code & 0x18 {
	case bpfH:
		if at+2 > n {
			return 0, false
		}
		return uint32(binary.BigEndian.Uint16(data[at:])), true
	case bpfB:
		if at >= n {
			return 0, false
		}
		return uint32(data[at]), true
	}
	if at+4 > n {
		return 0, false
	}
	return binary.BigEndian.Uint32(data[at:]), true
}

// bpfCompute computes; a division by zero is not ok.
func bpfCompute(in *bpfInstruction, a, x uint32) (uint32, bool) {
	v := in.k
	if in.code&bpfX != 0 {
		v = x
	}
	switch in.code & 0xf0 {
	case bpfADD:
		return a + v, true
	case bpfSUB:
		return a - v, true
	case bpfMUL:
		return a * v, true
	case bpfDIV, bpfMOD:
		if v == 0 {
			return 0, false
		}
		if in.code&0xf0 == bpfDIV {
			return a / v, true
		}
		return a % v, true
	case bpfOR:
		return a | v, true
	case bpfAND:
		return a & v, true
	case bpfXOR:
		return a ^ v, true
	case bpfLSH:
		return a << v, true
	case bpfRSH:
		return a >> v, true
	case bpfNEG:
		return -a, true
	}
	return 0, false
}

// bpfJump is how many instructions are skipped.
func bpfJump(in *bpfInstruction, a, x uint32) int {
	v := in.k
	if in.code&bpfX != 0 {
		v = x
	}
	var yes bool
	switch in.code & 0xf0 {
	case bpfJA:
		return int(int32(in.k))
	case bpfJEQ:
		yes = a == v
	case bpfJGT:
		yes = a > v
	case bpfJGE:
		yes = a >= v
	case bpfJSET:
		yes = a&v != 0
	}
	if yes {
		return int(in.jt)
	}
	return int(in.jf)
}
