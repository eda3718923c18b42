package scene

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"

	"eavesdrop/cmd/demo/internal/secret"
	"eavesdrop/decode"
	"eavesdrop/decode/tlswire"
	"eavesdrop/report"
)

// Length is the lesson with pages that are told apart by their lengths.
func Length() Scene {
	s := library(Scene{
		Name:     "length",
		Question: "Does TLS hide which page is read?",
		Story: "The club has five pages, open to all: one for each tree at which it may meet. A member reads one of them, " +
			"over TLS. The listener then reads all five itself, and compares.",
		Look: "The name of the page is sealed, its length is not: of the five answers that the listener gets, one is just as " +
			"long as the member's.",
	}, 0)
	s.Beside = []Scene{library(Scene{
		Name:     "length-padded",
		Question: "What helps against that?",
		Story:    "The same, but the server fills each answer up with spaces to 4,096 bytes.",
		Look:     "All answers are equally long now. It costs bytes: most of what is sent says nothing.",
	}, 4096)}
	return s
}

// library is a scene in which a member reads one of the club's pages, padded to a multiple of pad bytes.
func library(s Scene, pad int) Scene {
	s.Scheme = "https"
	s.Ends = func(text string) Outcome {
		return Outcome{Said: "a member read " + secret.MeetingPlace(text).Path}
	}
	s.Serve = func(st *Stage) (Server, error) {
		return serve(st, secret.ServerOptions{Handler: secret.Library(pad), TLS: secret.TLS(st.Papers, st.KeyLog).ServerTLS})
	}
	s.Ask = func(ctx context.Context, st *Stage, url string) (Outcome, error) {
		err := read(ctx, st, url, secret.MeetingPlace(st.Secret))
		if err == nil && st.Overheard != nil { // then comes the listener
			err = read(ctx, st, url, secret.Pages()...)
		}
		return s.outcome(st.Secret), err
	}
	s.Listen = compares
	s.Cast = thenTheListener
	return s
}

// read reads pages, one after the other in one conversation.
func read(ctx context.Context, st *Stage, url string, pages ...secret.Page) (err error) {
	p := secret.TLS(st.Papers, st.KeyLog)
	c := secret.NewClient(secret.ClientOptions{TLS: p.ClientTLS, Localhost: st.Addr.Addr(), Traffic: &st.Asked})
	defer func() { err = errors.Join(err, c.Close()) }()
	for _, page := range pages {
		a, err := c.Send(ctx, http.MethodGet, url+page.Path, nil, "")
		if err != nil {
			return err
		}
		if a.Status != http.StatusOK {
			return fmt.Errorf("%s: the server answered %d", page.Path, a.Status)
		}
	}
	return nil
}

// compares measures the answers of the server, in the conversation of the member and then in the listener's own, and
// tells which page the member's is as long as.
func compares(l Listener) func(*decode.Event) {
	c := &comparison{}
	return func(e *decode.Event) {
		switch m := e.Message.(type) {
		case *decode.FlowOpen:
			c.flow, c.flows = e.Flow.ID, c.flows+1
		case *tlswire.Data:
			c.measure(e, m)
		case *decode.FlowClose:
			if c.flows == 2 && e.Flow.ID == c.flow && c.answer != nil && len(c.sizes) == 1+len(secret.Pages()) {
				l.Learn(c.conclude(e))
			}
		}
	}
}

// A comparison is what is known of the conversations.
type comparison struct {
	flow   int           // the last one's ID
	flows  int           // how many there were
	sizes  []int         // of the answers in bytes, headers included: the member's, then those of all pages
	answer *decode.Event // the first of the answer to the member
}

// measure adds sealed records to the answer to what was asked last.
func (c *comparison) measure(e *decode.Event, m *tlswire.Data) {
	switch {
	case m.Phase != tlswire.Application || e.Flow.ID != c.flow:
	case m.FromClient:
		c.sizes = append(c.sizes, 0)
	case len(c.sizes) > 0:
		c.sizes[len(c.sizes)-1] += m.Plaintext
		if c.answer == nil {
			kept := *e
			kept.Frames, kept.Trace = slices.Clone(e.Frames), slices.Clone(e.Trace)
			c.answer = &kept
		}
	}
}

// conclude is what the comparison tells, at the time of e.
func (c *comparison) conclude(e *decode.Event) *decode.Event {
	size := c.sizes[0]
	var like []string
	for i, p := range secret.Pages() {
		if c.sizes[1+i] == size {
			like = append(like, p.Path)
		}
	}
	bytes := report.Thousands(size)
	m := &conclusion{
		kind:  "demo.page",
		brief: decode.Brief{Sight: decode.Derived, Title: fmt.Sprintf("an answer of %s bytes, as that of no page", bytes)},
		write: func(o *decode.Object) {
			o.Int("bytes", int64(size))
			o.Ints("sizes", c.sizes[1:])
			o.Strs("like", like)
		},
	}
	switch len(like) {
	case 0:
	case 1:
		m.brief.Title = fmt.Sprintf("an answer of %s bytes, as that of %s alone", bytes, like[0])
		note := fmt.Sprintf("The answer had %s bytes; of the %d pages, which anyone may read, only %s is as long.", bytes, len(secret.Pages()), like[0])
		m.facts = []decode.Fact{
			{Question: decode.Asked, Sight: decode.Derived, Text: "GET " + like[0] + ", by its length", Note: note},
			{Question: decode.Body, Sight: decode.Derived, Text: "the page " + like[0], Note: note},
			{Question: decode.Secret, Sight: decode.Derived, Text: "which page: " + like[0], Note: note},
		}
	default:
		m.brief.Sight = decode.Sealed
		m.brief.Title = fmt.Sprintf("an answer of %s bytes, as those of %d pages", bytes, len(like))
		text := fmt.Sprintf("one of %d pages, equally long", len(like))
		m.facts = []decode.Fact{
			{Question: decode.Asked, Sight: decode.Sealed, Text: text},
			{Question: decode.Body, Sight: decode.Sealed, Text: text},
			{Question: decode.Secret, Sight: decode.Sealed, Text: "which of them"},
		}
	}
	told := conclude(c.answer, m)
	told.Time = e.Time
	return told
}
