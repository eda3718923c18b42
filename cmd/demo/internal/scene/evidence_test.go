package scene

import (
	"bytes"
	"encoding/hex"
	"errors"
	"io"
	"strings"
	"testing"

	"eavesdrop/capture"
	"eavesdrop/cmd/demo/internal/secret"
	"eavesdrop/decode"
	"eavesdrop/testdata/pcaps"
)

// Answers lead to the very bytes of the recordings that they are read from.
func TestAnswersLeadToTheirBytes(t *testing.T) {
	const certificate = "3082" // a SEQUENCE of more than 255 bytes in DER
	for _, c := range []struct {
		scene    string
		question decode.Question
		begins   string // in hex
		length   int    // 0: any
	}{
		{"login", decode.Credentials, hex.EncodeToString([]byte("Basic bWVtYmVyOmhhemVsbnV0")), 26},
		{"caesar", decode.Secret, hex.EncodeToString([]byte("ekteex szhk")), 11},
		{"fernet", decode.Made, hex.EncodeToString([]byte("AAAA")), 0},
		{"tls", decode.ServerName, hex.EncodeToString([]byte("localhost")), 9},
		{"tls", decode.KeyExchange, "", 1088 + 32}, // what ML-KEM-768 sends back, then X25519's value
		{"tls12", decode.Identity, certificate, 0},
		{"tls12", decode.KeyExchange, "20", 33}, // the client's value, behind its length
		{"tls-no-ca", decode.Identity, "0230", 2},
		{"tls-rsa-leaked", decode.KeyExchange, "0100", 258},
		{"mtls", decode.Credentials, certificate, 0},
		{"ech", decode.ServerName, hex.EncodeToString([]byte("cover.example")), 13},
		{"resume", decode.Linked, "", 0},
		{"resume-1.3", decode.Linked, "", 0},
	} {
		t.Run(c.scene+" "+string(c.question), func(t *testing.T) {
			raw, frames := recording(t, c.scene)
			s, err := ByName(c.scene)
			if err != nil {
				t.Fatal(err)
			}
			s.Holders = nil
			take, err := Replay(s, raw, secret.Default, Keys{})
			if err != nil {
				t.Fatal(err)
			}
			a := take.Ledger.Answer(c.question)
			if len(a.Evidence) == 0 || a.Evidence[0].Len == 0 {
				t.Fatalf("%q in %+v: no bytes", a.Text, a.Evidence)
			}
			e := a.Evidence[0]
			got := frames[e.Frame-1][e.At:][:e.Len]
			if !strings.HasPrefix(hex.EncodeToString(got), c.begins) || c.length != 0 && e.Len != c.length {
				t.Errorf("%q: %d bytes of frame %d, %x, want %d that begin with %s", a.Text, e.Len, e.Frame, got, c.length, c.begins)
			}
			// The ticket in TLS 1.2 was given out in the clear: the same bytes.
			if given := bytes.Contains(frames[8], got); c.question == decode.Linked && given != (c.scene == "resume") {
				t.Errorf("%x was given out before: %v", got, given)
			}
		})
	}
}

// recording is the capture file of a scene, and the frames in it.
func recording(t *testing.T, name string) (raw []byte, frames [][]byte) {
	t.Helper()
	raw, err := pcaps.Files.ReadFile(name + ".pcapng")
	if err != nil {
		t.Fatal(err)
	}
	file, err := capture.NewReader(bytes.NewReader(raw), name)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	for {
		var f capture.Frame
		switch err := file.Next(&f); {
		case errors.Is(err, io.EOF):
			return raw, frames
		case err != nil:
			t.Fatal(err)
		}
		frames = append(frames, bytes.Clone(f.Data))
	}
}
