package decode_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"eavesdrop/decode"
	"eavesdrop/decode/decodetest"
)

// lines is a protocol of lines, each an event; a line that begins with '+' is kept, and told at the end.
type lines struct{}

func (lines) Name() string                                  { return "lines" }
func (lines) Sniff(decode.Direction, []byte) decode.Verdict { return decode.Yes }
func (lines) Decoder(c *decode.Conversation) decode.Decoder { return &lineDecoder{c: c} }

type lineDecoder struct {
	c    *decode.Conversation
	kept int
}

func (d *lineDecoder) Held() int { return d.kept }

func (d *lineDecoder) Decode(dir decode.Direction, data []byte) int {
	n := strings.IndexByte(string(data), '\n') + 1
	at := d.c.Offset(dir)
	switch {
	case n == 0:
	case data[0] == '+':
		d.kept += n
	default:
		d.c.Emit(dir, at, at+uint64(n), found(data[:n-1]))
	}
	return n
}

func (d *lineDecoder) Gap(decode.Direction, []byte, int) {}

func (d *lineDecoder) End(dir decode.Direction, pending []byte, how decode.How) {
	if d.kept > 0 || len(pending) > 0 {
		d.c.Emit(dir, d.c.Offset(dir), d.c.Offset(dir), found(fmt.Sprintf("%d kept and %d left, %d", d.kept, len(pending), how)))
	}
	d.kept = 0
}

// When all flows together hold too much, the one that holds most is given up: what was understood of it is told, its
// bytes are counted and searched, and the others go on.
func TestLimit(t *testing.T) {
	for _, test := range []struct{ name, hoard, left string }{
		{"what a decoder keeps", "+" + strings.Repeat("k", 40_000) + "\n", "40002 kept and 0 left, 3"},
		{"what a decoder leaves", strings.Repeat("k", 40_000), "0 kept and 40000 left, 3"},
	} {
		t.Run(test.name, func(t *testing.T) {
			ended := 0
			options := watching(&ended)
			options.Protocols, options.Memory = []decode.Protocol{lines{}}, 50_000
			var got []string
			in := decode.NewInspector(func(e *decode.Event) {
				var o decode.Object
				o.Begin(nil)
				e.Message.Members(&o)
				switch m := e.Message.(type) {
				case found:
					got = append(got, fmt.Sprintf("%d %s", e.Flow.ID, string(m)))
				case *decode.Limit:
					if m.Held < 40_000 || m.Held > 120_000 || m.Bound != 50_000 {
						t.Errorf("%s", o.End())
					}
					got = append(got, fmt.Sprintf("%d limit", e.Flow.ID))
				case *decode.FlowClose:
					got = append(got, fmt.Sprintf("%d closed %d %v", e.Flow.ID, m.Bytes[0], m.Recognised))
				}
			}, options)
			var flows []*decode.Flow
			say := func(i int, data string) {
				f := flows[i-1]
				in.Feed(&decode.Segment{Flow: f, Time: decodetest.Start, Data: []byte(data), Frame: 1})
			}
			for i := range 3 {
				f := decodetest.NewFlow("tcp", true)
				f.ID = i + 1
				flows = append(flows, f)
				in.Open(f)
			}
			say(1, "+"+strings.Repeat("k", 5000)+"\n")
			say(2, test.hoard)
			say(3, "+"+strings.Repeat("k", 20_000)+"\n")
			for i := range 3 {
				say(i+1, "a\nx\n")
			}
			for _, f := range flows {
				in.Close(f)
			}
			want := []string{
				"2 limit", "2 " + test.left, "1 x", "1 a", "1 x", "2 x", "3 x", "3 a", "3 x",
				"1 5002 kept and 0 left, 3", "1 closed 5006 true",
				fmt.Sprintf("2 closed %d true", len(test.hoard)+4),
				"3 20002 kept and 0 left, 3", "3 closed 20006 true",
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("events (-want +got):\n%s", diff)
			}
			if ended != 6 {
				t.Errorf("the watchers were told of %d ends, want 6", ended)
			}
		})
	}
}
