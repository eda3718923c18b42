package textwire

import (
	"fmt"

	"eavesdrop/decode"
)

// coap is CoAP over TCP (RFC 8323, section 3.2). Its port, 5683, is much used for other things; so only what
// begins with the settings that each side has to say first (section 5.3) is taken for it.
//
//	struct {
//		uint4  length            // of options and payload; 13, 14, 15: 1, 2, 4 bytes more follow
//		uint4  token length
//		uint8  code
//		opaque token, options, payload
//	}
type coap struct{}

const (
	codeSettings  = 0xe1 // 7.01, CSM
	maxCoAP       = 512 << 10
	optionHost    = 3
	optionPath    = 11
	optionQuery   = 15
	payloadMarker = 0xff
)

// Name is "coap".
func (coap) Name() string { return "coap" }

// Sniff looks for a whole settings message, with nothing in it but what is defined.
func (coap) Sniff(_ decode.Direction, head []byte) decode.Verdict {
	if head[0]&15 != 0 || head[0]>>4 > 13 {
		return decode.No // settings of some kilobytes, or with a token
	}
	m, ok := readCoAP(head)
	if !ok {
		at := 1
		if head[0]>>4 == 13 {
			at = 2
		}
		if len(head) > at && head[at] != codeSettings || len(head) > 64 {
			return decode.No
		}
		return decode.Maybe
	}
	if m.code != codeSettings || m.bad || len(m.payload) > 0 {
		return decode.No
	}
	for _, o := range m.options {
		if o.number != 2 && o.number != 4 || len(o.value) > 4 {
			return decode.No
		}
	}
	if len(m.options) > 0 {
		return decode.Yes
	}
	// Empty settings are two bytes, which is little to go by: the next message has to be right too.
	next, ok := readCoAP(head[m.size:])
	switch {
	case !ok && len(head) < 1024:
		return decode.Maybe
	case ok && !next.bad && (next.code >= 1 && next.code <= 7 || next.code>>5 == 7 && next.code&31 <= 5):
		return decode.Yes
	}
	return decode.No
}

// Decoder makes the decoder for one conversation.
func (coap) Decoder(c *decode.Conversation) decode.Decoder { return &coapDecoder{c: c} }

type coapDecoder struct {
	c    *decode.Conversation
	lost [2]bool
}

// Decode takes one message.
func (d *coapDecoder) Decode(dir decode.Direction, data []byte) int {
	if d.lost[dir] {
		return len(data)
	}
	m, ok := readCoAP(data)
	start := d.c.Offset(dir)
	if m.size > maxCoAP {
		d.c.Malformed(dir, start, start+uint64(len(data)), fmt.Sprintf("a CoAP message of %d bytes; not followed", m.size))
		d.lost[dir] = true
		return len(data)
	}
	if !ok {
		return 0
	}
	l := m.line()
	if len(m.payload) > 0 && d.c.Watched() {
		at := start + uint64(m.size-len(m.payload))
		d.c.Content(decode.Part{Dir: dir, Where: "CoAP payload", Data: m.payload, Last: true, Start: start, Exact: true, At: at})
	}
	d.c.Emit(dir, start, start+uint64(m.size), l)
	if m.bad {
		d.c.Malformed(dir, start, start+uint64(m.size), "the options of a CoAP message don't fit into it")
	}
	return m.size
}

// Gap ends the following: where the next message begins cannot be told.
func (d *coapDecoder) Gap(dir decode.Direction, _ []byte, _ int) { d.lost[dir] = true }

// End tells of a message that was not finished.
func (d *coapDecoder) End(dir decode.Direction, pending []byte, _ decode.How) {
	if len(pending) > 0 && !d.lost[dir] {
		start := d.c.Offset(dir)
		d.c.Malformed(dir, start, start+uint64(len(pending)), "a CoAP message breaks off")
	}
}
