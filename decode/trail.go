package decode

// A Trail is the trace of a message that is put together from several places of a stream. It keeps no more pieces
// than the inspector traces of any message. Its zero value is empty.
type Trail struct {
	Trace   Trace
	Omitted int // pieces that were not kept
}

// Reset empties the trail for another message.
func (t *Trail) Reset() { t.Trace, t.Omitted = t.Trace[:0], 0 }

// Held is how many bytes the trail takes.
func (t *Trail) Held() int { return cap(t.Trace) * PieceSize }

// Add appends pieces, their Off counted from base. When there are too many, the last one gives way, so that the end
// of the message can be traced.
func (t *Trail) Add(pieces Trace, base uint64) {
	for _, p := range pieces {
		p.Off += base
		n := len(t.Trace)
		switch {
		case n > 0 && t.Trace[n-1].joins(p):
			t.Trace[n-1].Len += p.Len
		case n < traceLimit:
			t.Trace = append(t.Trace, p)
		default:
			t.Trace[n-1] = p
			t.Omitted++
		}
	}
}

// Follow adds where the stream's bytes [start, end) of dir came from, Off counted from start plus base.
func (c *Conversation) Follow(t *Trail, dir Direction, start, end, base uint64) {
	c.in.scratch = c.sides[dir].pieces.AppendSlice(c.in.scratch[:0], start, end, base)
	t.Add(c.in.scratch, 0)
}
