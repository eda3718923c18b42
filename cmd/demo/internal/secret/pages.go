package secret

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
)

// A Page is one that anyone may read; which of them a member reads is nobody's business. All paths are equally long.
type Page struct {
	Path string
	Size int // of its body, in bytes
}

// Pages are those of the club: one for each tree at which it may meet.
func Pages() []Page {
	return []Page{{"/oak", 690}, {"/elm", 1170}, {"/ash", 1840}, {"/fir", 2610}, {"/yew", 3730}}
}

// MeetingPlace is the page that the members read when the club's secret is this.
func MeetingPlace(secret string) Page {
	sum := 2
	for _, b := range []byte(secret) {
		sum += int(b)
	}
	pages := Pages()
	return pages[sum%len(pages)]
}

// Library serves the pages, and at / the list of them. Each answer is padded with spaces to a multiple of pad bytes; 0: to none.
func Library(pad int) http.Handler {
	mux := http.NewServeMux()
	var list string
	for _, p := range Pages() {
		list += p.Path + "\n"
		body := p.text()
		if pad > 0 {
			body += strings.Repeat(" ", (pad-len(body)%pad)%pad)
		}
		mux.HandleFunc("GET "+p.Path, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/plain; charset=utf-8")
			w.Header().Set("Content-Length", strconv.Itoa(len(body)))
			w.Write([]byte(body))
		})
	}
	mux.HandleFunc("GET /{$}", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		w.Write([]byte(list))
	})
	return mux
}

// text is the page's body.
func (p Page) text() string {
	tree := strings.TrimPrefix(p.Path, "/")
	line := fmt.Sprintf("Under the %s there is room for the whole club.\n", tree)
	return strings.Repeat(line, 1+p.Size/len(line))[:p.Size]
}
