package decode_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"eavesdrop/decode"
	"eavesdrop/decode/decodetest"
)

// said is a protocol whose messages are single letters: upper case of the client, lower case of the server. Signs are of
// either: '=' for sure, '~' maybe.
type said struct{}

func (said) Name() string { return "said" }

func (said) Sniff(_ decode.Direction, head []byte) decode.Verdict {
	switch b := head[0]; {
	case b >= 'A' && b <= 'Z':
		return decode.FromAClient
	case b >= 'a' && b <= 'z':
		return decode.FromAServer
	case b == '=':
		return decode.Yes
	case b == '~':
		return decode.Maybe
	}
	return decode.No
}

func (said) Decoder(c *decode.Conversation) decode.Decoder { return letters{c} }

type letters struct{ c *decode.Conversation }

func (d letters) Decode(dir decode.Direction, data []byte) int {
	at := d.c.Offset(dir)
	if data[0] >= 'a' && data[0] <= 'z' && dir == decode.FromClient && !d.c.Certain() {
		var t decode.Trail
		d.c.Follow(&t, dir, at, at+1, 0)
		d.c.Reverse(dir, t)
		dir = dir.Other()
	}
	d.c.Emit(dir, at, at+1, found(data[:1]))
	return 1
}

func (letters) Gap(decode.Direction, []byte, int)        {}
func (letters) End(decode.Direction, []byte, decode.How) {}

// A flow is told of as soon as its first bytes were recognised or were not, while it goes on; when it shows only
// later which end is the client, that is told, too.
func TestAnnounced(t *testing.T) {
	for _, test := range []struct {
		name, network string
		script        []decodetest.Say
		want          []string
	}{
		{"a datagram that nobody recognises", "udp",
			[]decodetest.Say{decodetest.Client("?"), decodetest.Server("!")},
			[]string{"1 flow.open client", "2 flow.close client"}},
		{"a stream that nobody recognises", "tcp",
			[]decodetest.Say{decodetest.Client("?"), decodetest.Client("?")},
			[]string{"1 flow.open client", "2 flow.close client"}},
		{"the server is heard first", "tcp",
			[]decodetest.Say{decodetest.Client("a"), decodetest.Server("B")},
			[]string{"1 flow.open server", "1 found server #1 a", "2 found client #2 B", "2 flow.close server"}},
		{"the end of something, then the server's words", "tcp",
			[]decodetest.Say{decodetest.Client("?"), decodetest.Client("a"), decodetest.Server("B")},
			[]string{"1 flow.open client", "2 flow.reversed server #2", "2 found server #2 a", "3 found client #3 B", "3 flow.close server"}},
		{"lost bytes, then the server's words", "tcp",
			[]decodetest.Say{decodetest.Gap(decode.FromClient, 9), decodetest.Client("a")},
			[]string{"1 flow.open client", "1 gap client", "2 flow.reversed server #2", "2 found server #2 a", "2 flow.close server"}},
		{"nobody knows whose word, then the server's", "tcp",
			[]decodetest.Say{decodetest.Client("=a="), decodetest.Client("b"), decodetest.Server("B")},
			[]string{"1 flow.open client", "1 found client #1 =", "1 flow.reversed server #1", "1 found server #1 a", "1 found server #1 =",
				"2 found server #2 b", "3 found client #3 B", "3 flow.close server"}},
		{"the server's words are recognised by the client's", "tcp",
			[]decodetest.Say{decodetest.Client("~a"), decodetest.Server("="), decodetest.Server("B")},
			[]string{"2 flow.open client", "2 found client #1 ~", "2 flow.reversed server #1", "2 found server #1 a", "2 found client #2 =",
				"3 found client #3 B", "3 flow.close server"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			var got []string
			step := 0
			f := decodetest.NewFlow(test.network, false)
			first := f.Client
			in := decode.NewInspector(func(e *decode.Event) {
				line := fmt.Sprintf("%d %s ", step, e.Message.Kind())
				switch m := e.Message.(type) {
				case *decode.FlowOpen, *decode.FlowClose:
					dir := decode.FromServer // which end was heard first
					if e.Flow.Client == first {
						dir = decode.FromClient
					}
					line += dir.String()
				default:
					line += e.Dir.String()
					for _, n := range e.Frames {
						line += fmt.Sprintf(" #%d", n)
					}
					if f, ok := m.(found); ok {
						line += " " + string(f)
					}
				}
				got = append(got, line)
			}, decode.Options{Protocols: []decode.Protocol{said{}}})
			in.Open(f)
			for _, s := range test.script {
				step++
				dir := s.Dir
				if f.Flipped() {
					dir = dir.Other()
				}
				in.Feed(&decode.Segment{Flow: f, Dir: dir, Time: time.Unix(int64(step), 0), Data: s.Data, Lost: s.Lost, Frame: step})
			}
			in.Close(f)
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// What comes after a handover is passed on without an allocation.
func TestNoAllocationAfterAHandover(t *testing.T) {
	in := decode.NewInspector(func(*decode.Event) {}, decode.Options{Protocols: []decode.Protocol{answers{}}})
	f := decodetest.NewFlow("tcp", true)
	in.Open(f)
	s := decode.Segment{Flow: f, Dir: decode.FromServer, Data: []byte("<!.")}
	in.Feed(&s)
	s.Data = []byte(strings.Repeat(".", 1448))
	if n := testing.AllocsPerRun(100, func() { in.Feed(&s) }); n > 0 {
		t.Errorf("%v allocations a segment", n)
	}
}
