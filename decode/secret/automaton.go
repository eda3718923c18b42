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

// node is a state of the nondeterministic automaton that the spellings are drawn as.
type node struct {
	edges []edge
	ends  int // 1 + index of the spelling that ends here
}

type edge struct {
	set *byteSet
	to  int32
}

// graph draws the spellings. All of them begin at node 0, which the reading never leaves.
func graph(all []spelling) (nodes []node, err error) {
	nodes = make([]node, 1)
	grow := func() int32 {
		nodes = append(nodes, node{})
		return int32(len(nodes) - 1)
	}
	for i := range all {
		s := &all[i]
		at := [2]int32{0, -1} // where a reading without and with an escape has got to
		if s.plain {
			at = [2]int32{-1, 0} // no difference is made
		}
		for _, e := range s.chain {
			to := [2]int32{-1, grow()}
			if !s.plain {
				to[0] = grow()
			}
			for layer, from := range at {
				if from < 0 {
					continue
				}
				for _, w := range e {
					target := to[1]
					if layer == 0 && !w.escaped {
						target = to[0]
					}
					n := from
					for k := range w.bytes {
						next := target
						if k < len(w.bytes)-1 {
							next = grow()
						}
						nodes[n].edges = append(nodes[n].edges, edge{&w.bytes[k], next})
						n = next
					}
				}
			}
			at = to
			if len(nodes) > 4*maxStates {
				return nil, errTooBig
			}
		}
		nodes[at[1]].ends = i + 1
	}
	return nodes, nil
}

// build makes the automaton.
func build(all []spelling) (*automaton, error) {
	nodes, err := graph(all)
	if err != nil {
		return nil, err
	}
	a := &automaton{}
	classes := a.classify(nodes)
	for 1<<a.shift < len(classes) {
		a.shift++
	}
	// The subset construction: a state is the set of nodes that a reading may have got to, node 0 left out.
	ids := map[string]uint16{"": 0}
	sets := [][]int32{nil}
	var key []byte
	for id := 0; id < len(sets); id++ {
		row := make([]uint16, 1<<a.shift)
		for c, b := range classes {
			set := step(nodes, sets[id], b)
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
				sets = append(sets, set)
			}
			row[c] = to
		}
		a.next = append(a.next, row...)
	}
	a.number(nodes, sets)
	a.pair()
	return a, nil
}

// step is where a reading gets to from the nodes by byte b, in order.
func step(nodes []node, from []int32, b byte) (to []int32) {
	add := func(n int32) {
		for _, e := range nodes[n].edges {
			if e.set.has(b) {
				to = append(to, e.to)
			}
		}
	}
	add(0)
	for _, n := range from {
		add(n)
	}
	slices.Sort(to)
	return slices.Compact(to)
}

// classify sets class, and returns a byte of each.
func (a *automaton) classify(nodes []node) (classes []byte) {
	seen := map[byteSet]bool{}
	for _, n := range nodes {
		for _, e := range n.edges {
			if seen[*e.set] {
				continue
			}
			seen[*e.set] = true
			a.divide(e.set)
		}
	}
	highest := -1
	for b := range 256 {
		if int(a.class[b]) > highest {
			highest = int(a.class[b])
			classes = append(classes, byte(b))
		}
	}
	return classes
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
