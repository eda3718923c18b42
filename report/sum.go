package report

import "strings"

// A sum adds up what one conversation says in parts: an answer that comes in several, and several answers, look alike
// where only their sizes are known.
type sum struct {
	total
	last  int        // number of the part that came last
	where []Evidence // of what came first
}

type total struct{ bytes, parts int }

// A speaker is whose parts belong together: TLS may run inside TLS.
type speaker struct {
	flow int
	rank rank
}

func (f *finding) speaker() speaker { return speaker{f.where.Flow, f.rank()} }

// begin takes the first part.
func (f *fold) begin(n *finding) {
	if f.sums == nil {
		f.sums = map[speaker]*sum{}
	}
	s := &sum{total: total{n.fact.Bytes, 1}, last: n.fact.Part}
	s.found(n.where)
	f.sums[n.speaker()] = s
}

// extend takes a further part, and says whether it was one. Where the first counts for nothing, because it was opened,
// those behind it don't either.
func (f *fold) extend(n *finding) bool {
	s := f.sums[n.speaker()]
	if s == nil {
		return n.fact.Part > 1
	}
	s.bytes += n.fact.Bytes
	if n.fact.Part != s.last {
		s.last = n.fact.Part
		s.parts++
	}
	s.found(n.where)
	return true
}

// found keeps the evidence of a part, if it is one of the first.
func (s *sum) found(e Evidence) {
	if e.Frame > 0 && len(s.where) <= maxOthers {
		s.where = append(s.where, e)
	}
}

// differing counts the answers of a rank that were decided and differ.
func (f *fold) differing(r rank) int {
	totals := map[total]struct{}{}
	for who, s := range f.sums {
		if who.rank == r {
			totals[s.total] = struct{}{}
		}
	}
	return f.ranked[r] + len(totals)
}

// addUp has an answer that is the first part speak of all parts.
func (f *fold) addUp(a *Answer) {
	s := f.sums[f.best.speaker()]
	if s == nil || f.best.fact.Part == 0 {
		return
	}
	all := plural(s.bytes, "byte")
	if s.parts > 1 {
		all += " in " + plural(s.parts, "part")
		a.Note = join(a.Note, "Whether the parts are one message or several does not show.")
	}
	a.Evidence = s.where
	a.Text = strings.Replace(a.Text, plural(f.best.fact.Bytes, "byte"), all, 1)
}
