package decode

import "math/bits"

// defaultMemory is what the flows of an inspector may hold together, in bytes.
const defaultMemory = 256 << 20

// A Holder is a Decoder or Watcher that keeps bytes of what it was shown: a body that is compressed, a message
// in many parts. What it keeps counts towards the bound on all flows together.
type Holder interface {
	// Held is how many bytes it keeps now, about: those that grow with what was said. It is asked after every
	// segment, so it must be quick.
	Held() int
}

// A budget knows what each flow holds: the bytes that its conversations have left pending and the way back to their
// frames, and what their decoders and watchers keep (Holder). Not counted, because it does not grow with what is
// said, are the conversations and decoders themselves: 1 to 4 KiB a flow, 12 KiB with HTTP/2. What the flows of an
// inspector share has bounds of its own, where it is kept: buffers, decompressors, certificates and sessions that were
// met before.
//
// Flows stand in classes, of which each holds up to twice as much as the one below, so that one that holds most is
// found at once.
type budget struct {
	limit, held int
	classes     [bits.UintSize + 1]class
	highest     int // no class above has a flow
}

// A class is a list of flows, the one that has been in it for longest first.
type class struct{ first, last *flowState }

// A share is a flow's part of the budget.
type share struct {
	held        int
	class       int // 0: in none
	older, next *flowState
}

// add notes that a flow holds n bytes more, or fewer.
func (b *budget) add(st *flowState, n int) {
	b.held += n
	st.share.held += n
	if to := bits.Len(uint(max(st.share.held, 0))); to != st.share.class {
		b.leave(st)
		b.enter(st, to)
	}
}

func (b *budget) enter(st *flowState, to int) {
	if st.share.class = to; to == 0 {
		return
	}
	c := &b.classes[to]
	st.share.older, st.share.next = c.last, nil
	if c.last != nil {
		c.last.share.next = st
	} else {
		c.first = st
	}
	c.last = st
	b.highest = max(b.highest, to)
}

func (b *budget) leave(st *flowState) {
	s := &st.share
	if s.class == 0 {
		return
	}
	c := &b.classes[s.class]
	if s.older != nil {
		s.older.share.next = s.next
	} else {
		c.first = s.next
	}
	if s.next != nil {
		s.next.share.older = s.older
	} else {
		c.last = s.older
	}
	s.older, s.next, s.class = nil, nil, 0
}

// greatest is a flow that holds as much as any, give or take half of it; nil when none holds anything.
func (b *budget) greatest() *flowState {
	for ; b.highest > 0; b.highest-- {
		if st := b.classes[b.highest].first; st != nil {
			return st
		}
	}
	return nil
}

// release forgets a flow that has ended, or was given up.
func (b *budget) release(st *flowState) {
	b.held -= st.share.held
	b.leave(st)
	st.share = share{}
}
