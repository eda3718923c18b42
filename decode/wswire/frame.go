package wswire

import (
	"encoding/binary"
	"strconv"
)

// An opcode says what a frame is (RFC 6455 section 5.2).
type opcode byte

const (
	opContinuation opcode = 0
	opText         opcode = 1
	opBinary       opcode = 2
	opClose        opcode = 8
	opPing         opcode = 9
	opPong         opcode = 10
)

// String is its name, "unknown(3)" when it has none.
func (o opcode) String() string {
	switch o {
	case opContinuation:
		return "continuation"
	case opText:
		return "text"
	case opBinary:
		return "binary"
	case opClose:
		return "close"
	case opPing:
		return "ping"
	case opPong:
		return "pong"
	}
	return "unknown(" + strconv.Itoa(int(o)) + ")"
}

// control says whether the frame is about the connection, and may stand amid the frames of a message.
func (o opcode) control() bool { return o >= opClose }

// known says whether there are frames of this kind.
func (o opcode) known() bool { return o <= opBinary || o >= opClose && o <= opPong }

// A header is a frame's header.
type header struct {
	fin        bool
	compressed bool // the first reserved bit
	reserved   bool // another reserved bit, which nothing that was agreed upon can mean
	op         opcode
	masked     bool
	wasteful   bool    // the length takes more bytes than it needs
	key        [4]byte // valid when masked
	length     uint64  // of the payload, in bytes
	size       int     // of the header itself
}

// parseHeader reads a header off the front of b. ok is false when more bytes are needed.
func parseHeader(b []byte) (h header, ok bool) {
	if len(b) < 2 {
		return h, false
	}
	h = header{fin: b[0]&0x80 != 0, compressed: b[0]&0x40 != 0, reserved: b[0]&0x30 != 0, op: opcode(b[0] & 0x0f), masked: b[1]&0x80 != 0, size: 2}
	h.length = uint64(b[1] & 0x7f)
	switch h.length {
	case 126:
		h.size += 2
	case 127:
		h.size += 8
	}
	if h.masked {
		h.size += 4
	}
	if len(b) < h.size {
		return h, false
	}
	switch h.length {
	case 126:
		h.length = uint64(binary.BigEndian.Uint16(b[2:]))
		h.wasteful = h.length < 126
	case 127:
		h.length = binary.BigEndian.Uint64(b[2:])
		h.wasteful = h.length < 1<<16
	}
	if h.masked {
		copy(h.key[:], b[h.size-4:])
	}
	return h, true
}

// plausible says whether a frame can begin with b.
func plausible(b byte) bool {
	return b&0x30 == 0 && opcode(b&0x0f).known()
}

// unmask xors data with the key, of which the byte at is due first.
func unmask(data []byte, key [4]byte, at uint64) {
	for i := range data {
		data[i] ^= key[(at+uint64(i))&3]
	}
}
