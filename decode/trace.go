package decode

// A Piece is a run of a stream's bytes that stood together in one frame.
type Piece struct {
	Off   uint64 // of its first byte: in the stream, or in the message when it hangs on an Event
	Len   int
	Frame int // number of the frame, from 1
	At    int // where the first byte stands in that frame; negative: it does not stand there as it is
}

// PieceSize is how many bytes a Piece takes.
const PieceSize = 32

// after is where the byte n behind the first stands in the frame.
func (p Piece) after(n int) int {
	if p.At < 0 {
		return p.At
	}
	return p.At + n
}

// joins says whether q goes on where p ends, in its frame too.
func (p Piece) joins(q Piece) bool {
	return p.Frame == q.Frame && p.At >= 0 && q.At == p.At+p.Len && q.Off == p.Off+uint64(p.Len)
}

// A Trace leads from bytes back to the frames they came in. Its pieces are in order of Off.
type Trace []Piece

// Locate finds the byte at off: its frame and its place in it (negative when it does not stand there as it is).
// ok is false when the trace doesn't have it.
func (t Trace) Locate(off uint64) (frame, at int, ok bool) {
	for _, p := range t {
		if off >= p.Off && off < p.Off+uint64(p.Len) {
			return p.Frame, p.after(int(off - p.Off)), true
		}
	}
	return 0, 0, false
}

// AppendSlice appends to dst the pieces of t that cover [start, end), their Off counted from start plus base.
func (t Trace) AppendSlice(dst Trace, start, end, base uint64) Trace {
	for _, p := range t {
		from, to := max(p.Off, start), min(p.Off+uint64(p.Len), end)
		if from >= to {
			continue
		}
		dst = append(dst, Piece{Off: from - start + base, Len: int(to - from), Frame: p.Frame, At: p.after(int(from - p.Off))})
	}
	return dst
}

// AppendFrames appends the numbers of the frames that t passes through, each once where neighbours agree.
func (t Trace) AppendFrames(dst []int) []int {
	for _, p := range t {
		if n := len(dst); n == 0 || dst[n-1] != p.Frame {
			dst = append(dst, p.Frame)
		}
	}
	return dst
}
