package scene

import (
	"strings"
	"testing"

	"eavesdrop/cmd/demo/internal/secret"
	"eavesdrop/decode"
	"eavesdrop/decode/httpwire"
)

// An expectation is an answer that the listener of a scene comes to: the sight, and words that stand in the text.
type expectation struct {
	question decode.Question
	sight    decode.Sight
	text     string
}

// playAll plays scenes once, and returns their takes by name.
func playAll(t *testing.T, scenes ...Scene) map[string]*Take {
	t.Helper()
	p, _ := player(t)
	takes, err := p.Play(t.Context(), columns(scenes))
	if err != nil {
		t.Fatal(err)
	}
	byName := map[string]*Take{}
	for i := range takes {
		byName[takes[i].Scene.Name] = &takes[i]
		if takes[i].Lost() {
			t.Errorf("%s: heard %v of %v", takes[i].Scene.Name, takes[i].Heard, takes[i].Said)
		}
	}
	return byName
}

// expect fails the test unless the take's listener came to these answers.
func (k *Take) expect(t *testing.T, want []expectation) {
	t.Helper()
	for _, w := range want {
		a := k.Ledger.Answer(w.question)
		if a.Sight != w.sight || !strings.Contains(a.Text, w.text) {
			t.Errorf("%s: %s: %s %q, want %s with %q", k.Scene.Name, w.question, a.Sight, a.Text, w.sight, w.text)
		}
	}
}

// The scenes without TLS.
func TestWhatIsLearnedInTheClear(t *testing.T) {
	takes := playAll(t, Login(), Caesar(), Fernet(), FernetWrongKey(), FernetBrowser())
	token := []expectation{
		{decode.Asked, decode.Readable, "GET /"},
		{decode.Headers, decode.Readable, "3 + 3"},
		{decode.Body, decode.Sealed, "a Fernet token"},
		{decode.Secret, decode.Sealed, "in a Fernet token"},
		{decode.Length, decode.Derived, "0 to 15 bytes"},
		{decode.Made, decode.Derived, "token"},
		{decode.Changed, decode.Sealed, "HMAC"},
		{decode.Later, decode.Derived, "if the key ever leaks"},
	}
	for name, want := range map[string][]expectation{
		"login": {
			{decode.Asked, decode.Readable, "GET /"},
			{decode.Credentials, decode.Readable, "Basic member:hazelnut, password=hazelnut, Set-Cookie " + secret.SessionCookie + "="},
			{decode.Secret, decode.Readable, "fluffy tail"},
			{decode.Length, decode.Readable, "11 bytes"},
			{decode.Changed, decode.Readable, "yes"},
			{decode.Replayed, decode.Readable, "yes: the listener did"},
			{decode.Later, decode.Readable, "now"},
		},
		"caesar": {
			{decode.Asked, decode.Readable, "GET /"},
			{decode.Body, decode.Readable, "text/plain, 11 bytes"},
			{decode.Secret, decode.Derived, "fluffy tail, by trying 25 shifts"},
			{decode.Length, decode.Readable, "11 bytes"},
			{decode.Changed, decode.Readable, "yes"},
			{decode.Later, decode.Readable, "now"},
		},
		"fernet":           token,
		"fernet-wrong-key": token, // the wire can't tell
		"fernet-right-key": token,
		"fernet-browser":   token,
	} {
		takes[name].expect(t, want)
	}
	for name, said := range map[string]string{
		"login":            `the members got "fluffy tail", and the listener too`,
		"caesar":           `the members got "fluffy tail"`,
		"fernet-wrong-key": "the members refuse: invalid token: signature does not match",
		"fernet-browser":   "the client has no key, and shows the token",
	} {
		if got := takes[name].Outcome.Said; got != said {
			t.Errorf("%s: %q, want %q", name, got, said)
		}
	}
	if a := takes["login"].Ledger.Answer(decode.Credentials); a.More != 1 || len(a.Evidence) != 3 {
		t.Errorf("login: %d more than %q in %v, want the cookie that the member shows", a.More, a.Text, a.Evidence)
	}
}

