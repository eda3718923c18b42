package capture

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestSkipped(t *testing.T) {
	w := newWire(t, Limits{})
	w.frame(ip4(1, [4]byte{10, 0, 0, 1}, [4]byte{10, 0, 0, 2}, make([]byte, 8))) // ICMP
	w.frame(ip4(2, [4]byte{10, 0, 0, 1}, [4]byte{10, 0, 0, 2}, make([]byte, 8))) // IGMP
	w.frame([]byte{0x45})
	w.frame(nil)
	w.frame([]byte{0xf0, 1, 2, 3})
	want := map[string]int{"ICMPv4": 1, "IGMP": 1, "shorter than its headers say": 2, "broken IP header": 1}
	if diff := cmp.Diff(want, w.a.Counts().Skipped); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}
