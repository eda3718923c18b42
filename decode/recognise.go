package decode

// recognise asks the protocols whose bytes these are. When they turn out to come from the other end than
// thought, dir changes with the flow.
func (c *Conversation) recognise(dir *Direction) {
	s := &c.sides[*dir]
	if s.deaf {
		c.skip(*dir)
		return
	}
	p, v := c.sniff(*dir, s.pending)
	if v <= Maybe {
		p, v = c.later(*dir, v)
	}
	if v <= Maybe {
		if v == No || c.Datagrams() {
			c.skip(*dir)
		}
		return
	}
	c.known(p, v, dir)
}

// lastChance looks in what is still pending of a direction, to which nothing can be added, for a message that begins
// with a later segment.
func (c *Conversation) lastChance(dir *Direction) {
	if p, v := c.later(*dir, No); v > Maybe {
		c.known(p, v, dir)
		c.run(dir)
		c.wake(dir)
	}
}

// known takes p up, to which the bytes of dir belong by the verdict v.
func (c *Conversation) known(p Protocol, v Verdict, dir *Direction) {
	wrong := v == FromAClient && *dir == FromServer || v == FromAServer && *dir == FromClient
	if wrong && !c.Certain() {
		*dir = dir.Other()
		c.in.reverse(c.flow)
		if c.flow.state.announced {
			at := c.sides[*dir].offset
			c.EmitAside(*dir, at, at+uint64(len(c.sides[*dir].pending)), InTheClear, &FlowReversed{Flow: c.flow})
		}
	}
	c.settle()
	c.in.announce(c.flow, c.now) // it may be long until the first message is whole
	c.adopt(p, dir)
}

// later looks for a message that begins with a later segment of what is pending, of which the whole is no more than v:
// what came before may have been the end of something else. As long as the whole may still become something, only
// a message of another protocol counts. What precedes a message is passed over, and so is what may be none any more.
func (c *Conversation) later(dir Direction, v Verdict) (Protocol, Verdict) {
	s := &c.sides[dir]
	if len(s.pending) > maxSniff {
		v = No // too long in coming
	}
	first, kept := 0, s.starts.at[:0]
	for _, at := range s.starts.at {
		switch p, w := c.sniff(dir, s.pending[at:]); w {
		case No:
		case Maybe:
			if kept = append(kept, at); first == 0 {
				first = at
			}
		default:
			if v == No || p.Sniff(dir, s.pending) == No {
				c.precedes(dir, at)
				return p, w
			}
			kept = append(kept, at)
		}
	}
	s.starts.at = kept
	if v == No && first > 0 && len(s.pending)-first <= maxSniff {
		c.precedes(dir, first)
		v = Maybe
	}
	return nil, v
}

// starts are the places in what is pending at which segments begin, the latest ones: a message may begin there.
type starts struct{ at []int }

// maxStarts is how many of them are tried.
const maxStarts = 8

func (s *starts) add(at int) {
	if len(s.at) == maxStarts {
		s.at = s.at[:copy(s.at, s.at[1:])]
	}
	s.at = append(s.at, at)
}

// shift takes n bytes off the front of what is pending.
func (s *starts) shift(n int) {
	kept := s.at[:0]
	for _, at := range s.at {
		if at > n {
			kept = append(kept, at-n)
		}
	}
	if s.at = kept; len(kept) == 0 {
		s.at = nil
	}
}

// sniff asks the protocols that this may be whose bytes head is. The first that says yes has it; Maybe, when one
// wants to see more.
func (c *Conversation) sniff(dir Direction, head []byte) (Protocol, Verdict) {
	protocols := c.only
	if len(protocols) == 0 {
		protocols = c.in.opts.Protocols
	}
	best := No
	for _, p := range protocols {
		if _, only := p.(DatagramProtocol); only && !c.Datagrams() {
			continue
		}
		switch v := p.Sniff(dir, head); v {
		case No:
		case Maybe:
			best = Maybe
		default:
			return p, v
		}
	}
	if c.outer == nil && (best == No || c.Datagrams()) { // no datagram adds to another
		for _, p := range protocols {
			if p, ok := p.(PortProtocol); ok {
				if v := p.SniffOn(c.flow, dir, head); v > Maybe {
					return p, v
				}
			}
		}
	}
	return nil, best
}

// skip passes over bytes that nobody recognised. The next segment is looked at anew: after a start in
// mid-stream a message may begin there. That may be never, so the flow is told of now.
func (c *Conversation) skip(dir Direction) {
	c.settle()
	c.in.announce(c.flow, c.now)
	c.tellUnknown(dir, len(c.sides[dir].pending))
	c.skipBytes(dir, len(c.sides[dir].pending))
}

// precedes passes over the n bytes before a place where a message may begin. If that could turn the flow round, nobody
// knows who said them.
func (c *Conversation) precedes(dir Direction, n int) {
	if c.Certain() {
		c.tellUnknown(dir, n)
	}
	c.skipBytes(dir, n)
}

func (c *Conversation) skipBytes(dir Direction, n int) {
	s := &c.sides[dir]
	limit := maxStrange
	if !c.Certain() && !c.Datagrams() {
		limit = maxEarlier
	}
	s.strange += n
	s.deaf = s.deaf || s.strange > limit
	s.offset += uint64(n)
	s.starts.shift(n)
	c.drop(dir, n)
}

// adopt makes p the conversation's protocol. What the other direction has sent so far is decoded before
// this one when it came from the client, else after. dir changes with the flow.
func (c *Conversation) adopt(p Protocol, dir *Direction) {
	c.protocol = p
	c.layers = layersBelow(c.layers, p.Name())
	c.dec = p.Decoder(c)
	c.sides[FromClient].starts, c.sides[FromServer].starts = starts{}, starts{}
	c.holdsAll()
	if other := dir.Other(); other == FromClient && len(c.sides[other].pending) > 0 {
		c.run(&other)
		*dir = other.Other()
	}
	c.sides[dir.Other()].woken = true
}