func TestWhatIsLearnedOfKeysAgreedOn(t *testing.T) {
	takes := playAll(t, DH())
	takes["dh"].expect(t, []expectation{
		{decode.Identity, decode.Absent, "nobody checked"},
		{decode.KeyExchange, decode.Readable, "Diffie-Hellman, 20 bits: A "},
		{decode.Asked, decode.Readable, "POST /"},
		{decode.Secret, decode.Derived, "fluffy tail, by finding a in "},
		{decode.Length, decode.Derived, "11 bytes"},
		{decode.Changed, decode.Derived, "yes: the key can be worked out"},
		{decode.Replayed, decode.Derived, "yes: the key can be worked out"},
		{decode.Later, decode.Derived, "now"},
	})
	takes["dh-x25519"].expect(t, []expectation{
		{decode.Identity, decode.Absent, "nobody checked"},
		{decode.KeyExchange, decode.Readable, "Diffie-Hellman, X25519: A "},
		{decode.Body, decode.Sealed, "a Fernet token"},
		{decode.Secret, decode.Sealed, "in a Fernet token"},
		{decode.Length, decode.Derived, "0 to 15 bytes"},
		{decode.Changed, decode.Derived, "yes, by who agrees on a key with each side"},
		{decode.Replayed, decode.Sealed, "no: another time, the key is another"},
		{decode.Later, decode.Sealed, "no: keys were ephemeral (X25519)"},
	})
	for name, take := range takes {
		if take.Outcome.Secret != secret.Default {
			t.Errorf("%s: the members got %q", name, take.Outcome.Secret)
		}
	}
	if v := takes["dh-x25519"].Ledger.Verdict(); strings.Contains(v, "how did the key get there") {
		t.Errorf("the verdict asks for a key that was agreed on: %s", v)
	}
}

func TestWhatIsLearnedOfHTTP2(t *testing.T) {
	takes := playAll(t, H2())
	takes["h2"].expect(t, []expectation{
		{decode.ServerName, decode.Claimed, "localhost"},
		{decode.Identity, decode.Sealed, "certificate"},
		{decode.Asked, decode.Sealed, "sealed"},
		{decode.Headers, decode.Sealed, ""},
		{decode.Secret, decode.Sealed, ""},
		{decode.Length, decode.Sealed, "among other frames"},
		{decode.Software, decode.Derived, ", offers h2"},
		{decode.Changed, decode.Sealed, "AEAD"},
		{decode.Later, decode.Sealed, "ephemeral"},
	})
	takes["h2c"].expect(t, []expectation{
		{decode.ServerName, decode.Claimed, "localhost"},
		{decode.Asked, decode.Readable, "GET /"},
		{decode.Headers, decode.Readable, "2 + 3"},
		{decode.Secret, decode.Readable, "fluffy tail"},
		{decode.Length, decode.Readable, "11 bytes"},
		{decode.Software, decode.Claimed, "Go-http-client/2.0"},
		{decode.Changed, decode.Readable, "yes"},
		{decode.Later, decode.Readable, "now"},
	})
	for name, take := range takes {
		if take.Outcome.Secret != secret.Default {
			t.Errorf("%s: the members got %q", name, take.Outcome.Secret)
		}
	}
}

