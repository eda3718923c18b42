package secret

import (
	"encoding/binary"
	"errors"
	"slices"
)

// maxStates bounds the automaton: states are 16 bits wide.
const maxStates = 1<<16 - 1

var errTooBig = errors.New("the words to look for are too many or too long for one search: give fewer, or parts of them")

// An automaton is a deterministic finite automaton that reads bytes and says where a spelling ends.
type automaton struct {
	class  [256]uint8 // bytes that no spelling tells apart have the same class
	shift  uint       // the classes of a state's row: 1<<shift
	next   []uint16   // next[state<<shift|class]
	accept [][]uint16 // by state: the spellings that end there
	first  uint16     // states from here on are those with something in accept
	pairs  *pairSet
}

// build makes the automaton.
func build(all []spelling) (*automaton, error) {
	nodes, err := graph(all)
	if err != nil {
		return nil, err
	}
	a := &automaton{}
	classes := a.classify(nodes)
	for 1<<a.shift < classes {
		a.shift++
	}
	sets, err := a.subsets(nodes, classes)
	if err != nil {
		return nil, err
	}
	a.number(nodes, sets)
	a.pair()
	return a, nil
}

// subsets is the subset construction: a state is the set of nodes that a reading may have got to, node 0 left
// out. It sets next, and returns the sets by state.
func (a *automaton) subsets(nodes []node, classes int) ([][]int32, error) {
	ids := map[string]uint16{"": 0}
	sets := [][]int32{nil}
	reached := make([][]int32, classes) // by class: the nodes that it leads to
	follow := func(n int32) {
		for _, e := range nodes[n].edges {
			for _, c := range e.classes {
				reached[c] = append(reached[c], e.to)
			}
		}
	}
	var key []byte
	for id := 0; id < len(sets); id++ {
		follow(0)
		for _, n := range sets[id] {
			follow(n)
		}
		row := make([]uint16, 1<<a.shift)
		for c := range reached {
			set := reached[c]
			reached[c] = set[:0]
			slices.Sort(set)
			set = slices.Compact(set)
			key = key[:0]
			for _, n := range set {
				key = binary.LittleEndian.AppendUint32(key, uint32(n))
			}
			to, ok := ids[string(key)]
			if !ok {
				if len(sets) == maxStates {
					return nil, errTooBig
				}
				to = uint16(len(sets))
				ids[string(key)] = to
				sets = append(sets, slices.Clone(set))
			}
			row[c] = to
		}
		a.next = append(a.next, row...)
	}
	return sets, nil
}

// classify sets class, says of every edge which classes it is for, and returns how many there are.
func (a *automaton) classify(nodes []node) (classes int) {
	of := map[byteSet][]uint8{}
	for _, n := range nodes {
		for _, e := range n.edges {
			if _, ok := of[*e.set]; !ok {
				of[*e.set] = nil
				a.divide(e.set)
			}
		}
	}
	for set := range of {
		var in [256]bool
		for b := range 256 {
			classes = max(classes, int(a.class[b])+1)
			if c := a.class[b]; set.has(byte(b)) && !in[c] {
				in[c] = true
				of[set] = append(of[set], c)
			}
		}
	}
	for i := range nodes {
		for k := range nodes[i].edges {
			e := &nodes[i].edges[k]
			e.classes = of[*e.set]
		}
	}
	return max(classes, 1)
}

// divide makes two classes of each that the set cuts through, and numbers them in order of their first byte.
func (a *automaton) divide(set *byteSet) {
	type half struct {
		class uint8
		in    bool
	}
	numbers := map[half]uint8{}
	for b := range 256 {
		h := half{a.class[b], set.has(byte(b))}
		n, ok := numbers[h]
		if !ok {
			n = uint8(len(numbers))
			numbers[h] = n
		}
		a.class[b] = n
	}
}

// number renumbers the states so that those at which a spelling ends are the last. State 0 stays.
func (a *automaton) number(nodes []node, sets [][]int32) {
	order := make([]uint16, len(sets)) // new number by old
	a.accept = make([][]uint16, len(sets))
	n := uint16(0)
	for _, ending := range []bool{false, true} {
		if ending {
			a.first = n
		}
		for id, set := range sets {
			var ends []uint16
			for _, at := range set {
				if e := nodes[at].ends; e > 0 {
					ends = append(ends, uint16(e-1))
				}
			}
			if (len(ends) > 0) != ending {
				continue
			}
			order[id] = n
			a.accept[n] = ends
			n++
		}
	}
	next := make([]uint16, len(a.next))
	for id := range sets {
		from, to := id<<a.shift, int(order[id])<<a.shift
		for c := range 1 << a.shift {
			next[to+c] = order[a.next[from+c]]
		}
	}
	a.next = next
}

// pair sets pairs: the two bytes with which something can begin. All others leave a reading that is at the
// beginning where it would be if the first of them had not been there.
func (a *automaton) pair() {
	a.pairs = new(pairSet)
	for x := range 256 {
		one := a.next[a.class[x]]
		for y := range 256 {
			if a.next[int(one)<<a.shift|int(a.class[y])] != a.next[a.class[y]] {
				a.pairs.add(byte(x), byte(y))
			}
		}
	}
}
