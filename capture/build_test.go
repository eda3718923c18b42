package capture

import (
	"bytes"
	"compress/flate"
	"encoding/binary"
	"fmt"
	"strings"
	"testing"
	"time"

	"eavesdrop/decode"
)

// The tests speak of two hosts: the client 10.0.0.1:1000, whose numbers begin at clientISN, and the server
// 10.0.0.2:80. Sequence numbers in tests are relative to them, as Wireshark shows them.
const (
	clientISN = 0xfffffff0 // so that every test wraps (RFC 9293, section 3.4)
	serverISN = 5000
)

// wire builds frames and plays them to an assembler.
type wire struct {
	t   *testing.T
	a   *Assembler
	got *sink
	n   int
	now time.Time

	step  time.Duration  // between frames
	twice bool           // every frame is captured twice
	keep  bool           // frames are kept in sent, as in most tests
	sent  map[int][]byte // by number
}

func newWire(t *testing.T, limits Limits) *wire {
	got := &sink{streams: map[string]*strings.Builder{}}
	return &wire{
		t: t, a: NewAssembler(got, limits), got: got, now: time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC),
		step: time.Millisecond, keep: true, sent: map[int][]byte{},
	}
}

// frame plays a raw IP packet.
func (w *wire) frame(packet []byte) { w.snap(packet, len(packet)) }

// snap plays a raw IP packet of which n bytes were captured.
func (w *wire) snap(packet []byte, n int) {
	w.n++
	w.now = w.now.Add(w.step)
	if w.keep {
		w.sent[w.n] = packet
	}
	w.a.Frame(&Frame{Number: w.n, Time: w.now, Link: LinkRaw, Length: len(packet), Data: packet[:n]})
	if w.twice {
		w.n++
		w.a.Frame(&Frame{Number: w.n, Time: w.now, Link: LinkRaw, Length: len(packet), Data: packet[:n]})
	}
}

// client sends a segment to the server; seq and ack are relative.
func (w *wire) client(flags byte, seq, ack uint32, data string) {
	w.frame(ip4(protoTCP, [4]byte{10, 0, 0, 1}, [4]byte{10, 0, 0, 2}, tcpBytes(1000, 80, clientISN+seq, serverISN+ack, flags, data)))
}

// server answers.
func (w *wire) server(flags byte, seq, ack uint32, data string) {
	w.frame(ip4(protoTCP, [4]byte{10, 0, 0, 2}, [4]byte{10, 0, 0, 1}, tcpBytes(80, 1000, serverISN+seq, clientISN+ack, flags, data)))
}

// open shakes hands.
func (w *wire) open() {
	w.client(flagSYN, 0, 0, "")
	w.server(flagSYN|flagACK, 0, 1, "")
	w.client(flagACK, 1, 1, "")
}

func tcpBytes(src, dst uint16, seq, ack uint32, flags byte, data string) []byte {
	b := make([]byte, 20, 20+len(data))
	binary.BigEndian.PutUint16(b, src)
	binary.BigEndian.PutUint16(b[2:], dst)
	binary.BigEndian.PutUint32(b[4:], seq)
	binary.BigEndian.PutUint32(b[8:], ack)
	b[12], b[13] = 5<<4, flags
	return append(b, data...)
}

func deflated(b []byte) []byte {
	var packed bytes.Buffer
	w, _ := flate.NewWriter(&packed, flate.BestCompression)
	w.Write(b)
	w.Close()
	return packed.Bytes()
}

func ip4(proto byte, src, dst [4]byte, payload []byte) []byte {
	b := make([]byte, 20, 20+len(payload))
	b[0], b[8], b[9] = 0x45, 64, proto
	binary.BigEndian.PutUint16(b[2:], uint16(20+len(payload)))
	copy(b[12:], src[:])
	copy(b[16:], dst[:])
	return append(b, payload...)
}

// sink writes down what an assembler says, one line a call, and collects the streams.
type sink struct {
	lines   []string
	streams map[string]*strings.Builder // by "1 client": what came, lost bytes as dots
	last    *decode.Flow
	stats   []decode.FlowStats // of the flows that were closed
	at      int                // where the last payload stood in its frame
	trace   decode.Trace       // of the client's stream
}

func (s *sink) Open(f *decode.Flow) {
	s.lines = append(s.lines, fmt.Sprintf("open %d %s > %s sure=%v", f.ID, f.Client, f.Server, f.Sure))
	s.last = f
}

func (s *sink) Feed(seg *decode.Segment) {
	name := fmt.Sprintf("%d %s", seg.Flow.ID, seg.Dir)
	if seg.Urgent {
		s.lines = append(s.lines, fmt.Sprintf("urgent %s %q at %d", name, seg.Data, seg.Offset))
		return
	}
	b := s.streams[name]
	if b == nil {
		b = &strings.Builder{}
		s.streams[name] = b
	}
	b.WriteString(strings.Repeat(".", min(seg.Lost, 1<<20)))
	if got := b.Len(); seg.Lost <= 1<<20 && uint64(got) != seg.Offset {
		s.lines = append(s.lines, fmt.Sprintf("WRONG OFFSET %d, want %d", seg.Offset, got))
	}
	from := seg.From
	if from == nil {
		from = decode.Trace{{Len: len(seg.Data), Frame: seg.Frame, At: seg.At}}
	}
	if seg.Dir == decode.FromClient {
		s.trace = from.AppendSlice(s.trace, 0, uint64(len(seg.Data)), uint64(b.Len()))
	}
	b.Write(seg.Data)
	if len(seg.Data) > 0 {
		s.at = seg.At
	}
	if seg.End != decode.Going {
		s.lines = append(s.lines, fmt.Sprintf("end %s %s", name, [...]string{"", "fin", "rst", "cut"}[seg.End]))
	}
}

func (s *sink) Close(f *decode.Flow) {
	s.lines = append(s.lines, fmt.Sprintf("close %d %s", f.ID, f.Stats.State))
	s.stats = append(s.stats, f.Stats)
}

// stream is what came of one direction, lost bytes as dots.
func (s *sink) stream(name string) string {
	if b := s.streams[name]; b != nil {
		return b.String()
	}
	return ""
}
