package decode

const (
	maxSpare      = 32       // buffers of a kind that wait to be used again
	maxSpareBytes = 64 << 10 // a longer one is not kept
)

// spares are buffers that flows take turns with, so that one that holds nothing costs nothing.
type spares struct {
	bytes  [][]byte
	traces []Trace
}

// buffer is an empty buffer.
func (s *spares) buffer() []byte {
	if n := len(s.bytes); n > 0 {
		b := s.bytes[n-1]
		s.bytes = s.bytes[:n-1]
		return b
	}
	return nil
}

// done takes a buffer back.
func (s *spares) done(b []byte) {
	if cap(b) > 0 && cap(b) <= maxSpareBytes && len(s.bytes) < maxSpare {
		s.bytes = append(s.bytes, b[:0])
	}
}

// trace is an empty trace.
func (s *spares) trace() Trace {
	if n := len(s.traces); n > 0 {
		t := s.traces[n-1]
		s.traces = s.traces[:n-1]
		return t
	}
	return make(Trace, 0, 4)
}

// traced takes a trace back.
func (s *spares) traced(t Trace) {
	if cap(t) > 0 && len(s.traces) < maxSpare {
		s.traces = append(s.traces, t[:0])
	}
}
