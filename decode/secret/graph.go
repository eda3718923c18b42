package secret

// node is a state of the nondeterministic automaton that the spellings are drawn as.
type node struct {
	edges []edge
	ends  int // 1 + index of the spelling that ends here
}

type edge struct {
	set     *byteSet
	classes []uint8 // of the bytes in set
	to      int32
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
						nodes[n].edges = append(nodes[n].edges, edge{set: &w.bytes[k], to: next})
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
