package tlswire

import (
	"strings"
	"testing"

	"eavesdrop/decode"
	"eavesdrop/decode/decodetest"
)

// The transport parameters of a real client are named, and so are those that mean nothing or are cut short.
func TestTransportParameters(t *testing.T) {
	client, _ := quicHellos(t)
	e := decodetest.Run(t, carried(), decodetest.Client(string(client)))[0]
	if all := strings.Join(e.Fields, "\n"); !strings.Contains(all, `Parameter: initial_max_data="65535"`) {
		t.Error(all)
	}
	for wire, want := range map[string]string{
		"\x01\x02\x40\x1e":     "Parameter: max_idle_timeout=30, Id=0x1, Length=2, Value=30",
		"\x0c\x00":             "Parameter: disable_active_migration=, Id=0xc, Length=0",
		"\x1b\x01x":            "Parameter: GREASE(0x1b)=78, Id=0x1b, Length=1, Value=78",
		"\x0f\x02id":           "Parameter: initial_source_connection_id=6964, Id=0xf, Length=2, Value=6964",
		"\x04\x03\x40\x1e\x00": "Parameter: initial_max_data=401e00, Id=0x4, Length=3, Value=401e00",
		"\x01\x09\x40":         "Left over=010940",
		"\x40":                 "Left over=40",
	} {
		var got []string
		for f := range fieldsOf([]byte(wire), walker.transportParameters) {
			got = append(got, f.Name+"="+f.Value)
			if f.Sight != decode.Readable {
				t.Errorf("%s is %s", f.Name, f.Sight)
			}
		}
		if s := strings.Join(got, ", "); s != want {
			t.Errorf("%x: %s, want %s", wire, s, want)
		}
	}
}
