package httpwire

import (
	"eavesdrop/decode/internal/httpsem"
)

// Held is how many bytes the decoder keeps: the messages in hand, and the requests that wait for their answers.
func (d *decoder) Held() int {
	n := d.asked.held
	for i := range d.sides {
		s := &d.sides[i]
		n += cap(s.scan.ends) * 4
		if s.message != nil {
			n += held(s.message, s.layout)
		}
		if s.body != nil {
			n += s.body.Held()
		}
	}
	return n
}

// About how many bytes these take.
const (
	messageSize = 640
	chunkSize   = 24
)

// held is about how many bytes a message takes.
func held(m *httpsem.Message, l *layout) int {
	return messageSize + len(l.head) + m.Headers.Held() + m.Trailers.Held() + len(m.Body.Kept) +
		cap(l.chunks)*chunkSize
}
