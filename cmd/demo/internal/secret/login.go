package secret

import (
	"crypto/rand"
	"crypto/subtle"
	"net/http"
	"sync"
)

// The member that the login knows.
const (
	Member   = "member"
	Password = "hazelnut"
)

// SessionCookie is the name of the cookie that says who has logged in.
const SessionCookie = "session"

// Login answers GET / with the secret to those who prove to be members: with user and password in each request
// (Basic, RFC 7617), or with the cookie that they get for them at POST /login (a form; RFC 6265).
func Login(secret string) http.Handler {
	var mu sync.Mutex
	sessions := map[string]bool{}
	mux := http.NewServeMux()
	mux.HandleFunc("POST /login", func(w http.ResponseWriter, r *http.Request) {
		if !member(r.PostFormValue("user"), r.PostFormValue("password")) {
			http.Error(w, "wrong user or password", http.StatusForbidden)
			return
		}
		session := rand.Text()
		mu.Lock()
		sessions[session] = true
		mu.Unlock()
		http.SetCookie(w, &http.Cookie{Name: SessionCookie, Value: session, Path: "/", HttpOnly: true})
		http.Redirect(w, r, "/", http.StatusSeeOther)
	})
	mux.HandleFunc("GET /{$}", func(w http.ResponseWriter, r *http.Request) {
		user, password, _ := r.BasicAuth()
		known := member(user, password)
		if c, err := r.Cookie(SessionCookie); err == nil && !known {
			mu.Lock()
			known = sessions[c.Value]
			mu.Unlock()
		}
		if !known {
			w.Header().Set("WWW-Authenticate", `Basic realm="Secret Squirrels"`)
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		w.Write([]byte(secret))
	})
	return mux
}

// member says whether user and password are those of a member.
func member(user, password string) bool {
	return subtle.ConstantTimeCompare([]byte(user+"\x00"+password), []byte(Member+"\x00"+Password)) == 1
}
