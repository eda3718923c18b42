package tlswire

import (
	"time"

	"eavesdrop/decode"
)

const (
	maxWaiting    = 64 << 10 // bytes of a connection's sealed records that wait for their keys
	maxWaitingAll = 16 << 20 // of all connections together
)

// waiting are sealed records whose keys were not there when they came. Who writes a key log does so while the
// records are on their way, so a live listener may have them first.
type waiting struct {
	records []waitingRecord // of both sides, as they came
	trails  [2]decode.Trail // where they came from, Off counted in the stream
	bytes   int
	log     int  // state of the key log when they were last tried
	over    bool // it took too long: nothing waits any more
}

// A waitingRecord is one of them.
type waitingRecord struct {
	dir      decode.Direction
	header   header
	fragment []byte
	start    uint64 // offset of its header
	time     time.Time
}

// lacks says whether the key of dir's next record may still come.
func (o *opening) lacks(dir decode.Direction) bool {
	s, log := &o.sides[dir], o.d.p.options.KeyLog
	p := s.params
	switch {
	case p == nil || p.version == 0:
		early := o.params.early && o.params.version == 0 && dir == o.d.client
		return early && log.secret(labelEarly, o.params.clientRandom) == nil
	case p.version.is13():
		if len(p.clientRandom) == 0 || !p.suite.supported() || p.suite.sealing == nullSealing {
			return false
		}
		o.unveil()
		for e := s.epoch; e < epochs; e++ {
			if s.keys[e].opener != nil || log.secret(o.label(dir, e), p.clientRandom) != nil {
				return false
			}
		}
		return true
	}
	return s.opener == nil && p.version != 0 && o.derive(dir) == whyNoLine
}

// wait puts a record aside that can't be opened yet. It is false when there is no use in that, or no room.
func (o *opening) wait(dir decode.Direction, h header, fragment []byte, start uint64) bool {
	w, p := &o.waiting, o.d.p
	if w.over || !p.options.KeyLog.awaited() || len(w.records) == 0 && !o.lacks(dir) {
		return false
	}
	if w.bytes+len(fragment) > maxWaiting || p.waiting+len(fragment) > maxWaitingAll {
		o.waitNoMore()
		return false
	}
	w.log = p.options.KeyLog.state()
	w.records = append(w.records, waitingRecord{dir, h, clone(fragment), start, o.d.c.Now()})
	w.bytes += len(fragment)
	p.waiting += len(fragment)
	o.d.c.Follow(&w.trails[dir], dir, start, start+headerSize+uint64(len(fragment)), start)
	return true
}

// retry opens what waits when the key log has grown: in order, up to the first record whose key is still lacking.
func (o *opening) retry() {
	w := &o.waiting
	if len(w.records) == 0 || w.log == o.d.p.options.KeyLog.state() {
		return
	}
	w.log = o.d.p.options.KeyLog.state()
	for len(w.records) > 0 && !o.lacks(w.records[0].dir) {
		o.next()
	}
	o.settle()
}

// waitNoMore opens what waits, or tells why it stays closed.
func (o *opening) waitNoMore() {
	w := &o.waiting
	w.over = true
	for len(w.records) > 0 {
		o.next()
	}
	o.settle()
}

// next takes the first record that waits.
func (o *opening) next() {
	w := &o.waiting
	r := w.records[0]
	w.records = w.records[1:]
	w.bytes -= len(r.fragment)
	o.d.p.waiting -= len(r.fragment)
	last := !w.has(r.dir)
	o.d.c.Again(r.dir, w.trails[r.dir].Trace, r.time, func() {
		o.openRecord(r.dir, r.header, r.fragment, r.start)
		if last {
			o.tell(r.dir)
		}
	})
}

// settle forgets what is not needed any more.
func (o *opening) settle() {
	w := &o.waiting
	for dir := range w.trails {
		if !w.has(decode.Direction(dir)) {
			w.trails[dir] = decode.Trail{}
		}
	}
	if len(w.records) == 0 {
		w.records = nil
	}
}

// has says whether records of dir wait.
func (w *waiting) has(dir decode.Direction) bool {
	for i := range w.records {
		if w.records[i].dir == dir {
			return true
		}
	}
	return false
}

// held is how many bytes wait.
func (w *waiting) held() int {
	return w.bytes + cap(w.records)*waitingSize + w.trails[0].Held() + w.trails[1].Held()
}
