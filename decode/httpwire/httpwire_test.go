package httpwire_test

import (
	"path/filepath"
	"strings"
	"testing"

	"eavesdrop/decode"
	. "eavesdrop/decode/decodetest"
	"eavesdrop/decode/decodetest/golden"
	"eavesdrop/decode/httpwire"
)

// options make an inspector that knows HTTP/1 alone.
func options() decode.Options {
	return decode.Options{Protocols: []decode.Protocol{httpwire.Protocol(httpwire.Options{})}}
}

// digesting asks for digests too.
func digesting() decode.Options {
	o := options()
	o.Digest = true
	return o
}

// TestConversations holds what comes of each conversation against testdata, whole, cut anywhere, cut short.
func TestConversations(t *testing.T) {
	for _, c := range conversations {
		t.Run(c.name, func(t *testing.T) {
			events := Run(t, digesting(), c.script...)
			for _, e := range events {
				CheckFields(t, e)
			}
			golden.Check(t, filepath.Join("testdata", c.name+".txt"), Dump(events))
			SplitAnywhere(t, digesting, c.script...)
			Truncations(t, digesting, c.script, func(_ int, events []Event) {
				for _, e := range events {
					CheckFields(t, e)
				}
			})
		})
	}
}

// TestMiddleOfAMessage: who joined late hears the end of an answer first, and blames nobody for it.
func TestMiddleOfAMessage(t *testing.T) {
	script := []Say{Client(ask), Server("the end of a page</html>"), Client(ask), Server(answer + "Content-Length: 0\r\n\r\n")}
	for sure, want := range map[bool]string{
		false: "server readable incomplete http | the middle of a message, whose beginning was not captured; passed over until one begins",
		true:  "server readable malformed http | an answer without a status line; taken for one of HTTP/0.9",
	} {
		lines := Lines(RunFlow(t, options(), NewFlow("tcp", sure), script...))
		if !strings.Contains(lines, want) {
			t.Errorf("with the SYN captured: %v\n%s\nwant %s", sure, lines, want)
		}
	}
}

// TestShortSegments: a snap length leaves the first bytes of each segment. Each message is told as far as it goes, and
// nobody is blamed for lines that end in the middle.
func TestShortSegments(t *testing.T) {
	cut := func(dir decode.Direction) Say { return Gap(dir, 500) }
	request, response := "GET /computeMetadata/v1/?recursive=true&", "HTTP/1.1 200 OK\r\nMetadata-Fl"
	got := Lines(Run(t, options(),
		Client(request), cut(decode.FromClient), Server(response), cut(decode.FromServer),
		Client(request), cut(decode.FromClient), Server("HTTP/1.1 20"), cut(decode.FromServer),
		Client("GET /2 HTTP/1"), cut(decode.FromClient), Server("HTTP/1.1 404"), cut(decode.FromServer),
		Client("GET /3 HTTP/1.1\r\nHost: exa"), cut(decode.FromClient), Server("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n fo"), cut(decode.FromServer),
		Client("GET "), cut(decode.FromClient), Server("HTTP/1."),
	))
	want := `client absent 500 bytes missing from the capture |  | ""
client readable GET /computeMetadata/v1/?recursive=true& | incomplete | ""
server absent 500 bytes missing from the capture |  | ""
server readable 200 OK | incomplete | ""
client absent 500 bytes missing from the capture |  | ""
client readable GET /computeMetadata/v1/?recursive=true& | incomplete | ""
server absent 500 bytes missing from the capture |  | ""
client absent 500 bytes missing from the capture |  | ""
client readable GET /2 | incomplete | ""
server absent 500 bytes missing from the capture |  | ""
server readable 404 | incomplete | ""
client absent 500 bytes missing from the capture |  | ""
client readable GET /3 HTTP/1.1 | incomplete | ""
server absent 500 bytes missing from the capture |  | ""
server readable 200 OK | incomplete | ""
client absent 500 bytes missing from the capture |  | ""
`
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// TestTornHeader: a value that breaks off is shown, and nothing is concluded from it.
func TestTornHeader(t *testing.T) {
	for _, torn := range []string{"Date: Tue, 03 Ju", "Server: ngi", "Set-Cookie: id=73", "Set-Cookie: id=73\r\n ;"} {
		events := Run(t, options(), Client(ask), Server(answer+torn), Gap(decode.FromServer, 100))
		for _, e := range events {
			if e.Kind != "http.response" {
				continue
			}
			name, _, _ := strings.Cut(torn, ":")
			if !strings.Contains(e.JSON, `[["`+name+`","`) {
				t.Errorf("%q is not shown: %s", torn, e.JSON)
			}
			for _, fact := range e.Facts {
				for _, about := range []string{"made", "software", "credentials", "linked"} {
					if strings.HasPrefix(fact, about+" ") {
						t.Errorf("%q: %s", torn, fact)
					}
				}
			}
			CheckFields(t, e)
		}
	}
}
