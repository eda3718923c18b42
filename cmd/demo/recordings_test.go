package main

import (
	"strings"
	"testing"

	"eavesdrop/cmd/demo/internal/scene"
	"eavesdrop/cmd/demo/internal/secret"
	"eavesdrop/decode"
)

// What was recorded is heard again, by the listener and by those who hold keys.
func TestRecordings(t *testing.T) {
	scenes, err := scene.Named("all")
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range scenes {
		t.Run(s.Name, func(t *testing.T) {
			raw, err := recording(s)
			if err != nil {
				t.Fatal(err)
			}
			keys, err := recordedKeys(s)
			if err != nil {
				t.Fatal(err)
			}
			take, err := scene.Replay(s, raw, secret.Default, keys)
			if err != nil {
				t.Fatal(err)
			}
			broken := s.Name == "https-to-http" // the answer to TLS is not TLS
			if q := take.Ledger.Qualifications(); len(q) > 0 != broken {
				t.Errorf("the listener: %v", q)
			}
			for i, l := range take.Held {
				a, q := l.Answer(decode.Secret), strings.Join(l.Qualifications(), " ")
				switch {
				case a.Text == secret.Default && a.Opened == decode.InTheClear:
					t.Errorf("%s: it is not said what opened the secret", s.Holders[i].Name)
				case a.Text != secret.Default && q == "":
					t.Errorf("%s: %q, and it is not said why", s.Holders[i].Name, a.Text)
				}
			}
		})
	}
}

func TestKeyLogKeepsOtherScenes(t *testing.T) {
	take := func(name, log string) scene.Take {
		return scene.Take{Scene: scene.Scene{Name: name}, Keys: scene.Keys{Log: []byte(log)}}
	}
	old := keyLog(nil, []scene.Take{take("tls", "A 1 2\n"), take("tls12", "B 3 4\n"), take("http", "")})
	got := string(keyLog(old, []scene.Take{take("tls", "C 5 6\nD 7 8\n")}))
	if want := "# tls12\nB 3 4\n# tls\nC 5 6\nD 7 8\n"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}
