package secret

// maxSpares is how many contents wait to be used again.
const maxSpares = 8

// spares are contents that the watchers of one inspector take turns with.
type spares struct{ free []*content }

func (p *spares) take(m *Matcher) *content {
	n := len(p.free)
	if n == 0 {
		return &content{scanner: scanner{m: m}}
	}
	s := p.free[n-1]
	p.free = p.free[:n-1]
	return s
}

func (p *spares) give(s *content) {
	if len(p.free) < maxSpares {
		p.free = append(p.free, s)
	}
}
