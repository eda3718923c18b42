package decodetest

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"eavesdrop/decode"
)

// exhaustive is the size up to which SplitAnywhere tries every cut of a script.
const exhaustive = 2 << 10

// CheckFields fails the test unless the outermost fields of the event's message cover all of its bytes, in
// order and without a hole, and the fields inside a field stay inside it. Messages that are about a point in the
// stream, or too long to be traced, are left alone.
func CheckFields(t testing.TB, e Event) {
	t.Helper()
	if e.Omitted > 0 || e.Kind == "malformed" || e.Kind == "gap" {
		return // not all of its bytes can be traced, or nothing is known about them
	}
	at := 0
	open := []decode.Span{{Start: 0, End: 1 << 62}}
	for f := range e.Message.Fields() {
		if f.Span.Start > f.Span.End {
			t.Errorf("%s: field %q has the span %v", e.Kind, f.Name, f.Span)
		}
		if f.Depth < 0 || f.Depth > len(open)-1 {
			t.Errorf("%s: field %q has depth %d below depth %d", e.Kind, f.Name, f.Depth, len(open)-2)
			return
		}
		open = open[:f.Depth+1]
		if in := open[f.Depth]; f.Span.Start < in.Start || f.Span.End > in.End {
			t.Errorf("%s: field %q %v lies outside of the field around it, %v", e.Kind, f.Name, f.Span, in)
		}
		open = append(open, f.Span)
		if f.Depth > 0 {
			continue
		}
		if f.Span.Start != at {
			t.Errorf("%s: field %q begins at %d; the one before it ended at %d", e.Kind, f.Name, f.Span.Start, at)
		}
		at = f.Span.End
	}
	if at < e.Size || at > e.Size && !e.Holed { // a hole may be the last of it
		t.Errorf("%s: its fields end at %d, its bytes at %d", e.Kind, at, e.Size)
	}
}

// A said is what must not depend on how the stream was cut.
type said struct {
	Kind, JSON, Line, Raw string
	Dir                   decode.Direction
	Layers                []string
	Opened                decode.Key
	Fields, Facts         []string
}

func plain(e Event) said {
	return said{e.Kind, e.JSON, e.Line, string(e.Raw), e.Dir, e.Layers, e.Opened, e.Fields, e.Facts}
}

// differ compares all that two runs said, but for text of no known protocol, which is told as it comes, for the bytes of
// points in the stream (the frames around them are told) and of messages in more pieces than the inspector keeps.
func differ(want, got []Event) string {
	asItComes := func(e Event) bool { return e.Kind == "plaintext" && e.Opened == decode.InTheClear }
	want, got = slices.DeleteFunc(slices.Clone(want), asItComes), slices.DeleteFunc(slices.Clone(got), asItComes)
	a, b := make([]said, len(want)), make([]said, len(got))
	for i, e := range want {
		a[i] = plain(e)
	}
	for i, e := range got {
		b[i] = plain(e)
		if e.Omitted > 0 || e.Kind == "malformed" || e.Kind == "gap" {
			b[i].Raw = ""
			if i < len(a) {
				a[i].Raw = ""
			}
		}
	}
	return cmp.Diff(a, b)
}

// Same fails the test unless the script gives the same events when it is cut by cuts, as Resplit does it.
// options makes the Options anew for each run, because protocols may keep caches.
func Same(t testing.TB, options func() decode.Options, script []Say, cuts []byte) {
	t.Helper()
	want := Run(t, options(), script...)
	got := Run(t, options(), Resplit(script, cuts)...)
	if diff := differ(want, got); diff != "" {
		t.Errorf("cut by %v the script gives other events (-whole +cut):\n%s", cuts, diff)
	}
}

// SplitAnywhere fails the test unless the script gives the same events however its data is cut: byte by byte,
// in a few regular sizes and, when it is short, in two at every place.
func SplitAnywhere(t testing.TB, options func() decode.Options, script ...Say) {
	t.Helper()
	whole := Run(t, options(), script...)
	check := func(how string, cut []Say) bool {
		t.Helper()
		diff := differ(whole, Run(t, options(), cut...))
		if diff != "" {
			t.Errorf("%s the script gives other events (-whole +cut):\n%s", how, diff)
		}
		return diff == ""
	}
	for _, cuts := range [][]byte{{0}, {1}, {6}, {0, 99}, {99, 0}, {255}} {
		if !check("cut in pieces", Resplit(script, cuts)) {
			return
		}
	}
	size := Size(script)
	stride := 1 + size/exhaustive
	for at := 1; at < size; at += stride {
		if !check("cut in two", cutAt(script, at)) {
			t.Logf("at byte %d", at)
			return
		}
	}
}

// cutAt cuts the step in which the script's byte at lies in two.
func cutAt(script []Say, at int) []Say {
	var out []Say
	for _, s := range script {
		if at > 0 && at < len(s.Data) {
			out = append(out, Say{Dir: s.Dir, Data: s.Data[:at], Lost: s.Lost}, Say{Dir: s.Dir, Data: s.Data[at:], End: s.End})
		} else {
			out = append(out, s)
		}
		at -= len(s.Data)
	}
	return out
}

// Truncations runs every prefix of the script, and hands the events of each to check, which may be nil: that
// nothing panics is then all that is asked. Long scripts are cut at every few bytes only.
func Truncations(t testing.TB, options func() decode.Options, script []Say, check func(n int, events []Event)) {
	t.Helper()
	size := Size(script)
	for n := 0; n <= size; n += 1 + size/exhaustive {
		events := Run(t, options(), Truncate(script, n)...)
		if check != nil {
			check(n, events)
		}
	}
}
