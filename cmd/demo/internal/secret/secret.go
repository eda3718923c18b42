// Package secret is the secret server of the lesson and its clients: real net/http on both ends. The server
// answers GET / with the secret; a Protection says how the secret is guarded on its way.
package secret

import (
	"crypto/tls"
	"net/http"
	"strconv"
)

// Default is the club's secret message.
const Default = "fluffy tail"

// Port is where the secret server is deployed: "a strange port, so that nobody finds it".
const Port = 5683

// A Protection is one way to guard the secret on its way from the server to the members. Parts that are nil
// do nothing.
type Protection struct {
	Scheme    string                              // of the server's URL: http or https
	Seal      func(secret string) ([]byte, error) // the server's: what it sends instead of the secret
	Open      func(body []byte) ([]byte, error)   // the members': the secret, out of what they got
	ServerTLS *tls.Config
	ClientTLS *tls.Config
	Protocols *http.Protocols // the versions of HTTP that both ends speak; nil: HTTP/1.1
}

// versions are the versions of HTTP to speak: HTTP/1.1, unless told otherwise.
func versions(p *http.Protocols) *http.Protocols {
	if p == nil {
		p = new(http.Protocols)
		p.SetHTTP1(true)
	}
	return p
}

// URL is the server's address for a client that asks for it by name.
func (p Protection) URL() string { return p.Scheme + "://localhost:" + strconv.Itoa(Port) }

// Handler answers GET / with the secret, as the protection sends it.
func (p Protection) Handler(secret string) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", func(w http.ResponseWriter, r *http.Request) {
		body := []byte(secret)
		if p.Seal != nil {
			var err error
			if body, err = p.Seal(secret); err != nil {
				http.Error(w, "the secret can't be sealed", http.StatusInternalServerError)
				return
			}
		}
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		w.Write(body)
	})
	return mux
}
