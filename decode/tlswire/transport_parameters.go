package tlswire

import (
	"fmt"

	"eavesdrop/decode"
	"eavesdrop/decode/internal/walk"
)

// The extensions that carry QUIC's transport parameters.
const (
	extTransportParameters    ExtensionType = 57
	extTransportParametersOld ExtensionType = 0xffa5 // of drafts
)

// transportParameterNames is the IANA registry "QUIC Transport Parameters" (RFC 9000, section 18.2), with those of
// later RFCs.
var transportParameterNames = [...]struct {
	id     uint64
	name   string
	number bool // the value is a number
}{
	{0x00, "original_destination_connection_id", false},
	{0x01, "max_idle_timeout", true},
	{0x02, "stateless_reset_token", false},
	{0x03, "max_udp_payload_size", true},
	{0x04, "initial_max_data", true},
	{0x05, "initial_max_stream_data_bidi_local", true},
	{0x06, "initial_max_stream_data_bidi_remote", true},
	{0x07, "initial_max_stream_data_uni", true},
	{0x08, "initial_max_streams_bidi", true},
	{0x09, "initial_max_streams_uni", true},
	{0x0a, "ack_delay_exponent", true},
	{0x0b, "max_ack_delay", true},
	{0x0c, "disable_active_migration", false},
	{0x0d, "preferred_address", false},
	{0x0e, "active_connection_id_limit", true},
	{0x0f, "initial_source_connection_id", false},
	{0x10, "retry_source_connection_id", false},
	{0x11, "version_information", false},
	{0x20, "max_datagram_frame_size", true},
	{0x2ab2, "grease_quic_bit", false},
	{0xff04de1b, "min_ack_delay", true},
}

// transportParameterName names a parameter, and says whether its value is a number. Those of the form 31 n + 27
// mean nothing (RFC 9000, section 18.1).
func transportParameterName(id uint64) (name string, number bool) {
	for i := range transportParameterNames {
		if p := &transportParameterNames[i]; p.id == id {
			return p.name, p.number
		}
	}
	if id >= 27 && (id-27)%31 == 0 {
		return fmt.Sprintf("GREASE(%#x)", id), false
	}
	return fmt.Sprintf("unknown(%#x)", id), false
}

// transportParameters explains QUIC's transport parameters: each an id, a length and a value.
func (w walker) transportParameters() {
	for w.Left() > 0 && !w.Stopped() {
		id, n := varint(w.Bytes(w.Left()))
		length, m := varint(w.Bytes(w.Left())[n:])
		if n == 0 || m == 0 || length > uint64(w.Left()-n-m) {
			return // what is left is told as it is
		}
		name, number := transportParameterName(id)
		value := w.Bytes(n + m + int(length))[n+m:]
		text := walk.Hex(value)
		if v, size := varint(value); number && size == len(value) && size > 0 {
			text = fmt.Sprint(v)
		}
		outer := w.Open(n+m+int(length), "Parameter: "+name, text, decode.Readable, "")
		w.Take(n, "Id", fmt.Sprintf("%#x", id), decode.Readable, "")
		w.Take(m, "Length", fmt.Sprint(length), decode.Readable, "")
		w.Take(int(length), "Value", text, decode.Readable, "")
		w.Close(outer)
	}
}

// varint reads an integer of variable size and says how many bytes it takes; 0 when it is not all there (RFC 9000,
// section 16).
func varint(b []byte) (v uint64, size int) {
	if len(b) == 0 || len(b) < 1<<(b[0]>>6) {
		return 0, 0
	}
	size = 1 << (b[0] >> 6)
	v = uint64(b[0] & 0x3f)
	for _, c := range b[1:size] {
		v = v<<8 | uint64(c)
	}
	return v, size
}
