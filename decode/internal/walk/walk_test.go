package walk

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"eavesdrop/decode"
)

// A number of which a part is missing is not another number.
func TestCutNumbers(t *testing.T) {
	got := map[string]string{}
	for f := range Fields([]byte("\x00\x35\xc0\x2f\xc0"), "", func(w *Walker) {
		w.Number(2, "port", "")
		w.Number(2, "suite", "")
		w.Number(2, "half a suite", "")
		w.Take(2, "nothing", "0", decode.Readable, "")
	}) {
		got[f.Name] = f.Value
	}
	want := map[string]string{"port": "53", "suite": "49199", "half a suite": "c0, cut off"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("fields (-want +got)\n%s", diff)
	}
}

// Of a list that was cut off before its length nothing is said, not even that it is empty.
func TestCutVectors(t *testing.T) {
	for raw, want := range map[string][]string{
		"\x02ab\x00": {"first length 2", "first ", "ab 6162", "second length 0", "second "},
		"\x02ab":     {"first length 2", "first ", "ab 6162"},
		"\x02":       {"first length 2", "first "},
		"":           nil,
	} {
		var got []string
		for f := range Fields([]byte(raw), "", func(w *Walker) {
			for _, name := range []string{"first", "second"} {
				outer := w.Vector(1, name, "", decode.Readable, "")
				w.Opaque(w.Left(), "ab", decode.Readable, "")
				w.Close(outer)
			}
		}) {
			got = append(got, f.Name+" "+f.Value)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%q: fields (-want +got)\n%s", raw, diff)
		}
	}
}
