package httpsem

import (
	"iter"
	"testing"

	"github.com/google/go-cmp/cmp"

	"eavesdrop/decode"
)

// told are the credentials among facts, with their sights.
func told(facts iter.Seq[decode.Fact]) (got []string) {
	for f := range facts {
		if f.Question == decode.Credentials {
			got = append(got, f.Sight.String()+" "+f.Text)
		}
	}
	return got
}

// Passwords and tokens are named wherever they commonly stand; what only looks like one is not.
func TestCredentialsInOddPlaces(t *testing.T) {
	request := func(target, body string, lines ...string) *Request {
		return &Request{Target: target, Message: Message{Headers: *section(lines...), Body: Body{Text: body}}}
	}
	response := func(body string, lines ...string) *Response {
		return &Response{Message: Message{Headers: *section(lines...), Body: Body{Text: body}}}
	}
	const json = "Content-Type: application/json; charset=utf-8"
	for name, test := range map[string]struct {
		facts iter.Seq[decode.Fact]
		want  []string
	}{
		"a key's header":     {request("/", "", "x-api-key: k1").Facts(), []string{"readable X-Api-Key k1"}},
		"an address":         {request("http://ann:pw@host/a@b", "").Facts(), []string{"readable ann:pw"}},
		"a user alone":       {request("http://ann@host/", "").Facts(), nil},
		"a path with an @":   {request("http://host/a@b", "").Facts(), nil},
		"what is typed":      {request("/", `{"user":"ann","a":[{"Password":"p"},"token"],"pin":7,"password":""}`, json).Facts(), []string{"readable Password=p"}},
		"JSON cut off":       {request("/", `{"token":"t","password":"half`, json).Facts(), []string{"readable token=t"}},
		"JSON that is none":  {request("/", `]}{"token":"t"`, json).Facts(), nil},
		"no JSON":            {request("/", `{"token":"t"}`, "Content-Type: text/plain").Facts(), nil},
		"what is given out":  {response(`{"token_type":"bearer","access_token":"a","next_page_token":"n","csrf_token":"c"}`, json).Facts(), []string{"readable access_token=a"}},
		"the secret itself":  {response(`{"secret":"fluffy tail","token":"gAAAAABn"}`, json).Facts(), nil},
		"a redirect":         {response("", "Location: /a?api_key=k#access_token=a&token_type=bearer").Facts(), []string{"readable api_key=k", "readable access_token=a"}},
		"a cookie":           {response("", "Set-Cookie: id=7; Path=/").Facts(), []string{"readable Set-Cookie id=7"}},
		"one taken back":     {response("", `Set-Cookie: id=""; Max-Age=0`, "Set-Cookie: a=; Path=/").Facts(), nil},
		"a proof, no secret": {request("/", "", `Authorization: Digest username="ann"`).Facts(), []string{`derived Digest username="ann"`}},
	} {
		if diff := cmp.Diff(test.want, told(test.facts)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

// What lets somebody through a proxy is shown in the line as well.
func TestBriefShowsProxyCredentials(t *testing.T) {
	m := Request{Method: "CONNECT", Target: "host:443", Message: Message{Version: "1.1", Headers: *section("Proxy-Authorization: Basic cHg6cHc=")}}
	if got := m.Brief().Detail; got != "Basic px:pw" {
		t.Errorf("detail %q", got)
	}
}
