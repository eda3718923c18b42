package secret

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func TestLogin(t *testing.T) {
	h := Login("meet at the oak")
	ask := func(method, target, body string, prepare func(*http.Request)) *http.Response {
		r := httptest.NewRequest(method, target, strings.NewReader(body))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		if prepare != nil {
			prepare(r)
		}
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		return w.Result()
	}
	if got := ask("GET", "/", "", nil); got.StatusCode != 401 || !strings.HasPrefix(got.Header.Get("WWW-Authenticate"), "Basic ") {
		t.Errorf("a stranger gets %s", got.Status)
	}
	if got := ask("GET", "/", "", func(r *http.Request) { r.SetBasicAuth(Member, "acorn") }); got.StatusCode != 401 {
		t.Errorf("a wrong password gets %s", got.Status)
	}
	if got := ask("GET", "/", "", func(r *http.Request) { r.SetBasicAuth(Member, Password) }); got.StatusCode != 200 {
		t.Errorf("a member gets %s", got.Status)
	}
	if got := ask("POST", "/login", "user=member&password=acorn", nil); got.StatusCode != 403 || len(got.Cookies()) > 0 {
		t.Errorf("a wrong password logs in: %s", got.Status)
	}
	in := ask("POST", "/login", "user=member&password=hazelnut", nil)
	if in.StatusCode != 303 || len(in.Cookies()) != 1 {
		t.Fatalf("a member can't log in: %s", in.Status)
	}
	if got := ask("GET", "/", "", func(r *http.Request) { r.AddCookie(in.Cookies()[0]) }); got.StatusCode != 200 {
		t.Errorf("a member with a session gets %s", got.Status)
	}
	if got := ask("GET", "/", "", func(r *http.Request) { r.AddCookie(&http.Cookie{Name: SessionCookie, Value: "made up"}) }); got.StatusCode != 401 {
		t.Errorf("a session that was made up gets %s", got.Status)
	}
}
