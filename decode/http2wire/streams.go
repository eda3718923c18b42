package http2wire

import (
	"slices"

	"eavesdrop/decode"
	"eavesdrop/decode/internal/httpsem"
)

const (
	maxStreams = 1000 // streams of a connection that are followed at a time
	maxFaded   = 100  // streams that were reset, of which more may come
)

// streams are the streams of a connection that are not over.
type streams struct {
	byID    map[uint32]*stream
	order   []*stream // as they were opened
	faded   []*stream // those that were reset
	forgot  bool      // some that had not ended gave way to others
	highest [2]uint32 // that was opened: of servers' streams, whose numbers are even, and of clients' (RFC 9113 section 5.1.1)
	held    int       // bytes that they take
}

// A stream carries one request and its response.
type stream struct {
	id       uint32
	method   string // of the request, once its headers were seen
	target   string
	protocol string               // of a CONNECT
	tunnel   *decode.Conversation // what follows upon a CONNECT; nil: nothing
	halves   [2]half              // by direction
	over     bool
	reset    bool
	held     int // bytes that it takes, the messages in hand not counted in
}

// A half is one direction of a stream.
type half struct {
	request  *Request  // the message in hand: one of the three,
	response *Response // or none before its headers
	either   *Either
	message  *httpsem.Message
	layout   *layout
	trail    decode.Trail
	start    uint64 // stream offset of its first frame
	body     *httpsem.Collector
	bodyAt   int // where the first DATA frame begins in the message
	codings  []string
	coded    bool
	torn     bool // bytes of it may be missing
	done     bool
	held     int // bytes that the message in hand takes
}

// open says whether the half has a message in hand.
func (h *half) open() bool { return h.message != nil }

// find is the stream of that number, nil when there is none.
func (s *streams) find(id uint32) *stream { return s.byID[id] }

// half is one direction of a stream, nil when there is no such stream.
func (s *streams) half(id uint32, dir decode.Direction) *half {
	if st := s.byID[id]; st != nil {
		return &st.halves[dir]
	}
	return nil
}

// get is the stream of that number, made when there is none. The oldest gives way when there are too many; evicted
// is that one.
func (s *streams) get(id uint32) (st, evicted *stream) {
	if st = s.byID[id]; st != nil {
		return st, nil
	}
	if s.byID == nil {
		s.byID = make(map[uint32]*stream)
	}
	if len(s.byID) >= maxStreams {
		evicted = s.oldest()
	}
	st = &stream{id: id}
	s.byID[id] = st
	s.keep(st, streamSize)
	s.order = append(s.order, st)
	return st, evicted
}

// oldest takes the stream away that was opened first.
func (s *streams) oldest() *stream {
	s.compact()
	st := s.order[0]
	s.remove(st)
	s.forgot = true
	return st
}

// fade notes that a stream was reset. It stays for a while.
func (s *streams) fade(st *stream) {
	if st.reset {
		return
	}
	st.reset = true
	s.faded = append(s.faded, st)
	if len(s.faded) <= maxFaded {
		return
	}
	if first := s.faded[0]; !first.over {
		s.remove(first)
		s.forgot = true
	}
	s.faded = slices.Delete(s.faded, 0, 1)
}

// remove forgets a stream.
func (s *streams) remove(st *stream) {
	st.over = true
	s.held -= st.held + st.halves[0].held + st.halves[1].held
	st.held, st.halves[0].held, st.halves[1].held = 0, 0, 0
	delete(s.byID, st.id)
	if len(s.order) > 2*len(s.byID)+16 {
		s.compact()
	}
}

// compact forgets the order of those that are over.
func (s *streams) compact() {
	kept := s.order[:0]
	for _, st := range s.order {
		if !st.over {
			kept = append(kept, st)
		}
	}
	clear(s.order[len(kept):])
	s.order = kept
}

// tidy forgets a stream when both of its halves are done. One that was reset stays for what is still under way.
func (s *streams) tidy(st *stream) {
	if st.halves[0].done && st.halves[1].done && !st.over && !st.reset {
		s.remove(st)
	}
}

// each calls f for every stream, in the order in which they were opened.
func (s *streams) each(f func(*stream)) {
	for _, st := range s.order {
		if !st.over {
			f(st)
		}
	}
}

// upgraded makes stream 1 of the request that asked in HTTP/1.1 for the upgrade.
func (s *streams) upgraded(method, target string) {
	st, _ := s.get(1)
	s.highest[1] = 1
	st.method, st.target = method, target
	s.keep(st, len(method)+len(target))
	st.halves[decode.FromClient].done = true
}
