package dnswire

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"

	"eavesdrop/decode"
)

// Protocol recognises and decodes DNS messages.
func Protocol() decode.Protocol { return protocol{} }

type protocol struct{}

// Name is "dns".
func (protocol) Name() string { return "dns" }

// Sniff believes whole messages only, in which everything is right: DNS has no magic number.
func (protocol) Sniff(_ decode.Direction, head []byte) decode.Verdict {
	if v := sniff(head); v != decode.No {
		return v // a datagram
	}
	if len(head) < 2 {
		return decode.Maybe
	}
	size := int(binary.BigEndian.Uint16(head))
	switch whole := len(head) - 2; {
	case size < minMessage:
		return decode.No
	case whole >= size:
		return sniff(head[2 : 2+size])
	case whole >= headerSize && !plausible(head[2:]), whole >= 4 && !plausibleFlags(binary.BigEndian.Uint16(head[4:])):
		return decode.No
	}
	return decode.Maybe
}

// minMessage is the least size of a message that says anything: the header, and a question about the root.
const minMessage = headerSize + 5

// sniff says whether b is one whole message.
func sniff(b []byte) decode.Verdict {
	if len(b) < minMessage || !plausible(b) {
		return decode.No
	}
	m, err := parse(b)
	if err != nil || m.understood != len(b) || !m.plausible() {
		return decode.No
	}
	return speaker(b)
}

// speaker says by its header who speaks a message.
func speaker(b []byte) decode.Verdict {
	switch {
	case binary.BigEndian.Uint16(b[2:])&flagQR == 0:
		return decode.FromAClient
	case binary.BigEndian.Uint16(b[4:]) == 0: // multicast DNS: told without having been asked
		return decode.Yes
	}
	return decode.FromAServer
}

// SniffOn believes, on the ports of DNS, a whole message of which the beginning is right: Windows puts "MS" behind a
// query for a zone, and others count their records wrong.
func (protocol) SniffOn(f *decode.Flow, _ decode.Direction, head []byte) decode.Verdict {
	if !onPort(f, ports...) {
		return decode.No
	}
	if f.Network == "tcp" {
		if len(head) < 2 || len(head)-2 < int(binary.BigEndian.Uint16(head)) {
			return decode.No
		}
		head = head[2 : 2+int(binary.BigEndian.Uint16(head))]
	}
	if !begins(head) {
		return decode.No
	}
	return speaker(head)
}

// ports are those of DNS, multicast DNS (RFC 6762), LLMNR (RFC 4795), and of NetBIOS's name service (RFC 1002), which
// has the same messages.
var ports = []uint16{53, 5353, 5355, portNetBIOS}

const portNetBIOS = 137

// onPort says whether one end of a flow has one of the ports.
func onPort(f *decode.Flow, ports ...uint16) bool {
	return slices.Contains(ports, f.Client.Port()) || slices.Contains(ports, f.Server.Port())
}

// begins says whether b begins as a message does: its header is plausible, and so is its first question, or the first
// record where it asks nothing (RFC 1035, sections 4.1.1 to 4.1.3).
func begins(b []byte) bool {
	switch {
	case len(b) < minMessage || !plausible(b):
		return false
	case binary.BigEndian.Uint16(b[4:]) == 0:
		r, _, err := readRecord(b, headerSize)
		return err == nil && r.plausible()
	}
	q, _, err := readQuestion(b, headerSize)
	return err == nil && q.plausible()
}

// bare says whether b is a header alone, without anything that it counts: servers answer like this what they can't read.
func bare(b []byte) bool {
	return len(b) == headerSize && plausibleFlags(binary.BigEndian.Uint16(b[2:])) && binary.BigEndian.Uint64(b[4:]) == 0
}

// plausible looks at the header of a message alone.
func plausible(b []byte) bool {
	flags := binary.BigEndian.Uint16(b[2:])
	questions, answers := binary.BigEndian.Uint16(b[4:]), binary.BigEndian.Uint16(b[6:])
	more := binary.BigEndian.Uint16(b[8:]) + binary.BigEndian.Uint16(b[10:])
	return plausibleFlags(flags) && questions <= 64 && answers <= 4096 && more <= 4096 && questions|answers|more > 0 && (questions > 0 || flags&flagQR != 0)
}

func plausibleFlags(flags uint16) bool {
	opcode := flags >> 11 & 15
	if flags&flagZ != 0 || opcode == 3 || opcode > 6 {
		return false
	}
	return flags&flagQR != 0 || flags&15 == 0 // a query has no response code
}

