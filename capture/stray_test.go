package capture

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Numbers that jump: the listener hears on, whether the capture had a hole or somebody tried to lead it astray.
func TestStray(t *testing.T) {
	const far = 3 << 29 // further than any window
	for name, test := range map[string]struct {
		play    func(w *wire)
		streams map[string]string
	}{
		"a hole wider than any window, one direction": {
			play: func(w *wire) {
				w.open()
				w.client(flagsData, 1, 1, "before")
				w.client(flagsData, far, 1, "after ")
				w.client(flagsData, far+6, 1, "the hole")
			},
			streams: map[string]string{"1 client": "before", "2 client": "after the hole"},
		},
		"a hole, and the next segment is missing too": {
			play: func(w *wire) {
				w.open()
				w.client(flagsData, 1, 1, "before")
				w.client(flagsData, far, 1, "af")
				w.client(flagsData, far+4, 1, "er")
			},
			streams: map[string]string{"1 client": "before", "2 client": "af..er"},
		},
		"a hole behind which the numbers are lower": {
			play: func(w *wire) {
				w.open()
				w.server(flagACK, 1, 1, "")
				w.client(flagsData, 1<<20, 1, "before")
				for range patience {
					w.server(flagACK, 1, 1<<20+6, "")
				}
				w.client(flagsData, 1, 1, "after ")
				w.client(flagsData, 7, 1, "the hole")
				w.server(flagACK, 1, 15, "")
			},
			streams: map[string]string{"1 client": "before", "2 client": "after the hole"},
		},
		"a hole in both directions; who is the client is not forgotten": {
			play: func(w *wire) {
				w.open()
				w.client(flagsData, 1, 1, "ask")
				w.server(flagsData, 1, 4, "answer")
				w.server(flagsData, far, 7, "more")
				w.client(flagsData, 7, far+4, "again")
				w.server(flagsData, far+4, 12, "end")
			},
			streams: map[string]string{"1 client": "ask", "1 server": "answer", "2 client": "again", "2 server": "moreend"},
		},
		"only the last segment is behind the hole": {
			play: func(w *wire) {
				w.open()
				w.client(flagsData, 1, 1, "before")
				w.client(flagsData, far, 1, "after")
			},
			streams: map[string]string{"1 client": "before", "2 client": "after"},
		},
		"a forged segment between the true ones": {
			play: func(w *wire) {
				w.open()
				w.client(flagsData, 1, 1, "AB")
				w.client(flagsData, far, 1, "forged")
				w.client(flagsData, 3, 1, "CD")
				w.client(flagsData, far+6, 1, "forged")
				w.client(flagsData, 5, 1, "EF")
			},
			streams: map[string]string{"1 client": "ABCDEF"},
		},
		"two in a row": {
			play: func(w *wire) {
				w.open()
				w.client(flagsData, 1, 1, "AB")
				w.client(flagsData, far, 1, "forged")
				w.client(flagsData, far+6, 1, "forged")
				w.client(flagsData, 3, 1, "CD")
				w.server(flagsData, 1, 5, "XY")
				w.client(flagsData, 5, 3, "EF")
			},
			streams: map[string]string{"1 client": "AB", "2 client": "forgedforged", "3 client": "CDEF", "3 server": "XY"},
		},
		"a forged SYN and data behind it": {
			play: func(w *wire) {
				w.open()
				w.client(flagsData, 1, 1, "AB")
				w.client(flagSYN, far, 0, "")
				w.client(flagsData, far+1, 1, "forged")
				w.client(flagsData, 3, 1, "CD")
				w.server(flagsData, 1, 5, "XY")
				w.client(flagsData, 5, 3, "EF")
				w.server(flagsData, 3, 7, "Z")
			},
			streams: map[string]string{"1 client": "AB", "2 client": "forged", "3 client": "CDEF", "3 server": "XYZ"},
		},
		"a forged FIN, behind which the other end goes on": {
			play: func(w *wire) {
				w.open()
				w.client(flagsData, 1, 1, "AB")
				w.client(flagACK|flagFIN, 3, 1, "")
				w.server(flagsData, 1, 3, "XY")
				w.client(flagsData, 3, 3, "too soon")
				w.server(flagsData, 3, 11, "Z")
				w.client(flagsData, 11, 4, "CD")
				w.server(flagsData, 4, 13, "!")
			},
			streams: map[string]string{"1 client": "AB", "1 server": "XYZ", "2 client": "CD", "2 server": "!"},
		},
		"a forged acknowledgement, again and again, of more than was sent": {
			play: func(w *wire) {
				w.open()
				w.client(flagsData, 1, 1, "AB")
				for range 2 * patience {
					w.server(flagACK, 1, 1<<29, "")
				}
				w.client(flagsData, 3, 1, "CD")
				w.server(flagACK, 1, 5, "")
				w.client(flagsData, 5, 1, "EF")
			},
			streams: map[string]string{"1 client": "AB", "2 client": "CDEF"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWire(t, Limits{})
			test.play(w)
			w.a.Flush()
			got := map[string]string{}
			for name, b := range w.got.streams {
				if s := strings.Trim(b.String(), "."); s != "" {
					got[name] = s
				}
			}
			if diff := cmp.Diff(test.streams, got); diff != "" {
				t.Errorf("streams (-want +got)\n%s\n%v", diff, w.got.lines)
			}
			packets := 0
			for _, st := range w.got.stats {
				packets += st.Packets
			}
			if packets != w.n {
				t.Errorf("%d frames in flows, of %d", packets, w.n)
			}
		})
	}
}
