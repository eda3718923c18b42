package tlswire

import (
	"iter"

	"eavesdrop/decode"
)

// An extent is a sealed record by itself, as far as it was captured.
type extent struct {
	header
	have int // bytes of it, its header counted in
}

// cut says whether its end is missing.
func (e extent) cut() bool { return e.have < headerSize+e.length }

// members writes that it is not all there.
func (e extent) members(o *decode.Object) {
	if e.cut() {
		o.Bool("incomplete", true)
	}
}

// fields explains its header.
func (e extent) fields() iter.Seq[decode.Field] { return sealedFields([]header{e.header}, e.have) }
