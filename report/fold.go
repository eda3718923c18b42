package report

import (
	"hash/maphash"
	"strings"

	"eavesdrop/decode"
)

const (
	undecided   = 16   // facts of one question that a deeper layer may still take back
	maxDistinct = 4096 // different answers to one question that are told apart; the rest are not counted
	maxOthers   = 2    // further answers to one question that are kept
)

// A fold keeps the best answer to one question. A message of a deeper layer speaks for the same bytes better
// than its carrier (the body is readable, but it is a Fernet token), and may be told before or after it; so
// the latest facts stay undecided for a while. The memory is bounded, however many facts come.
type fold struct {
	seed      maphash.Seed
	undecided [undecided]finding // a ring, of those that are live
	next      int                // the oldest of it, and the place for the next one
	best      finding            // of what is decided; valid if decided
	decided   bool
	others    []finding                  // further answers of the best one's rank, the first of them
	sums      map[speaker]*sum           // of what conversations say in parts
	distinct  map[uint64]struct{}        // other answers that were decided, by rank and text
	ranked    map[rank]int               // how many of those there are of each rank
	sights    [decode.Readable + 1]int64 // facts that were decided, by sight
}

// A rank says how well an answer answers: what is easier to see first, then what was found deeper.
type rank struct {
	sight decode.Sight
	depth int
}

// better orders ranks.
func (r rank) better(o rank) bool {
	return r.sight > o.sight || r.sight == o.sight && r.depth > o.depth
}

// A finding is a fact with the place where it was found.
type finding struct {
	fact    decode.Fact
	depth   int // layers below and including the message's own
	opened  decode.Key
	dir     decode.Direction
	extent  extent
	certain bool // no deeper layer can take it back: the very word was found
	whole   bool // it speaks for both directions of its flow
	amends  bool // it counts only where it overrules what the same layer said without a key
	where   Evidence
	live    bool // nothing has overruled it yet
}

func (f *finding) rank() rank { return rank{f.fact.Sight, f.depth} }

// extent is the stretch of the capture that a message takes: from its first byte to behind its last.
type extent struct{ from, to place }

// place is a byte of the capture.
type place struct{ frame, at int }

func (p place) before(q place) bool { return p.frame < q.frame || p.frame == q.frame && p.at < q.at }

func (e extent) overlaps(o extent) bool { return e.from.before(o.to) && o.from.before(e.to) }

// extentOf is the stretch that an event's message takes.
func extentOf(e *decode.Event) extent {
	var x extent
	for i, p := range e.Trace {
		from, to := place{p.Frame, p.At}, place{p.Frame, p.At + p.Len}
		if i == 0 || from.before(x.from) {
			x.from = from
		}
		if i == 0 || x.to.before(to) {
			x.to = to
		}
	}
	return x
}

// overrules says that f, found deeper in the same message or opened by the observer's key, replaces o; or that it
// says the same, and more.
func (f *finding) overrules(o *finding) bool {
	if f.where.Flow != o.where.Flow || o.certain {
		return false
	}
	if f.rank() == o.rank() && len(f.fact.Text) > len(o.fact.Text) && continues(f.fact, o.fact) {
		return true
	}
	if f.depth < o.depth || f.depth == o.depth && (f.opened == decode.InTheClear || o.opened != decode.InTheClear) {
		return false
	}
	if f.dir != o.dir {
		return f.whole
	}
	return f.extent.overlaps(o.extent)
}

// continues says that a fact says what o says, and more: a message further on completes what an earlier one began.
func continues(f, o decode.Fact) bool {
	if f.Question == decode.KeyExchange { // the subject stays: "x25519: …"
		subject, _, _ := strings.Cut(f.Text, ":")
		before, _, _ := strings.Cut(o.Text, ":")
		return subject == before
	}
	return strings.HasPrefix(f.Text, o.Text+";")
}

// add takes one more fact.
func (f *fold) add(n finding) {
	for i := range f.undecided {
		if old := &f.undecided[i]; old.live && old.overrules(&n) {
			return
		}
	}
	amended := false
	for i := range f.undecided {
		old := &f.undecided[i]
		if old.live && n.overrules(old) && (!n.amends || n.depth == old.depth) {
			old.live, amended = false, true
		}
	}
	if n.amends && !amended {
		return
	}
	oldest := &f.undecided[f.next]
	if oldest.live {
		f.decide(oldest)
	}
	*oldest = n
	oldest.live = true
	f.next = (f.next + 1) % undecided
}

// decide takes a finding for good.
func (f *fold) decide(n *finding) {
	if n.fact.Part > 0 && f.extend(n) {
		return
	}
	f.sights[n.fact.Sight]++
	best := !f.decided || n.rank().better(f.best.rank())
	if best {
		f.best, f.decided, f.others = *n, true, f.others[:0]
		f.best.fact.Text = strings.Clone(n.fact.Text) // it may be a part of something long
	}
	if len(f.distinct)+len(f.sums) >= maxDistinct {
		return
	}
	if n.fact.Part > 0 {
		f.begin(n)
		return
	}
	if f.distinct == nil {
		f.seed = maphash.MakeSeed()
		f.distinct, f.ranked = map[uint64]struct{}{}, map[rank]int{}
	}
	r := n.rank()
	var h maphash.Hash
	h.SetSeed(f.seed)
	h.WriteByte(byte(r.sight))
	h.WriteByte(byte(r.depth))
	h.WriteString(n.fact.Text)
	if _, known := f.distinct[h.Sum64()]; !known {
		f.distinct[h.Sum64()] = struct{}{}
		f.ranked[r]++
		if !best && r == f.best.rank() && len(f.others) < maxOthers {
			other := *n
			other.fact.Text = strings.Clone(n.fact.Text)
			f.others = append(f.others, other)
		}
	}
}

// finish decides all that is left, in the order in which it came.
func (f *fold) finish() {
	for i := range f.undecided {
		n := &f.undecided[(f.next+i)%undecided]
		if n.live {
			f.decide(n)
		}
		*n = finding{}
	}
}
