package secret

import (
	"fmt"
)

// The lengths of words, in bytes. Shorter ones are found everywhere; of longer ones give a part.
const (
	MinWord = 3
	MaxWord = 256
)

// A Matcher looks for words. It keeps no state: one serves any number of searches.
type Matcher struct {
	words     []string
	spellings []spelling
	automaton *automaton
	longest   int // bytes that a spelling can have
}

// Compile makes the automaton that finds the words in all their forms. It refuses words that are too short or
// too long, and more of them than one automaton can hold.
func Compile(words []string) (*Matcher, error) {
	m := &Matcher{words: words}
	for i, w := range words {
		switch {
		case len(w) == 0:
			return nil, fmt.Errorf("the word to look for is empty")
		case len(w) < MinWord:
			return nil, fmt.Errorf("%q is too short to look for: %d bytes are the least, or it is found everywhere", w, MinWord)
		case len(w) > MaxWord:
			return nil, fmt.Errorf("%q… is too long to look for: its %d bytes are more than %d; give a part of it", w[:12], len(w), MaxWord)
		}
		m.spellings = append(m.spellings, spellings(i, w)...)
	}
	if len(words) > 0 {
		m.spellings = append(m.spellings, basicMarker())
	}
	for i := range m.spellings {
		m.longest = max(m.longest, m.spellings[i].length())
	}
	var err error
	m.automaton, err = build(m.spellings)
	return m, err
}

// Words are the words that are looked for.
func (m *Matcher) Words() []string { return m.words }

// A Match is a word that stands in some bytes.
type Match struct {
	Word       int // index of the word
	Form       FormID
	Start, End int // of the form: in base64, characters that carry neighbours' bits too are included
}

// Find returns the words in data, in order of their ends.
func (m *Matcher) Find(data []byte) (found []Match) {
	s := scanner{m: m}
	for _, h := range s.feed(data) {
		found = append(found, Match{Word: h.word, Form: h.form, Start: int(h.start), End: int(h.end)})
	}
	return found
}

// length is the most bytes that the spelling can have.
func (s *spelling) length() (n int) {
	for _, e := range s.chain {
		longest := 0
		for _, w := range e {
			longest = max(longest, len(w.bytes))
		}
		n += longest
	}
	return n
}

// start is where the spelling begins that ends with data. The automaton has seen that there is one; when
// there are several, it is the shortest.
func (s *spelling) start(data []byte) (at int, ok bool) {
	type reading struct {
		at      int
		escaped bool
	}
	now, before := []reading{{len(data), false}}, []reading(nil)
	for k := len(s.chain) - 1; k >= 0; k-- {
		seen := map[reading]bool{}
		before = before[:0]
		for _, r := range now {
			for i := range s.chain[k] {
				w := &s.chain[k][i]
				if !w.endsAt(data[:r.at]) {
					continue
				}
				to := reading{r.at - len(w.bytes), r.escaped || w.escaped}
				if !seen[to] {
					seen[to] = true
					before = append(before, to)
				}
			}
		}
		now, before = before, now
	}
	at = -1
	for _, r := range now {
		if r.escaped || s.plain {
			at = max(at, r.at)
		}
	}
	return at, at >= 0
}

// endsAt says whether data ends with the element written this way.
func (w *way) endsAt(data []byte) bool {
	if len(data) < len(w.bytes) {
		return false
	}
	data = data[len(data)-len(w.bytes):]
	for i := range w.bytes {
		if !w.bytes[i].has(data[i]) {
			return false
		}
	}
	return true
}
