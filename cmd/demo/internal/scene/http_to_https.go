package scene

import (
	"context"
	"crypto/rand"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strings"

	"eavesdrop/cmd/demo/internal/secret"
)

// wrongDoor is what Go's server answers to HTTP at the port of its TLS.
const wrongDoor = "Client sent an HTTP request to an HTTPS server."

// HTTPToHTTPS is the lesson with clients that begin in the wrong way, and with a server that shows them the right one.
func HTTPToHTTPS() Scene {
	return Scene{
		Name:     "http-to-https",
		Scheme:   "https",
		Question: "What goes out in the clear before one notices the mistake?",
		Story: "The server speaks TLS. The member, who logged in earlier and has a cookie, forgets the s of https. Beside " +
			"it the reverse, and a server that sends members to the right door and asks them to remember it (HSTS).",
		Look:   "The server refuses, but the whole request went out before that, the cookie in it.",
		Beside: []Scene{httpsToHTTP(), hsts()},
		Ends: func(string) Outcome {
			return Outcome{Said: "the server refuses: 400, " + wrongDoor}
		},
		Serve: func(st *Stage) (Server, error) {
			p := secret.TLS(st.Papers, st.KeyLog)
			return serve(st, secret.ServerOptions{Handler: p.Handler(st.Secret), TLS: p.ServerTLS})
		},
		Ask: func(ctx context.Context, st *Stage, url string) (out Outcome, err error) {
			c := secret.NewClient(secret.ClientOptions{Localhost: st.Addr.Addr(), Traffic: &st.Asked})
			defer func() { err = errors.Join(err, c.Close()) }()
			a, err := c.Send(ctx, http.MethodGet, withoutTLS(url)+"/", loggedIn(), "")
			if err != nil {
				return Outcome{}, err
			}
			if text := strings.TrimSpace(string(a.Body)); a.Status != http.StatusBadRequest || text != wrongDoor {
				return Outcome{}, fmt.Errorf("the server answered %d, %q", a.Status, text)
			}
			return HTTPToHTTPS().outcome(st.Secret), nil
		},
	}
}

// withoutTLS is the URL without TLS.
func withoutTLS(url string) string { return "http://" + strings.TrimPrefix(url, "https://") }

// loggedIn is the header of a member who logged in earlier.
func loggedIn() http.Header {
	return http.Header{"Cookie": {secret.SessionCookie + "=" + rand.Text()}}
}

// httpsToHTTP is a client that speaks TLS to a server that does not.
func httpsToHTTP() Scene {
	s := protected(Scene{
		Name:     "https-to-http",
		Scheme:   "http",
		Question: "What does TLS say before it knows whom it speaks to?",
		Story:    "The server speaks plain HTTP, and the member begins with TLS.",
		Look:     "The hello: the name of the server, and what the client's software is. The request and the cookie stayed at home.",
		Refuses:  "first record does not look like a TLS handshake",
	}, func(*Stage) secret.Protection { return secret.HTTP() })
	s.Ask = func(ctx context.Context, st *Stage, url string) (Outcome, error) {
		c := secret.NewClient(secret.ClientOptions{
			TLS: &tls.Config{NextProtos: []string{"http/1.1"}}, Localhost: st.Addr.Addr(), Traffic: &st.Asked,
		})
		a, err := c.Send(ctx, http.MethodGet, "https://"+strings.TrimPrefix(url, "http://")+"/", loggedIn(), "")
		got := ""
		if err == nil {
			got = string(a.Body)
		}
		closeErr := c.Close()
		out, err := s.judge(got, err)
		return out, errors.Join(err, closeErr)
	}
	return s
}

// hsts is a server that knows both, and wants only one of them.
func hsts() Scene {
	s := Scene{
		Name:     "hsts",
		Scheme:   "https",
		Question: "Does a redirect to HTTPS come in time?",
		Story: "The member asks without TLS, is sent to TLS, and gets the secret there, with a header: only over HTTPS from " +
			"now on. Asked without TLS once more, the client goes to TLS by itself.",
		Look: "The first request was in the clear, cookie and all; a cookie marked Secure would have stayed at home. After " +
			"that there is only TLS.",
		Serve: func(st *Stage) (Server, error) {
			ln, err := net.Listen("tcp", st.Addr.String())
			if err != nil {
				return nil, err
			}
			p := secret.TLS(st.Papers, st.KeyLog)
			return secret.ServeBoth(ln, secret.ServerOptions{
				Handler: p.Handler(st.Secret), TLS: p.ServerTLS, Traffic: &st.Served, Log: st.Log,
			}), nil
		},
	}
	s.Ask = func(ctx context.Context, st *Stage, url string) (Outcome, error) {
		remembered, cookie := secret.Memory{}, loggedIn()
		var got string
		for range 2 {
			var err error
			if got, err = visit(ctx, st, withoutTLS(url)+"/", cookie, remembered); err != nil {
				return Outcome{}, err
			}
		}
		return s.outcome(got), nil
	}
	return s
}

// visit asks as a browser does: over HTTPS where it remembers that, and wherever it is sent.
func visit(ctx context.Context, st *Stage, url string, header http.Header, remembered secret.Memory) (got string, err error) {
	p := secret.TLS(st.Papers, st.KeyLog)
	c := secret.NewClient(secret.ClientOptions{TLS: p.ClientTLS, Localhost: st.Addr.Addr(), Traffic: &st.Asked})
	defer func() { err = errors.Join(err, c.Close()) }()
	for range 2 {
		url = remembered.Rewrite(url)
		a, err := c.Send(ctx, http.MethodGet, url, header, "")
		if err != nil {
			return "", err
		}
		remembered.Note(url, a)
		switch a.Status {
		case http.StatusOK:
			return string(a.Body), nil
		case http.StatusPermanentRedirect:
			url = a.Header.Get("Location")
		default:
			return "", fmt.Errorf("the server answered %d", a.Status)
		}
	}
	return "", errors.New("the server sends its members in circles")
}
