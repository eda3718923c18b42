package scene

import (
	"bytes"
	"context"
	"io"
	"net/netip"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"eavesdrop/capture"
	"eavesdrop/capture/netns"
	"eavesdrop/cmd/demo/internal/pki"
	"eavesdrop/cmd/demo/internal/secret"
	"eavesdrop/decode"
	"eavesdrop/decode/fernet"
)

// The tests play on a private loopback where they can: there the port is free, and no rights are needed.
func TestMain(m *testing.M) {
	inside, err := netns.Inside()
	if err != nil {
		os.Exit(1)
	}
	if !inside {
		if code, err := netns.Rerun(netns.Options{Args: os.Args[1:]}); err == nil {
			os.Exit(code)
		}
	}
	os.Exit(m.Run())
}

// kept is a capture that is kept in memory.
type kept struct {
	bytes.Buffer
	closed bool
}

func (k *kept) Close() error { k.closed = true; return nil }

// player is one with all that scenes need, and where its captures go.
func player(t *testing.T) (*Player, map[string]*kept) {
	t.Helper()
	live, err := capture.Listen(t.Context(), capture.LiveOptions{})
	if err != nil {
		t.Skip(err)
	}
	live.Close()
	key, err := secret.NewFernetKey()
	if err != nil {
		t.Fatal(err)
	}
	papers, err := pki.NewServer(time.Now(), "localhost")
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]*kept{}
	return &Player{
		Port: secret.Port, Secret: secret.Default, Key: key, Papers: papers,
		Save: func(s Scene) (io.WriteCloser, error) {
			files[s.Name] = &kept{}
			return files[s.Name], nil
		},
	}, files
}

// first plays the three scenes of the first lesson.
func first(t *testing.T, p *Player) map[string]*Take {
	t.Helper()
	scenes, err := Named()
	if err != nil {
		t.Fatal(err)
	}
	takes, err := p.Play(t.Context(), scenes)
	if err != nil {
		t.Fatal(err)
	}
	byName := map[string]*Take{}
	for i := range takes {
		byName[takes[i].Scene.Name] = &takes[i]
	}
	return byName
}

func TestMembersGetTheSecretAndNothingIsLost(t *testing.T) {
	p, files := player(t)
	for name, take := range first(t, p) {
		if take.Outcome.Secret != secret.Default {
			t.Errorf("%s: the members got %q", name, take.Outcome.Secret)
		}
		if take.Heard != take.Said || take.Said[0] == 0 || take.Said[1] == 0 || take.Lost() {
			t.Errorf("%s: heard %v bytes of %v", name, take.Heard, take.Said)
		}
		c := take.Ledger.Counts()
		if !c.KernelKnown || c.KernelDropped != 0 || c.Seen < 10 || c.Seen != c.Decoded {
			t.Errorf("%s: %s", name, c.Line())
		}
		if q := take.Ledger.Qualifications(); len(q) > 0 {
			t.Errorf("%s: %v", name, q)
		}
		if !files[name].closed {
			t.Errorf("%s: the capture was not closed", name)
		}
	}
}

func TestWhatTheListenerLearned(t *testing.T) {
	p, _ := player(t)
	takes := first(t, p)
	for _, c := range []struct {
		scene    string
		question decode.Question
		sight    decode.Sight
		text     string // that the answer contains
	}{
		{"http", decode.Who, decode.Readable, "127.0.0.1 → :5683"},
		{"http", decode.ServerName, decode.Claimed, "localhost"},
		{"http", decode.Asked, decode.Readable, "GET /"},
		{"http", decode.Headers, decode.Readable, "3 + 3"},
		{"http", decode.Secret, decode.Readable, "fluffy tail"},
		{"http", decode.Length, decode.Readable, "11 bytes"},
		{"http", decode.Changed, decode.Readable, "yes"},
		{"http", decode.Later, decode.Readable, "now"},

		{"fernet", decode.Who, decode.Readable, "127.0.0.2 → :5683"},
		{"fernet", decode.ServerName, decode.Claimed, "localhost"},
		{"fernet", decode.KeyExchange, decode.Absent, "not over this wire"},
		{"fernet", decode.Asked, decode.Readable, "GET /"},
		{"fernet", decode.Headers, decode.Readable, "3 + 3"},
		{"fernet", decode.Secret, decode.Sealed, "Fernet token"},
		{"fernet", decode.Length, decode.Derived, "0 to 15 bytes"},
		{"fernet", decode.Made, decode.Derived, "token"},
		{"fernet", decode.Changed, decode.Sealed, "HMAC"},
		{"fernet", decode.Later, decode.Derived, "key"},

		{"tls", decode.Who, decode.Readable, "127.0.0.3 → :5683"},
		{"tls", decode.ServerName, decode.Claimed, "localhost"},
		{"tls", decode.Identity, decode.Sealed, "certificate"},
		{"tls", decode.KeyExchange, decode.Readable, "X25519MLKEM768: both public values readable"},
		{"tls", decode.Asked, decode.Sealed, "sealed"},
		{"tls", decode.Headers, decode.Sealed, ""},
		{"tls", decode.Secret, decode.Sealed, ""},
		{"tls", decode.Length, decode.Derived, "at most"},
		{"tls", decode.Changed, decode.Sealed, "AEAD"},
		{"tls", decode.Later, decode.Sealed, "ephemeral"},
	} {
		a := takes[c.scene].Ledger.Answer(c.question)
		if a.Sight != c.sight || !strings.Contains(a.Text, c.text) {
			t.Errorf("%s: %s: %s %q, want %s with %q", c.scene, c.question, a.Sight, a.Text, c.sight, c.text)
		}
	}
}

