package dnswire

import (
	"encoding/binary"
	"fmt"

	"eavesdrop/decode"
)

const (
	headerSize = 12
	maxKept    = 512 // questions and records that a message keeps
)

// The flags of a message (RFC 1035, section 4.1.1; RFC 4035, section 3.2).
const (
	flagQR = 1 << 15 // an answer
	flagAA = 1 << 10 // from the authority
	flagTC = 1 << 9  // truncated
	flagRD = 1 << 8  // recursion desired
	flagRA = 1 << 7  // recursion available
	flagZ  = 1 << 6  // always 0
	flagAD = 1 << 5  // authenticated data
	flagCD = 1 << 4  // checking disabled
)

// A Question asks for the records of a name.
type Question struct {
	Name    string
	Type    Type
	Class   Class
	Unicast bool // multicast DNS: the answer may be sent to the asker alone (RFC 6762, section 5.4)

	span    decode.Span // in the message, without the length that TCP has before it
	name    int         // where its name ends
	netBIOS bool        // it is of NetBIOS's name service
	encoded string      // the name as it stands, where Name is what NetBIOS encodes in it
}

// A Record is a resource record.
type Record struct {
	Section string // "answer", "authority", "additional"
	Name    string
	Type    Type
	Class   Class // of OPT, the size of a datagram
	Flush   bool  // multicast DNS: what was known of the name before is void (RFC 6762, section 10.2)
	TTL     uint32
	Data    string // in the notation of zone files

	span    decode.Span
	name    int // where its name ends
	data    []byte
	netBIOS bool // as in Question
	encoded string
}

// parse takes a message apart. raw stays its caller's. On an error, what was understood is there.
func parse(raw []byte) (m *Message, err error) {
	m = &Message{raw: raw}
	if len(raw) < headerSize {
		m.understood = 0
		return m, errShort
	}
	m.ID = binary.BigEndian.Uint16(raw)
	m.Flags = binary.BigEndian.Uint16(raw[2:])
	m.Opcode, m.Rcode = Opcode(m.Flags>>11&15), Rcode(m.Flags&15)
	for i := range m.Counts {
		m.Counts[i] = int(binary.BigEndian.Uint16(raw[4+2*i:]))
	}
	off := headerSize
	m.understood = off
	for i := range m.Counts[0] {
		q, end, err := readQuestion(raw, off)
		if err != nil {
			return m, fmt.Errorf("question %d: %w", i+1, err)
		}
		if m.keep() {
			m.Questions = append(m.Questions, q)
		}
		off, m.understood = end, end
	}
	for s, section := range [...]string{"answer", "authority", "additional"} {
		for i := range m.Counts[1+s] {
			r, end, err := readRecord(raw, off)
			if err != nil {
				return m, fmt.Errorf("%s record %d: %w", section, i+1, err)
			}
			r.Section = section
			if r.Type == TypeOPT && section == "additional" && m.EDNS == nil {
				m.EDNS = readEDNS(&r)
				m.Rcode |= Rcode(r.TTL>>24) << 4 // RFC 6891, section 6.1.3
			}
			if m.keep() {
				m.Records = append(m.Records, r)
			}
			off, m.understood = end, end
		}
	}
	return m, nil
}

// keep says whether one more question or record is kept, and counts those that are not.
func (m *Message) keep() bool {
	if len(m.Questions)+len(m.Records) < maxKept {
		return true
	}
	m.Omitted++
	return false
}

// readQuestion reads the question at raw[off:].
func readQuestion(raw []byte, off int) (q Question, end int, err error) {
	if q.Name, q.name, err = readName(raw, off); err != nil {
		return q, 0, err
	}
	end = q.name + 4
	if end > len(raw) {
		return q, 0, errShort
	}
	class := binary.BigEndian.Uint16(raw[q.name+2:])
	q.Type = Type(binary.BigEndian.Uint16(raw[q.name:]))
	q.Class, q.Unicast = Class(class&0x7fff), class&0x8000 != 0
	q.span = decode.Span{Start: off, End: end}
	return q, end, nil
}

// readRecord reads the record at raw[off:].
func readRecord(raw []byte, off int) (r Record, end int, err error) {
	if r.Name, r.name, err = readName(raw, off); err != nil {
		return r, 0, err
	}
	at := r.name + 10
	if at > len(raw) {
		return r, 0, errShort
	}
	class := binary.BigEndian.Uint16(raw[r.name+2:])
	r.Type = Type(binary.BigEndian.Uint16(raw[r.name:]))
	if r.Type == TypeOPT {
		r.Class = Class(class)
	} else {
		r.Class, r.Flush = Class(class&0x7fff), class&0x8000 != 0
	}
	r.TTL = binary.BigEndian.Uint32(raw[r.name+4:])
	end = at + int(binary.BigEndian.Uint16(raw[r.name+8:]))
	if end > len(raw) {
		return r, 0, errShort
	}
	r.data = raw[at:end]
	r.Data = readData(raw, at, end, r.Type)
	r.span = decode.Span{Start: off, End: end}
	return r, end, nil
}
