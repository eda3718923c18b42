package report_test

import (
	"fmt"
	"runtime"
	"testing"

	"eavesdrop/decode"
	"eavesdrop/report"
	rt "eavesdrop/report/reporttest"
)

// A long capture of conversations that differ in everything takes no more memory than a short one.
func TestMemoryIsBounded(t *testing.T) {
	heap := func() int64 {
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return int64(m.HeapAlloc)
	}
	l := report.NewLedger(report.LedgerOptions{})
	before := heap()
	for i := range 100_000 {
		f := rt.Flow(i + 1)
		f.Server = rt.Addr(fmt.Sprintf("10.%d.%d.%d:443", i>>16, i>>8&255, i&255))
		l.Add(rt.Open(f))
		l.Add(rt.Event(f, decode.FromServer, 0, []string{"tcp", "http"}, i+1, 0, 100, &rt.Message{
			Name: "http.response",
			Learnt: []decode.Fact{
				{Question: decode.Body, Sight: decode.Readable, Text: fmt.Sprint("body ", i)},
				{Question: decode.Asked, Sight: decode.Readable, Text: fmt.Sprint("GET /", i)},
				{Question: decode.Headers, Sight: decode.Readable, Text: fmt.Sprint(i, " headers")},
			},
		}))
		l.Add(rt.Event(f, 0, 0, []string{"tcp", "tls"}, i+1, 0, 1, &rt.Message{Name: "tls.unopened", Line: decode.Brief{Detail: fmt.Sprint("reason ", i)}}))
		l.Add(rt.Close(f, 1, 1))
	}
	if grown := heap() - before; grown > 4<<20 {
		t.Errorf("grew by %d bytes", grown)
	}
	l.Finish(report.Counts{Seen: 400_000, Decoded: 400_000})
	if a := l.Answer(decode.Body); a.More < 1000 {
		t.Errorf("%d further answers, want some thousands", a.More)
	}
	runtime.KeepAlive(l)
}

func BenchmarkAdd(b *testing.B) {
	f := rt.Flow(1)
	request, response := rt.Request(f), rt.Response(f, secret)
	l := report.NewLedger(report.LedgerOptions{})
	b.ReportAllocs()
	for b.Loop() {
		l.Add(request)
		l.Add(response)
		request.Trace[0].Frame += 2
		response.Trace[0].Frame += 2
	}
}
