// Package whole puts small bodies together, for watchers that can say something only of a whole one.
package whole

import (
	"math"
	"slices"

	"eavesdrop/decode"
)

// atOnce is how many bodies of one conversation may be under way; HTTP/2 interleaves them.
const atOnce = 16

// A Body is a content, from its first byte to its last.
type Body struct {
	ID    decode.ContentID
	Data  []byte
	Exact bool // all of it stands in the stream as such
	// Trace leads to the bytes, Off counted in the body; when it is not exact, to where its message begins.
	Trace decode.Trace
}

// Traced is how many bytes the trace leads back to.
func (b *Body) Traced() (n int) {
	for _, p := range b.Trace {
		n += p.Len
	}
	return n
}

// Bodies are those of one conversation.
type Bodies struct {
	most  int // bytes of a body
	begin func(decode.Part) bool
	going []Body
}

// New gathers bodies of up to most bytes. begin is asked with a body's first part whether it is of interest.
func New(most int, begin func(decode.Part) bool) *Bodies { return &Bodies{most: most, begin: begin} }

// Add takes the next part. When it is a body's last, that body comes back whole; one with a hole, or too long,
// never does.
func (b *Bodies) Add(c *decode.Conversation, p decode.Part) (Body, bool) {
	i := slices.IndexFunc(b.going, func(body Body) bool { return body.ID == p.ID() })
	if i < 0 {
		if p.Offset > 0 || len(p.Data) > b.most || len(b.going) >= atOnce || !b.begin(p) {
			return Body{}, false
		}
		i = len(b.going)
		b.going = append(b.going, Body{ID: p.ID(), Exact: true})
	}
	body := &b.going[i]
	if p.Offset != len(body.Data) || len(body.Data)+len(p.Data) > b.most {
		b.drop(i)
		return Body{}, false
	}
	if len(p.Data) > 0 {
		if body.Exact = body.Exact && p.Exact; body.Exact {
			body.Trace = c.Trace(body.Trace, p.Dir, p.At, p.At+uint64(len(p.Data)), uint64(len(body.Data)))
		}
		body.Data = append(body.Data, p.Data...)
	}
	if !p.Last {
		return Body{}, false
	}
	done := *body
	b.drop(i)
	if !done.Exact {
		done.Trace = c.Trace(nil, p.Dir, p.Start, math.MaxUint64, 0)
		if len(done.Trace) > 0 {
			done.Trace = done.Trace[:1]
			done.Trace[0].Off, done.Trace[0].Len = 0, 1
		}
	}
	return done, true
}

func (b *Bodies) drop(i int) { b.going = slices.Delete(b.going, i, i+1) }
