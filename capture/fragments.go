package capture

import (
	"bytes"
	"container/list"
	"slices"
	"time"

	"eavesdrop/decode"
)

const (
	maxDatagram  = 65535    // bytes of a reassembled datagram: the length field has 16 bits
	maxFragments = 16 << 20 // bytes of fragments that wait, in all
	maxDatagrams = 1024     // datagrams that wait for fragments at a time
	partCost     = 192      // bytes that a fragment takes beside its data, about
)

// fragmentKey names the datagram that a fragment belongs to (RFC 791, section 3.2; RFC 8200, section 4.5).
type fragmentKey struct {
	src, dst addr
	id       uint32
	proto    uint8 // of IPv4 only: fragments of one IPv6 packet may differ in it
	version  uint8
}

// patience is how long a receiver waits for a datagram's other fragments: 30 seconds in IPv4, where the standards
// leave it open (RFC 1122, section 3.3.2, wants a fixed time; 30 seconds is what receivers take), 60 seconds in
// IPv6 (RFC 8200, section 4.5).
func (k *fragmentKey) patience() time.Duration {
	if k.version == 6 {
		return 60 * time.Second
	}
	return 30 * time.Second
}

// A datagram waits for its fragments.
type datagram struct {
	key    fragmentKey
	proto  uint8
	runs   []run // in order of their offsets
	length int   // as far as is known: where the fragment furthest behind ends
	last   bool  // the last fragment has come, so length is the datagram's
	held   int   // bytes in runs
	cost   int   // of memory
	frames int   // that brought it, those of repeats apart
	since  time.Time
	place  *list.Element // in fragments.order

	contradicted int // fragments that came again with other bytes
}

// A run is bytes [from, to) of a datagram that came as one fragment, or as several that followed each other at
// its end.
type run struct {
	from, to int
	parts    []part
}

type part struct {
	data   []byte
	pieces decode.Trace
}

// fragments puts datagrams together. It takes overlaps as Linux does since 4.20 (inet_frag_queue_insert in
// net/ipv4/inet_fragment.c, as seen from outside): one that brings nothing new is not looked at, whatever its
// bytes are; any other overlap ends the datagram (RFC 5722, for IPv6), and what follows of it is taken for
// another one's.
type fragments struct {
	waiting map[fragmentKey]*datagram
	order   list.List // of those that wait, the oldest first
	cost    int       // bytes of memory
}

// add takes a fragment. why is "" when it completes its datagram, d; with skipOverlap, d is what was given up.
func (fs *fragments) add(f *fragment) (d *datagram, why skip) {
	end := f.offset + len(f.data)
	if end > maxDatagram {
		return nil, skipTooLong
	}
	cost := len(f.data) + partCost
	d = fs.waiting[f.key]
	if d != nil && f.time.Sub(d.since) > d.key.patience() {
		fs.remove(d)
		d = nil
	}
	if d == nil {
		d = fs.begin(f)
	}
	fs.makeRoom(cost, d)
	if len(f.data) == 0 ||
		!f.more && (end < d.length || d.last && end != d.length) ||
		f.more && d.last && end > d.length {
		fs.remove(d)
		return d, skipOverlap
	}
	d.length, d.last = max(d.length, end), d.last || !f.more
	if why := d.insert(f); why != skipWaiting {
		if why == skipOverlap {
			fs.remove(d)
		}
		return d, why
	}
	if f.offset == 0 {
		d.proto = f.proto
	}
	d.held += len(f.data)
	d.frames += f.frames
	d.cost += cost
	fs.cost += cost
	if !d.last || d.held != d.length {
		return d, skipWaiting
	}
	fs.remove(d)
	return d, ""
}

// begin makes the datagram of its first fragment.
func (fs *fragments) begin(f *fragment) *datagram {
	if fs.waiting == nil {
		fs.waiting = make(map[fragmentKey]*datagram)
	}
	d := &datagram{key: f.key, proto: f.proto, since: f.time}
	d.place = fs.order.PushBack(d)
	fs.waiting[f.key] = d
	return d
}

// makeRoom gives up the datagrams that have waited for longest, except for d, until cost more bytes fit.
func (fs *fragments) makeRoom(cost int, d *datagram) {
	for e := fs.order.Front(); e != nil && (len(fs.waiting) > maxDatagrams || fs.cost+cost > maxFragments); {
		oldest := e.Value.(*datagram)
		if e = e.Next(); oldest != d {
			fs.remove(oldest)
		}
	}
}

// remove takes d off those that wait.
func (fs *fragments) remove(d *datagram) {
	fs.order.Remove(d.place)
	delete(fs.waiting, d.key)
	fs.cost -= d.cost
}

// insert puts f's bytes, of which a copy is kept, into their place: skipWaiting, or why not.
func (d *datagram) insert(f *fragment) skip {
	end := f.offset + len(f.data)
	i := len(d.runs)
	for i > 0 && d.runs[i-1].from >= end {
		i--
	}
	if i > 0 && f.offset < d.runs[i-1].to {
		switch r := &d.runs[i-1]; {
		case f.offset < r.from || end > r.to:
			return skipOverlap
		case r.agrees(f):
			return skipRepeated
		}
		d.contradicted++
		return skipContradicts
	}
	own := part{bytes.Clone(f.data), f.pieces}
	if n := len(d.runs); n > 0 && i == n && f.offset == d.runs[n-1].to { // as most come
		r := &d.runs[n-1]
		r.parts, r.to = append(r.parts, own), end
	} else {
		d.runs = slices.Insert(d.runs, i, run{f.offset, end, []part{own}})
	}
	return skipWaiting
}

// agrees says whether f, which lies within r, has the same bytes.
func (r *run) agrees(f *fragment) bool {
	at, data := f.offset-r.from, f.data
	for _, p := range r.parts {
		if at >= len(p.data) {
			at -= len(p.data)
			continue
		}
		n := min(len(data), len(p.data)-at)
		if !bytes.Equal(data[:n], p.data[at:at+n]) {
			return false
		}
		data, at = data[n:], 0
	}
	return true
}

// join is a complete datagram's payload, and where its bytes stood.
func (d *datagram) join() (whole []byte, from decode.Trace) {
	whole = make([]byte, 0, d.length)
	for _, r := range d.runs {
		for _, p := range r.parts {
			for _, piece := range p.pieces {
				piece.Off += uint64(len(whole))
				from = append(from, piece)
			}
			whole = append(whole, p.data...)
		}
	}
	return whole, from
}
