package capture

import "slices"

const (
	pastBytes = 512 << 10 // of what was passed on lately, of all flows together
	pastRuns  = 4096      // runs of them
	pastSteps = 64        // runs that are looked at for one segment
	shortRun  = 8 << 10   // bytes up to which a run grows by what follows it
	longRun   = 64 << 10  // bytes of a run that are kept at most: the last of them
)

// past remembers the bytes that were passed on lately, so that it is seen when they come again as others. The
// bytes stand in a ring, each run of them in one piece; a run knows the one before it of the same half.
type past struct {
	bytes []byte
	runs  []pastRun
	n     uint64 // runs so far
	at    uint64 // bytes so far, those at the ring's end that no run fitted into with them
}

type pastRun struct {
	seq    uint32
	len    int
	at     uint64 // of its first byte, counted as past.at is
	before uint64 // number of the half's run before this one, counted from 1; 0: there is none
}

// add notes bytes that half h passes on.
func (p *past) add(h *half, seq uint32, data []byte) {
	if n := len(data) - longRun; n > 0 {
		seq, data = seq+uint32(n), data[n:]
	}
	place := int(p.at % pastBytes)
	if place+len(data) > pastBytes {
		p.at += uint64(pastBytes - place)
		place = 0
	}
	if end := place + len(data); end > len(p.bytes) { // not all of the ring was needed yet
		p.bytes = slices.Grow(p.bytes, end-len(p.bytes))[:end]
	}
	copy(p.bytes[place:], data)
	if r := p.run(h.past); r == nil || !r.goesOn(seq, p.at) || place == 0 {
		if p.n < pastRuns {
			p.runs = append(p.runs, pastRun{})
		}
		p.runs[p.n%pastRuns] = pastRun{seq, len(data), p.at, h.past}
		p.n++
		h.past = p.n
	} else {
		r.len += len(data)
	}
	p.at += uint64(len(data))
}

// goesOn says that bytes at seq, noted at a place, follow the run both there and in the stream.
func (r *pastRun) goesOn(seq uint32, at uint64) bool {
	return r.seq+uint32(r.len) == seq && r.at+uint64(r.len) == at && r.len < shortRun
}

// run is the one with a number, counted from 1; nil when it is not remembered.
func (p *past) run(number uint64) *pastRun {
	if number == 0 || number+pastRuns <= p.n {
		return nil
	}
	r := &p.runs[(number-1)%pastRuns]
	if r.at+pastBytes < p.at {
		return nil
	}
	return r
}

// lacks says how many of the n bytes from seq on half h did not pass on; 0 when not all is remembered.
func (p *past) lacks(h *half, seq uint32, n int) int {
	lacks, number := n, h.past
	for range pastSteps {
		if number == 0 { // nothing was passed on before
			return lacks
		}
		r := p.run(number)
		if r == nil || r.len == longRun {
			return 0
		}
		at := int(int32(r.seq - seq))
		lacks -= max(min(at+r.len, n)-max(at, 0), 0)
		if at <= 0 { // the runs before this one have lower numbers
			return lacks
		}
		number = r.before
	}
	return 0
}

// contradicts says whether half h passed on other bytes than data at seq, as far as it is remembered.
func (p *past) contradicts(h *half, seq uint32, data []byte) bool {
	number := h.past
	for range pastSteps {
		r := p.run(number)
		if r == nil {
			return false
		}
		place := int(r.at % pastBytes)
		if contradict(r.seq, p.bytes[place:place+r.len], seq, data) {
			return true
		}
		if !before(seq, r.seq) { // the runs before this one have lower numbers
			return false
		}
		number = r.before
	}
	return false
}
