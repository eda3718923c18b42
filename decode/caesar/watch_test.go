package caesar_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"eavesdrop/decode"
	"eavesdrop/decode/caesar"
	"eavesdrop/decode/decodetest"
	"eavesdrop/decode/httpwire"
)

func options() decode.Options {
	return decode.Options{
		Protocols: []decode.Protocol{httpwire.Protocol(httpwire.Options{})},
		Watchers:  []func(*decode.Conversation) decode.Watcher{caesar.Watch()},
	}
}

func answer(body string) []decodetest.Say {
	return []decodetest.Say{
		decodetest.Client("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"),
		decodetest.Server(fmt.Sprintf("HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s", len(body), body)),
	}
}

// guesses are the guesses among the events.
func guesses(events []decodetest.Event) (found []decodetest.Event) {
	for _, e := range events {
		if e.Kind == "caesar.guess" {
			found = append(found, e)
		}
	}
	return found
}

func TestGuess(t *testing.T) {
	found := guesses(decodetest.Run(t, options(), answer("ekteex szhk")...))
	if len(found) != 1 {
		t.Fatalf("%d guesses", len(found))
	}
	e := found[0]
	for got, want := range map[string]string{
		string(e.Raw):               "ekteex szhk",
		e.Dir.String():              "server",
		strings.Join(e.Layers, "/"): "tcp/http",
		e.Facts[0]:                  `secret derived "fluffy tail, by trying 25 shifts" 0-11: A guess: with each letter moved on by 1 it reads like English, and as it stands it does not.`,
		e.Fields[1]:                 `1 shift 1="fluffy tail" 0-11 derived: The likely one: it reads like English.`,
		e.Fields[2]:                 `1 shift 2="gmvggz ubjm" 0-11 derived: `,
	} {
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	}
	if want := `{"where":"response body","cipher":"ekteex szhk","shift":1,"text":"fluffy tail","tries":["fluffy tail","gmvggz ubjm",`; !strings.HasPrefix(e.JSON, want) {
		t.Errorf("%s, want %s…", e.JSON, want)
	}
	if len(e.Fields) != 26 || !strings.Contains(e.Line, "25 djsddw rygj") || !strings.HasPrefix(e.Line, "server derived ") {
		t.Errorf("%d fields; %s", len(e.Fields), e.Line)
	}
	decodetest.CheckFields(t, e)
}

func TestOnlyShortBodiesAreLookedAt(t *testing.T) {
	cipher := "sgd nzj ax sgd qhudq zs lhcmhfgs "
	for name, c := range map[string]struct {
		script []decodetest.Say
		want   int
	}{
		"a body":             {answer(cipher), 1},
		"in plain English":   {answer("the oak by the river at midnight "), 0},
		"in JSON":            {answer(`{"text":"` + cipher + `"}`), 0},
		"in HTML":            {answer("<p>" + cipher + "</p>"), 0},
		"a long body":        {answer(strings.Repeat(cipher, 16)), 0},
		"nearly a long body": {answer(strings.Repeat(cipher, 15)), 1},
		"a request's body": {[]decodetest.Say{decodetest.Client(
			"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 11\r\n\r\nekteex szhk")}, 1},
		"headers": {[]decodetest.Say{decodetest.Client("GET / HTTP/1.1\r\nHost: localhost\r\nNote: ekteex szhk\r\n\r\n")}, 0},
		"chunks": {[]decodetest.Say{decodetest.Client("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"), decodetest.Server(
			"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nekte\r\n7\r\nex szhk\r\n0\r\n\r\n")}, 1},
		"two answers": {append(answer("ekteex szhk"), answer("ekteex szhk")...), 2},
		"a hole":      {append(answer("ekteex szhk")[:1], decodetest.Server("HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\nekt"), decodetest.Gap(decode.FromServer, 3), decodetest.Server("x szhk")), 0},
	} {
		if got := guesses(decodetest.Run(t, options(), c.script...)); len(got) != c.want {
			t.Errorf("%s: %d guesses, want %d", name, len(got), c.want)
		}
	}
}

func TestCutAnywhere(t *testing.T) {
	script := answer("ekteex szhk")
	decodetest.SplitAnywhere(t, options, script...)
	decodetest.Truncations(t, options, script, func(n int, events []decodetest.Event) {
		if whole := decodetest.Size(script); n < whole && len(guesses(events)) > 0 {
			t.Errorf("a guess after %d of %d bytes", n, whole)
		}
	})
}

func FuzzWatch(f *testing.F) {
	f.Add("ekteex szhk", []byte{3, 1})
	f.Add("the oak by the river", []byte{0})
	f.Fuzz(func(t *testing.T, body string, cuts []byte) {
		for _, e := range guesses(decodetest.Run(t, options(), answer(body)...)) {
			if string(e.Raw) != body {
				t.Errorf("a guess at %q, the body is %q", e.Raw, body)
			}
			decodetest.CheckFields(t, e)
		}
		decodetest.Same(t, options, answer(body), cuts)
	})
}
