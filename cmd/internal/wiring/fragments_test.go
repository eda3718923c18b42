package wiring

import (
	"encoding/binary"
	"testing"

	"github.com/google/go-cmp/cmp"

	"eavesdrop/capture"
	"eavesdrop/decode"
	"eavesdrop/decode/dnswire"
	"eavesdrop/report"
)

// A question that came in two IP fragments is proved by both of their frames, each byte of it by the frame that
// it stands in.
func TestEvidenceOutOfFragments(t *testing.T) {
	datagram := binary.BigEndian.AppendUint16(nil, 40000)
	for _, v := range []uint16{53, 8 + 12 + 17, 0} { // port, length, no checksum
		datagram = binary.BigEndian.AppendUint16(datagram, v)
	}
	datagram = append(datagram, "\x12\x34\x01\x00\x00\x01\x00\x00\x00\x00\x00\x00"...) // one question
	datagram = append(datagram, "\x06secret\x04test\x00\x00\x01\x00\x01"...)

	var asked *decode.Event
	options := &Options{}
	ledger := Ledger("", report.Passive, options)
	a := capture.NewAssembler(Inspector(func(e *decode.Event) {
		ledger.Add(e)
		if _, ok := e.Message.(*dnswire.Message); ok {
			own := *e
			own.Frames, own.Trace = append([]int(nil), e.Frames...), append(decode.Trace(nil), e.Trace...)
			asked = &own
		}
	}, options), capture.Limits{})
	const split = 24 // of the datagram, within the name
	for i, part := range [][]byte{datagram[:split], datagram[split:]} {
		packet := make([]byte, 20, 20+len(part))
		packet[0], packet[9] = 0x45, 17
		binary.BigEndian.PutUint16(packet[2:], uint16(20+len(part)))
		binary.BigEndian.PutUint16(packet[6:], [...]uint16{0x2000, split / 8}[i])
		copy(packet[12:], []byte{10, 0, 0, 1, 10, 0, 0, 2})
		packet = append(packet, part...)
		a.Frame(&capture.Frame{Number: 5 + i, Link: capture.LinkRaw, Length: len(packet), Data: packet})
	}
	a.Flush()
	ledger.Finish(Counts(a.Counts()))

	if asked == nil {
		t.Fatalf("no question was found: %+v", a.Counts())
	}
	if diff := cmp.Diff([]int{5, 6}, asked.Frames); diff != "" {
		t.Errorf("frames (-want +got)\n%s", diff)
	}
	want := decode.Trace{{Off: 0, Len: split - 8, Frame: 5, At: 28}, {Off: split - 8, Len: len(datagram) - split, Frame: 6, At: 20}}
	if diff := cmp.Diff(want, asked.Trace); diff != "" {
		t.Errorf("trace (-want +got)\n%s", diff)
	}
	name := ledger.Answer(decode.ServerName)
	if len(name.Evidence) != 1 || name.Evidence[0].Frame != 5 || name.Evidence[0].At < 20 {
		t.Errorf("the name's evidence is %+v", name.Evidence)
	}
}
