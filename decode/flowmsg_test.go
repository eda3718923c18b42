package decode_test

import (
	"testing"

	"eavesdrop/decode"
)

// Numbers of bytes are written with commas, however long they are.
func TestBytesInBriefs(t *testing.T) {
	for bytes, want := range map[int]string{
		1: "1 byte missing from the capture", 999: "999 bytes missing from the capture",
		1448: "1,448 bytes missing from the capture", 12345678: "12,345,678 bytes missing from the capture",
	} {
		if got := (&decode.Gap{Bytes: bytes}).Brief().Title; got != want {
			t.Errorf("gap of %d: %q, want %q", bytes, got, want)
		}
	}
	m := &decode.FlowClose{Flow: &decode.Flow{}, Bytes: [2]uint64{86, 1312}}
	if got, want := m.Brief().Detail, "86 + 1,312 bytes"; got != want {
		t.Errorf("flow: %q, want %q", got, want)
	}
	m.Flow.Stats.Lost = [2]uint64{1000, 448}
	if got, want := m.Brief().Detail, "86 + 1,312 bytes; 1,448 more are missing"; got != want {
		t.Errorf("flow: %q, want %q", got, want)
	}
}
