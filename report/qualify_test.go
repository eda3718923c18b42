package report_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"eavesdrop/decode"
	"eavesdrop/report"
	rt "eavesdrop/report/reporttest"
)

func TestQualifications(t *testing.T) {
	f := rt.Flow(1)
	f.Sure = false
	f.Stats.State, f.Stats.Conflicts = decode.StateEvicted, 2
	layers := []string{"tcp"}
	closed := rt.Close(f, 100, 0)
	closed.Message.(*decode.FlowClose).Recognised = false
	unopened := &rt.Message{Name: "tls.unopened", Line: decode.Brief{Title: "stays sealed", Detail: "no line for this client random"}}
	l := report.NewLedger(report.LedgerOptions{Observer: report.Holding(decode.KeyLog)})
	for _, e := range []*decode.Event{
		rt.Open(f),
		rt.Event(f, 0, time.Second, layers, 0, 0, 0, &decode.Gap{Bytes: 1448}),
		rt.Event(f, 0, time.Second, layers, 5, 0, 1, &decode.Malformed{Layer: "http"}),
		rt.Event(f, 0, time.Second, layers, 5, 0, 1, &decode.Malformed{Layer: "tls", Cut: true}),
		rt.Event(f, 0, time.Second, []string{"tcp", "tls"}, 6, 0, 1, unopened),
		rt.Event(f, 0, time.Second, layers, 0, 0, 0, &decode.Limit{Held: 1 << 20}),
		closed,
	} {
		l.Add(e)
	}
	l.Finish(report.Counts{
		Seen: 1312, Decoded: 1300, Skipped: map[string]int{"ARP": 9, "IGMP": 3}, KernelKnown: true, KernelDropped: 1, Cut: 7,
		Limits: map[string]int{"flows": 1}, Torn: "packet at offset 4,096 ends early",
	})
	want := []string{
		"The capture breaks off: packet at offset 4,096 ends early. What comes after is not known.",
		"1 packet was dropped by the kernel, and never seen.",
		"7 packets were cut short: the rest was not captured.",
		"1,448 bytes missing in 1 place: what stood there is not known.",
		"1 message was cut off: a part is missing.",
		"1 conversation was already going on when the capture began: the beginning is missing.",
		"1 conversation was dropped to stay within the limits of memory.",
		"1 conversation was not decoded to the end, to stay within the limits of memory: what was said then is not known.",
		"Limits were reached: 1 × flows.",
		"2 segments were sent again with other bytes: the two ends may have seen something else than is shown.",
		"1 message breaks the rules of the protocol: what could be understood is told.",
		"1 conversation was in a protocol that was not recognised.",
		"Keys were given, and yet it stayed sealed: no line for this client random.",
	}
	if d := cmp.Diff(want, l.Qualifications()); d != "" {
		t.Error(d)
	}
	if got := l.Counts().Line(); got != "Packets: 1,312 seen = 1,300 decoded + 12 skipped (9 ARP, 3 IGMP); 1 dropped by the kernel; 7 not captured whole." {
		t.Error(got)
	}
	if !strings.HasSuffix(l.Verdict(), " Not all of it was captured.") {
		t.Errorf("verdict %q says nothing of what is missing", l.Verdict())
	}
}

// cut is a message whose end is missing.
type cut struct{ rt.Message }

func (*cut) Partial() bool { return true }

func TestCutMessagesAreCounted(t *testing.T) {
	f := rt.Flow(1)
	e := rt.Event(f, decode.FromServer, 0, []string{"tcp", "http"}, 6, 0x42, 1000, &cut{})
	if d := cmp.Diff([]string{"1 message was cut off: a part is missing."}, learned(report.LedgerOptions{}, rt.Open(f), e).Qualifications()); d != "" {
		t.Error(d)
	}
}
