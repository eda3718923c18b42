package jsonl_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"eavesdrop/decode"
	"eavesdrop/decode/decodetest/golden"
	"eavesdrop/report"
	"eavesdrop/report/jsonl"
	rt "eavesdrop/report/reporttest"
)

func TestTable(t *testing.T) {
	f := rt.Flow(1)
	l := report.NewLedger(report.LedgerOptions{Name: "ht\x1btp", Observer: report.Holding(decode.FernetKey)})
	for _, e := range []*decode.Event{rt.Open(f), rt.Request(f), rt.Token(f, ""), rt.Token(f, "fluffy tail"), rt.Close(f, 86, 193)} {
		l.Add(e)
	}
	l.Finish(report.Counts{
		Seen: 12, Decoded: 10, Skipped: map[string]int{"IGMP": 1, "ARP": 1}, KernelKnown: true, Cut: 1,
		Limits: map[string]int{"flows": 2}, Torn: "ends early",
	})
	quiet := report.NewLedger(report.LedgerOptions{Name: "nothing"})
	quiet.Finish(report.Counts{})

	var out bytes.Buffer
	w := jsonl.New(&out)
	w.Table(report.Compare(l, quiet))
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	if n, want := strings.Count(out.String(), "\n"), len(report.Questions)+2; n != want {
		t.Fatalf("%d lines, want %d: one a question, one a ledger", n, want)
	}
	var pretty bytes.Buffer
	for line := range strings.Lines(out.String()) {
		if err := json.Indent(&pretty, []byte(line), "", " "); err != nil {
			t.Fatal(err)
		}
	}
	golden.Check(t, "testdata/table.json", pretty.String())
}

func TestObjectNames(t *testing.T) {
	f := rt.Flow(1)
	for kind, want := range map[string]string{"tls.data": "tls", "gap": "gap", "secret.found": "secret", "flow.open": "flow_info"} {
		var out bytes.Buffer
		w := jsonl.New(&out)
		w.Event(rt.Event(f, 0, 0, nil, 0, 0, 0, &rt.Message{Name: kind}))
		w.Flush()
		var line map[string]json.RawMessage
		if err := json.Unmarshal(out.Bytes(), &line); err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(`{"title":""}`, string(line[want])); d != "" {
			t.Errorf("%s: %s", kind, out.String())
		}
	}
}