func TestWhatIsLearnedAtTheWrongDoor(t *testing.T) {
	takes := playAll(t, HTTPToHTTPS())
	takes["http-to-https"].expect(t, []expectation{
		{decode.ServerName, decode.Claimed, "localhost"},
		{decode.Asked, decode.Readable, "GET /"},
		{decode.Credentials, decode.Readable, "Cookie session="},
		{decode.Body, decode.Readable, "48 bytes"},
		{decode.Secret, decode.Absent, "not found"},
		{decode.Software, decode.Claimed, "Go-http-client"},
	})
	takes["https-to-http"].expect(t, []expectation{
		{decode.ServerName, decode.Claimed, "localhost (SNI)"},
		{decode.Asked, decode.Absent, ""},
		{decode.Credentials, decode.Absent, "none seen"},
		{decode.Body, decode.Readable, "15 bytes"},
		{decode.Secret, decode.Absent, "not found"},
		{decode.Software, decode.Derived, "JA4"},
	})
	takes["hsts"].expect(t, []expectation{
		{decode.Asked, decode.Readable, "GET /"},
		{decode.Credentials, decode.Readable, "Cookie session="},
		{decode.Body, decode.Sealed, ""},
		{decode.Secret, decode.Sealed, ""},
		{decode.Changed, decode.Readable, "yes"}, // the redirect itself, for one
	})
	// One request in the clear, and none after the client remembers.
	if a := takes["hsts"].Ledger.Answer(decode.Asked); a.More != 0 {
		t.Errorf("hsts: %d more requests than %q", a.More, a.Text)
	}
	for name, said := range map[string]string{
		"http-to-https": "the server refuses: 400, Client sent an HTTP request to an HTTPS server.",
		"https-to-http": "the members refuse: first record does not look like a TLS handshake",
		"hsts":          `the members got "fluffy tail"`,
	} {
		if got := takes[name].Outcome.Said; got != said {
			t.Errorf("%s: %q, want %q", name, got, said)
		}
	}
}

func TestWhatIsLearnedFromLengths(t *testing.T) {
	takes := playAll(t, Length())
	page := secret.MeetingPlace(secret.Default).Path
	takes["length"].expect(t, []expectation{
		{decode.Asked, decode.Derived, "GET " + page + ", by its length"},
		{decode.Body, decode.Derived, "the page " + page},
		{decode.Secret, decode.Derived, page},
		{decode.Headers, decode.Sealed, ""},
		{decode.Changed, decode.Sealed, "AEAD"},
	})
	takes["length-padded"].expect(t, []expectation{
		{decode.Asked, decode.Sealed, "one of 5 pages"},
		{decode.Body, decode.Sealed, "one of 5 pages"},
		{decode.Secret, decode.Sealed, "which of them"},
		{decode.Length, decode.Derived, "at most"},
	})
	for name, take := range takes {
		if got, want := take.Outcome.Said, "a member read "+page; got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
}

// Each of the pages is told from the others, whichever the secret makes the members read.
func TestEveryPageIsToldByItsLength(t *testing.T) {
	p, _ := player(t)
	for _, p.Secret = range []string{"aaaa", "aaab", "aaac", "aaad", "aaae"} {
		takes, err := p.Play(t.Context(), []Scene{Length()})
		if err != nil {
			t.Fatal(err)
		}
		takes[0].expect(t, []expectation{{decode.Asked, decode.Derived, "GET " + secret.MeetingPlace(p.Secret).Path}})
	}
}

// A cookie is shown without what the server said about it (RFC 6265, section 4.2.2).
func TestCookieIsShownAlone(t *testing.T) {
	p, _ := player(t)
	var shown []string
	p.Taps = func(Scene) []func(*decode.Event) {
		return []func(*decode.Event){func(e *decode.Event) {
			if m, ok := e.Message.(*httpwire.Request); ok && m.Headers.Get("Cookie") != "" {
				shown = append(shown, m.Headers.Get("Cookie"))
			}
		}}
	}
	if _, err := p.Play(t.Context(), []Scene{Login()}); err != nil {
		t.Fatal(err)
	}
	if len(shown) != 2 || shown[0] != shown[1] || !strings.HasPrefix(shown[0], secret.SessionCookie+"=") || strings.Contains(shown[0], ";") {
		t.Errorf("cookies %q", shown)
	}
}