func TestEvidenceIsTheBytesThemselves(t *testing.T) {
	p, files := player(t)
	takes := first(t, p)
	a := takes["http"].Ledger.Answer(decode.Secret)
	if len(a.Evidence) == 0 {
		t.Fatal("no evidence for the secret")
	}
	r, err := capture.NewReader(&files["http"].Buffer, "http")
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	var f capture.Frame
	for r.Next(&f) == nil {
		if v := a.Evidence[0]; f.Number == v.Frame {
			if got := string(f.Data[v.At : v.At+v.Len]); got != secret.Default {
				t.Errorf("the evidence is %q", got)
			}
			return
		}
	}
	t.Errorf("the capture has no frame %d", a.Evidence[0].Frame)
}

func TestOnlyPlainHTTPCarriesTheSecret(t *testing.T) {
	p, files := player(t)
	first(t, p)
	for name, file := range files {
		if got, want := bytes.Contains(file.Bytes(), []byte(secret.Default)), name == "http"; got != want {
			t.Errorf("%s: the secret is in the capture: %v, want %v", name, got, want)
		}
	}
}

func TestFernetTokenTellsTheTime(t *testing.T) {
	p, _ := player(t)
	var made []time.Time
	p.Taps = func(Scene) []func(*decode.Event) {
		return []func(*decode.Event){func(e *decode.Event) {
			if token, ok := e.Message.(*fernet.Token); ok {
				made = append(made, token.Timestamp)
			}
		}}
	}
	before := time.Now().Truncate(time.Second)
	if _, err := p.Play(t.Context(), []Scene{Fernet()}); err != nil {
		t.Fatal(err)
	}
	after := time.Now()
	if len(made) != 1 || made[0].Before(before) || made[0].After(after) {
		t.Errorf("tokens made at %v; played from %v to %v", made, before, after)
	}
}

func TestReplayHearsTheSame(t *testing.T) {
	p, files := player(t)
	for name, live := range first(t, p) {
		again, err := Replay(live.Scene, files[name].Bytes(), secret.Default, live.Keys)
		if err != nil {
			t.Fatal(err)
		}
		if again.Heard != live.Heard {
			t.Errorf("%s: %v bytes live, %v from the file", name, live.Heard, again.Heard)
		}
		for _, a := range live.Ledger.Answers() {
			if b := again.Ledger.Answer(a.Question); a.Sight != b.Sight || a.Text != b.Text || !slices.Equal(a.Evidence, b.Evidence) {
				t.Errorf("%s: %s: %q %v live, %q %v from the file", name, a.Question, a.Text, a.Evidence, b.Text, b.Evidence)
			}
		}
	}
}

func TestOneAddressIsEnough(t *testing.T) {
	p, _ := player(t)
	p.addresses = func(port uint16, n int) []netip.AddrPort {
		return slices.Repeat(Addresses(port, 1), n)
	}
	for name, take := range first(t, p) {
		if take.Lost() || take.Outcome.Secret != secret.Default {
			t.Errorf("%s: %q; heard %v of %v", name, take.Outcome.Secret, take.Heard, take.Said)
		}
	}
}

func TestPlayEndsWhenItsContextDoes(t *testing.T) {
	p, _ := player(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	scenes, err := Named()
	if err != nil {
		t.Fatal(err)
	}
	if takes, err := p.Play(ctx, scenes); err == nil {
		t.Errorf("%d takes and no error", len(takes))
	}
}

func TestPortTaken(t *testing.T) {
	p, _ := player(t)
	server, err := HTTP().Serve(&Stage{Addr: Addresses(p.Port, 1)[0]})
	if err != nil {
		t.Fatal(err)
	}
	defer server.Close(context.Background())
	if _, err := p.Play(t.Context(), []Scene{HTTP()}); err == nil || !strings.Contains(err.Error(), "address already in use") {
		t.Errorf("error %v", err)
	}
}

func TestManyScenesAtOnce(t *testing.T) {
	p, _ := player(t)
	var scenes []Scene
	for i := range 25 {
		s := []Scene{HTTP(), Fernet(), TLS()}[i%3]
		s.Name += string(rune('a' + i))
		scenes = append(scenes, s)
	}
	takes, err := p.Play(t.Context(), scenes)
	if err != nil {
		t.Fatal(err)
	}
	for i := range takes {
		if takes[i].Lost() || takes[i].Outcome.Secret != secret.Default {
			t.Errorf("%s: %q; heard %v of %v", takes[i].Scene.Name, takes[i].Outcome.Secret, takes[i].Heard, takes[i].Said)
		}
	}
}
