package httpsem

const (
	maxSpares = 16      // buffers that wait to be used again
	maxSpare  = 1 << 20 // bytes of one
)

// spare is an empty buffer.
func (t *Tools) spare() []byte {
	n := len(t.spares)
	if n == 0 {
		return nil
	}
	b := t.spares[n-1]
	t.spares = t.spares[:n-1]
	return b
}

// done takes a buffer back.
func (t *Tools) done(b []byte) {
	if cap(b) > 0 && cap(b) <= maxSpare && len(t.spares) < maxSpares {
		t.spares = append(t.spares, b[:0])
	}
}
