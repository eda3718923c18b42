package capture

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Connections that follow each other between the same ends, and what only looks like that.
func TestPortReuse(t *testing.T) {
	// again is the first connection's numbers plus this.
	const again = 100_000_000
	for name, test := range map[string]struct {
		play    func(w *wire)
		streams map[string]string
		lines   []string
	}{
		"the end of the first was not captured": {
			play: func(w *wire) {
				w.open()
				w.client(flagsData, 1, 1, "first")
				w.client(flagSYN, again, 0, "")
				w.server(flagSYN|flagACK, again, again+1, "")
				w.client(flagsData, again+1, again+1, "second")
				w.server(flagsData, again+1, again+7, "answer")
			},
			streams: map[string]string{"1 client": "first", "2 client": "second", "2 server": "answer"},
			lines: []string{
				"open 1 10.0.0.1:1000 > 10.0.0.2:80 sure=true", "close 1 open",
				"open 2 10.0.0.1:1000 > 10.0.0.2:80 sure=true", "close 2 open",
			},
		},
		"one direction only": {
			play: func(w *wire) {
				w.client(flagSYN, 0, 0, "")
				w.client(flagsData, 1, 1, "first")
				w.client(flagSYN, again, 0, "")
				w.client(flagsData, again+1, again+1, "second")
			},
			streams: map[string]string{"1 client": "first", "2 client": "second"},
		},
		"the server's direction only": {
			play: func(w *wire) {
				w.server(flagSYN|flagACK, 0, 1, "")
				w.server(flagsData, 1, 1, "first")
				w.server(flagSYN|flagACK, again, again+1, "")
				w.server(flagsData, again+1, again+1, "second")
			},
			streams: map[string]string{"1 server": "first", "2 server": "second"},
		},
		"the first ended; its last acknowledgement comes again": {
			play: func(w *wire) {
				w.open()
				w.client(flagsData|flagFIN, 1, 1, "first")
				w.server(flagACK|flagFIN, 1, 7, "")
				w.client(flagACK, 7, 2, "")
				w.client(flagACK, 7, 2, "")
				w.client(flagSYN, 70_000, 0, "") // as Linux numbers it while the other end may still remember
				w.server(flagSYN|flagACK, again, 70_001, "")
				w.client(flagsData, 70_001, again+1, "second")
			},
			streams: map[string]string{"1 client": "first", "2 client": "second"},
		},
		"the first ended, and the SYN of the second was not captured": {
			play: func(w *wire) {
				w.open()
				w.client(flagsData|flagFIN, 1, 1, "first")
				w.server(flagACK|flagFIN, 1, 7, "")
				w.client(flagACK, 7, 2, "")
				w.server(flagSYN|flagACK, again, again+1, "")
				w.client(flagsData, again+1, again+1, "second")
			},
			streams: map[string]string{"1 client": "first", "2 client": "second"},
		},
		"the first ended, and nothing of the second's beginning was captured": {
			play: func(w *wire) {
				w.open()
				w.client(flagsData|flagFIN, 1, 1, "first")
				w.server(flagACK|flagFIN, 1, 7, "")
				w.client(flagACK, 7, 2, "")
				w.client(flagsData, again, again, "second")
				w.server(flagsData, again, again+6, "answer")
			},
			streams: map[string]string{"1 client": "first", "2 client": "second", "2 server": "answer"},
		},
		"the same, with numbers near those of the first, as Linux gives them, later": {
			play: func(w *wire) {
				w.open()
				w.client(flagsData|flagFIN, 1, 1, "first")
				w.server(flagACK|flagFIN, 1, 7, "")
				w.client(flagACK, 7, 2, "")
				w.now = w.now.Add(2 * linger)
				w.client(flagsData, 70_000, again, "second")
				w.server(flagsData, again, 70_006, "answer")
			},
			streams: map[string]string{"1 client": "first", "2 client": "second", "2 server": "answer"},
		},
		"bytes behind the end of the first": {
			play: func(w *wire) {
				w.open()
				w.client(flagsData|flagFIN, 1, 1, "first")
				w.server(flagACK|flagFIN, 1, 7, "")
				w.client(flagACK, 7, 2, "")
				w.client(flagsData, 7, 2, "forged")
			},
			streams: map[string]string{"1 client": "first"},
		},
		"bytes behind the end of the first, again and again": {
			play: func(w *wire) {
				w.open()
				w.client(flagsData|flagFIN, 1, 1, "first")
				w.server(flagACK|flagFIN, 1, 7, "")
				w.client(flagACK, 7, 2, "")
				for wait := linger; wait < timeWait/2; wait *= 2 { // as RFC 6298, section 5.5, has it
					w.server(flagsData, 2, 7, "straggler")
					w.now = w.now.Add(wait)
				}
			},
			streams: map[string]string{"1 client": "first"},
			lines: []string{
				"open 1 10.0.0.1:1000 > 10.0.0.2:80 sure=true", "end 1 client fin", "end 1 server fin", "close 1 closed",
			},
		},
		"the same place, longer after the end than segments live": {
			play: func(w *wire) {
				w.open()
				w.client(flagsData|flagFIN, 1, 1, "first")
				w.server(flagACK|flagFIN, 1, 7, "")
				w.client(flagACK, 7, 2, "")
				w.now = w.now.Add(timeWait)
				w.client(flagsData, 8, again, "second")
			},
			streams: map[string]string{"1 client": "first", "2 client": "second"},
		},
		"nobody answers": {
			play: func(w *wire) {
				w.client(flagSYN, 0, 0, "")
				w.client(flagSYN, again, 0, "")
				w.client(flagSYN, 2*again, 0, "")
			},
			lines: []string{
				"open 1 10.0.0.1:1000 > 10.0.0.2:80 sure=true", "close 1 unopened",
				"open 2 10.0.0.1:1000 > 10.0.0.2:80 sure=true", "close 2 unopened",
				"open 3 10.0.0.1:1000 > 10.0.0.2:80 sure=true", "close 3 unopened",
			},
		},
		"the second is refused": {
			play: func(w *wire) {
				w.open()
				w.client(flagsData, 1, 1, "first")
				w.client(flagSYN, again, 0, "")
				w.server(flagRST|flagACK, 0, again+1, "")
			},
			streams: map[string]string{"1 client": "first"},
			lines: []string{
				"open 1 10.0.0.1:1000 > 10.0.0.2:80 sure=true", "close 1 open",
				"open 2 10.0.0.1:1000 > 10.0.0.2:80 sure=true", "end 2 server rst", "end 2 client rst", "close 2 refused",
			},
		},
		"a forged SYN does not end what goes on": {
			play: func(w *wire) {
				w.open()
				w.client(flagsData, 1, 1, "fir")
				w.client(flagSYN, again, 0, "forged")
				w.server(flagACK, 1, 4, "") // as one answers it who does not obey
				w.client(flagsData, 4, 1, "st")
				w.server(flagsData, 1, 6, "answer")
			},
			streams: map[string]string{"1 client": "first", "1 server": "answer", "2 client": "forged"},
		},
		"a forged SYN whose number is that of the next byte": {
			play: func(w *wire) {
				w.open()
				w.client(flagsData, 1, 1, "fir")
				w.client(flagSYN, 3, 0, "")
				w.server(flagACK, 1, 4, "")
				w.client(flagsData, 4, 1, "st")
			},
			streams: map[string]string{"1 client": "first"},
		},
		"a forged SYN-ACK before the right one": {
			play: func(w *wire) {
				w.client(flagSYN, 0, 0, "")
				w.server(flagSYN|flagACK, again, 1, "")
				w.server(flagSYN|flagACK, 0, 1, "")
				w.client(flagsData, 1, 1, "ask")
				w.server(flagsData, 1, 4, "answer")
			},
			streams: map[string]string{"2 client": "ask", "2 server": "answer"},
		},
		"it goes on long after a forged reset": {
			play: func(w *wire) {
				w.open()
				w.client(flagRST, 1, 0, "")
				w.now = w.now.Add(2 * linger)
				w.server(flagsData, 1, 1, "still ")
				w.client(flagsData, 1, 7, "more")
			},
			streams: map[string]string{"2 client": "more", "2 server": "still "},
		},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWire(t, Limits{})
			test.play(w)
			w.a.Flush()
			got := map[string]string{}
			for name, b := range w.got.streams {
				if b.Len() > 0 {
					got[name] = b.String()
				}
			}
			if test.streams == nil {
				test.streams = map[string]string{}
			}
			if diff := cmp.Diff(test.streams, got); diff != "" {
				t.Errorf("streams (-want +got)\n%s", diff)
			}
			if test.lines != nil {
				if diff := cmp.Diff(test.lines, w.got.lines); diff != "" {
					t.Errorf("(-want +got)\n%s", diff)
				}
			}
			frames := w.a.Counts().Skipped[string(skipLate)]
			for _, st := range w.got.stats {
				frames += st.Packets
			}
			if stragglers := w.n - frames; stragglers < 0 || stragglers > 1 {
				t.Errorf("%d frames in flows, of %d", frames, w.n)
			}
		})
	}
}
