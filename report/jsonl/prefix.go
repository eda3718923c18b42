package jsonl

import (
	"net/netip"
	"strconv"

	"eavesdrop/decode"
)

// maxFlows bounds the flows whose formatted parts are remembered.
const maxFlows = 1 << 16

// A prefix is what the lines of one flow have in common, formatted once.
type prefix struct {
	id             int
	client, server netip.AddrPort // as formatted: the ends of a flow may be exchanged
	flow           []byte         // `","flow":1`
	ends           []byte         // `,"client":"…","server":"…"`
}

// prefix is the common part of a flow's lines.
func (w *Writer) prefix(f *decode.Flow) *prefix {
	p := w.last
	if p == nil || p.id != f.ID {
		if p = w.flows[f.ID]; p == nil {
			if len(w.flows) >= maxFlows {
				clear(w.flows)
			}
			p = &prefix{id: f.ID}
			w.flows[f.ID] = p
		}
		w.last = p
	}
	if p.client != f.Client || p.server != f.Server || p.flow == nil {
		p.client, p.server = f.Client, f.Server
		p.flow = strconv.AppendInt(append(p.flow[:0], `","flow":`...), int64(f.ID), 10)
		b := appendAddr(append(p.ends[:0], `,"client":"`...), f.Client)
		b = appendAddr(append(b, `","server":"`...), f.Server)
		p.ends = append(b, '"')
	}
	return p
}

// appendAddr appends an address as in 127.0.0.1:5683, [::1]:443; an invalid one as nothing.
func appendAddr(b []byte, a netip.AddrPort) []byte {
	if !a.IsValid() {
		return b
	}
	return a.AppendTo(b)
}
