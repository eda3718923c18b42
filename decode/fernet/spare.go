package fernet

const (
	maxSpares    = 8       // contents that wait to be used again
	maxSpareText = 4 << 10 // bytes of text that one of them has room for
)

// spares are contents that the watchers of one inspector take turns with.
type spares struct{ free []*content }

func (p *spares) take() *content {
	n := len(p.free)
	if n == 0 {
		return new(content)
	}
	s := p.free[n-1]
	p.free = p.free[:n-1]
	return s
}

func (p *spares) give(s *content) {
	if len(p.free) < maxSpares && cap(s.token.text) <= maxSpareText {
		p.free = append(p.free, s)
	}
}
