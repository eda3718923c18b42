package httpwire

import (
	"strings"

	"eavesdrop/decode"
)

// maxAsked is how many requests may wait for their answers. When there are more, answers were not captured.
const maxAsked = 256

// A queue holds the requests that wait for their answers: HTTP/1 answers in the order in which it was asked
// (RFC 9112 section 9.3.2).
type queue struct {
	waiting []*Request
	head    int // index of the first one
	held    int // bytes that they take
}

// add appends a request; the first one gives way when there are too many.
func (q *queue) add(r *Request) {
	if len(q.waiting)-q.head >= maxAsked {
		q.take()
	}
	if q.head > 0 && (q.head == len(q.waiting) || q.head >= maxAsked) {
		n := copy(q.waiting, q.waiting[q.head:])
		clear(q.waiting[n:])
		q.waiting, q.head = q.waiting[:n], 0
	}
	q.waiting = append(q.waiting, r)
}

// keep notes that a request, if it still waits, has become whole, and is kept as it is.
func (q *queue) keep(r *Request) {
	if n := len(q.waiting); q.head < n && q.waiting[n-1] == r {
		r.weight = held(&r.Message, &r.layout)
		q.held += r.weight
	}
}

// first is the request that is answered next, nil when none was seen.
func (q *queue) first() *Request {
	if q.head == len(q.waiting) {
		return nil
	}
	return q.waiting[q.head]
}

// take removes the first request.
func (q *queue) take() {
	if q.head < len(q.waiting) {
		q.held -= q.waiting[q.head].weight
		q.waiting[q.head] = nil
		q.head++
	}
}

// keepLast forgets all requests but the last.
func (q *queue) keepLast() {
	for q.head < len(q.waiting)-1 {
		q.take()
	}
}

// match finds the request that a response answers, nil when it was not seen, and notes it in the response.
func (d *decoder) match(s *side, r *Response) *Request {
	if s.uncertain { // few clients send a request before the last one was answered
		d.asked.keepLast()
		s.uncertain = false
	}
	asked := d.asked.first()
	if asked == nil {
		return nil
	}
	r.RequestMethod, r.RequestTarget = asked.Method, asked.Target
	if r.Status >= 100 && r.Status < 200 && r.Status != 101 {
		return asked // the answer proper is still to come (RFC 9110 section 15.2)
	}
	d.asked.take()
	d.answered = d.held && d.asked.first() == nil
	return asked
}

// resume lets the side that asks go on, now that its CONNECT or Upgrade was answered and nothing else is spoken.
// What it has sent meanwhile is decoded before the other side goes on.
func (d *decoder) resume(answers *side) {
	d.held, d.answered, d.yield = false, false, true
	d.c.Wake(d.other(answers).dir)
}

// letGo stops waiting for the answer to a CONNECT or an Upgrade. When data, which came behind that request, is
// no further request, it must be what was asked for: then it returns false, and all is handed over.
func (d *decoder) letGo(data []byte) bool {
	d.held = false
	if len(data) == 0 || sniff(data) != decode.No {
		return true
	}
	d.handover(nil, nil)
	return false
}

// handover gives all that follows to what the two sides agreed on.
func (d *decoder) handover(asked *Request, r *Response) {
	d.over = true
	var protocols []decode.Protocol
	if r != nil && r.Status == 101 && d.protocol.options.Upgraded != nil {
		token, _, _ := strings.Cut(r.Headers.Get("Upgrade"), ",")
		protocols = d.protocol.options.Upgraded(Upgrade{Token: strings.ToLower(strings.TrimSpace(token)), Request: asked, Response: r})
	}
	d.c.Handover(protocols...)
}
