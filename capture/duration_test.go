package capture

import (
	"testing"
	"time"
)

// A flow lasts from the earliest of its packets' times to the latest: captures do not always keep the order of time, and
// some of their packets have none.
func TestDuration(t *testing.T) {
	start := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	for name, test := range map[string]struct {
		times []time.Time
		want  time.Duration
	}{
		"in order":         {[]time.Time{start, start.Add(time.Second), start.Add(3 * time.Second)}, 3 * time.Second},
		"backwards":        {[]time.Time{start, start.Add(-time.Second), start.Add(-2 * time.Second)}, 2 * time.Second},
		"one without time": {[]time.Time{start, {}, start.Add(time.Second)}, time.Second},
		"the first has no": {[]time.Time{{}, start, start.Add(time.Second)}, time.Second},
		"none has":         {make([]time.Time, 3), 0},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWire(t, Limits{})
			w.step = 0
			for i, at := range test.times {
				w.now = at
				w.client(flagsData, uint32(i+1), 1, "x")
			}
			w.a.Flush()
			if s := w.got.stats[0]; s.Last.Sub(s.First) != test.want {
				t.Errorf("from %v to %v, want %v", s.First, s.Last, test.want)
			}
		})
	}
}