// plausible says whether what a message speaks of exists.
func (m *Message) plausible() bool {
	for i := range m.Questions {
		if !m.Questions[i].plausible() {
			return false
		}
	}
	for i := range m.Records {
		if !m.Records[i].plausible() {
			return false
		}
	}
	return true
}

func (q *Question) plausible() bool { return q.Class.known() && q.Type != 0 }

func (r *Record) plausible() bool { return r.Type != 0 && (r.Type == TypeOPT || r.Class.known()) }

func (c Class) known() bool { return c == 1 || c == 3 || c == 4 || c == 254 || c == 255 }

// Decoder makes the decoder for one conversation.
func (protocol) Decoder(c *decode.Conversation) decode.Decoder {
	return &decoder{c: c, here: c.Outer() == nil && onPort(c.Flow(), ports...), netBIOS: c.Outer() == nil && onPort(c.Flow(), portNetBIOS)}
}

// decoder takes messages off the two streams.
type decoder struct {
	c       *decode.Conversation
	here    bool    // on a port of DNS
	netBIOS bool    // on that of NetBIOS's name service
	astray  [2]bool // a gap has cut a message, so it is not known where the next begins
	asked   bool    // a query was captured
}

// Decode takes one message.
func (d *decoder) Decode(dir decode.Direction, data []byte) int {
	if d.c.Datagrams() {
		if !d.here && !begins(data) && !bare(data) {
			return 0 // another protocol shares the ports
		}
		d.message(dir, data, 0)
		return len(data)
	}
	if d.astray[dir] {
		switch (protocol{}).Sniff(dir, data) {
		case decode.Maybe:
			return 0
		case decode.No:
			return len(data)
		}
		d.astray[dir] = false
	}
	if len(data) < 2 {
		return 0
	}
	size := 2 + int(binary.BigEndian.Uint16(data))
	if len(data) < size {
		return 0
	}
	d.message(dir, data[:size], 2)
	return size
}

// message decodes the message data[prefix:].
func (d *decoder) message(dir decode.Direction, data []byte, prefix int) {
	start := d.c.Offset(dir)
	m, err := parse(bytes.Clone(data[prefix:]))
	m.prefixed = prefix > 0
	if d.netBIOS {
		m.netBIOS()
	}
	if m.understood > headerSize || err == nil { // else nothing but the header speaks for it
		m.unheard = m.Answer() && !d.asked
		d.asked = d.asked || !m.Answer()
		d.show(dir, start, m)
		d.c.Emit(dir, start, start+uint64(len(data)), m)
	}
	switch bad := start + uint64(prefix+m.understood); {
	case errors.Is(err, errShort):
		d.c.EndsEarly(dir, bad, start+uint64(len(data)), err.Error())
	case err != nil:
		d.c.Malformed(dir, bad, start+uint64(len(data)), err.Error())
	case m.understood < len(m.raw):
		d.c.Malformed(dir, bad, start+uint64(len(data)), fmt.Sprintf("bytes behind the last record: %d", len(m.raw)-m.understood))
	}
}

// show lets others search the names, which don't stand in the message as they are written.
func (d *decoder) show(dir decode.Direction, start uint64, m *Message) {
	if !d.c.Watched() {
		return
	}
	where := "DNS " + m.Kind()[len("dns."):]
	var text []byte
	for i := range m.Questions {
		text = append(append(text, m.Questions[i].Name...), '\n')
	}
	for i := range m.Records {
		r := &m.Records[i]
		text = append(append(append(append(text, r.Name...), ' '), r.Data...), '\n')
	}
	d.c.Content(decode.Part{Dir: dir, Where: where, Data: text, Last: true, Start: start})
}

// Gap tells of the message that was cut, and looks for the next one.
func (d *decoder) Gap(dir decode.Direction, pending []byte, lost int) {
	d.astray[dir] = !d.c.Datagrams()
	d.cut(dir, d.c.Offset(dir)-uint64(lost+len(pending)), pending)
}

// End tells of the message that was cut.
func (d *decoder) End(dir decode.Direction, pending []byte, _ decode.How) {
	d.cut(dir, d.c.Offset(dir), pending)
}

// cut tells of a message of which the rest is missing.
func (d *decoder) cut(dir decode.Direction, start uint64, pending []byte) {
	if len(pending) > 0 {
		d.c.Incomplete(dir, start, start+uint64(len(pending)), "a DNS message breaks off")
	}
}
