package scene

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"time"

	"eavesdrop/cmd/demo/internal/secret"
	"eavesdrop/decode"
	"eavesdrop/decode/httpwire"
	"eavesdrop/report/term"
)

// Login is the lesson with a password, which the wire gives away as well.
func Login() Scene {
	s := Scene{
		Name:     "login",
		Scheme:   "http",
		Curl:     "--user " + secret.Member + ":" + secret.Password,
		Question: "Does a password protect the secret?",
		Story: "The server wants user and password. A member sends them in a header (Basic), then in a form, which gives a " +
			"cookie to show from then on. The listener sends that cookie too.",
		Look: "The password: in base64, which is no encryption, and as it was typed. The cookie, which does as well, " +
			"and works for the listener.",
		Serve: func(st *Stage) (Server, error) {
			return serve(st, secret.ServerOptions{Handler: secret.Login(st.Secret)})
		},
		Ends: func(got string) Outcome {
			return Outcome{Secret: got, Said: fmt.Sprintf("the members got %q, and the listener too", got)}
		},
		Listen: replays,
		Cast:   thenTheListener,
	}
	s.Ask = func(ctx context.Context, st *Stage, url string) (out Outcome, err error) {
		got, err := logIn(ctx, st, url)
		if err != nil {
			return Outcome{}, err
		}
		if st.Overheard == nil { // played by hand: who listens may do it by hand too
			return Outcome{Secret: got}, nil
		}
		return s.Ends(got), replay(ctx, st, url, got)
	}
	return s
}

// logIn plays a member, who gets the secret in two ways.
func logIn(ctx context.Context, st *Stage, where string) (got string, err error) {
	c := secret.NewClient(secret.ClientOptions{Localhost: st.Addr.Addr(), Traffic: &st.Asked})
	defer func() { err = errors.Join(err, c.Close()) }()
	home := where + "/"
	basic := &http.Request{Header: http.Header{}}
	basic.SetBasicAuth(secret.Member, secret.Password)
	form := url.Values{"user": {secret.Member}, "password": {secret.Password}}.Encode()

	var in *secret.Answer
	for _, step := range []struct {
		method, url, body string
		header            http.Header
		status            int
	}{
		{"GET", home, "", nil, http.StatusUnauthorized},
		{"GET", home, "", basic.Header, http.StatusOK},
		{"POST", where + "/login", form, http.Header{"Content-Type": {"application/x-www-form-urlencoded"}}, http.StatusSeeOther},
	} {
		if in, err = c.Send(ctx, step.method, step.url, step.header, step.body); err != nil {
			return "", err
		}
		if in.Status != step.status {
			return "", fmt.Errorf("%s %s: the server answered %d", step.method, step.url, in.Status)
		}
	}
	cookies := (&http.Response{Header: in.Header}).Cookies()
	if len(cookies) == 0 {
		return "", errors.New("the server gave no cookie")
	}
	return withCookie(ctx, c, home, cookies[0].Name+"="+cookies[0].Value)
}

// withCookie gets the secret by showing a cookie.
func withCookie(ctx context.Context, c *secret.Client, url, cookie string) (string, error) {
	a, err := c.Send(ctx, http.MethodGet, url, http.Header{"Cookie": {cookie}}, "")
	if err != nil {
		return "", err
	}
	if a.Status != http.StatusOK {
		return "", fmt.Errorf("the server answered %d to the cookie", a.Status)
	}
	return string(a.Body), nil
}

// thenTheListener is the cast of a scene in which the listener connects to the server too.
var thenTheListener = []term.Ends{{Client: "client", Server: "server"}, {Client: "listener", Server: "server"}}

// earshot bounds how long the listener takes to hear something that was said.
const earshot = 5 * time.Second

// replay plays the listener, who sends the cookie that it heard.
func replay(ctx context.Context, st *Stage, where, want string) (err error) {
	ctx, cancel := context.WithTimeout(ctx, earshot)
	defer cancel()
	var cookie string
	select {
	case cookie = <-st.Overheard:
	case <-ctx.Done():
		return errors.New("the listener heard no cookie")
	}
	c := secret.NewClient(secret.ClientOptions{Localhost: st.Addr.Addr(), Traffic: &st.Asked})
	defer func() { err = errors.Join(err, c.Close()) }()
	got, err := withCookie(ctx, c, where+"/", cookie)
	if err == nil && got != want {
		err = fmt.Errorf("the listener got %q", got)
	}
	return err
}

// replays tells of the first cookie in a request, and notes when it worked in another conversation too.
func replays(l Listener) func(*decode.Event) {
	var cookie string
	var from, again *decode.Flow
	var frame int
	return func(e *decode.Event) {
		switch m := e.Message.(type) {
		case *httpwire.Request:
			shown := m.Headers.Get("Cookie")
			switch {
			case shown == "":
			case from == nil:
				cookie, from, frame = shown, e.Flow, e.Frames[0]
				l.Tell(cookie)
			case shown == cookie && e.Flow != from:
				again = e.Flow
			}
		case *httpwire.Response:
			if e.Flow != again || m.Status != http.StatusOK {
				return
			}
			again = nil
			l.Learn(conclude(e, &conclusion{
				kind: "demo.replayed",
				brief: decode.Brief{
					Sight: decode.Readable, Title: "the listener is taken for the member",
					Detail: fmt.Sprintf("with the cookie that it heard in #%d", frame),
				},
				facts: []decode.Fact{{
					Question: decode.Replayed, Sight: decode.Readable, Text: "yes: the listener did",
					Note: fmt.Sprintf("The cookie heard in frame %d was sent again by the listener, and worked.", frame),
				}},
				write: func(o *decode.Object) {
					o.Str("cookie", cookie)
					o.Int("heard_in", int64(frame))
				},
			}))
		}
	}
}
