package http2wire

import "eavesdrop/decode"

// maxTunnels is how many tunnels of a connection are looked into.
const maxTunnels = 1000

// connects says whether a server's headers grant a CONNECT: what follows in the stream, in both directions, is of what
// was connected (RFC 9113 section 8.5), or of the protocol that the client asked for (RFC 8441).
func (d *decoder) connects(st *stream, half *half, b *block) bool {
	r := half.response
	return st.method == "CONNECT" && r != nil && r.Status/100 == 2 && !b.endStream && st.tunnel == nil && d.tunnels < maxTunnels
}

// connect ends the messages of a CONNECT that r grants, and begins the conversation in the stream.
func (d *decoder) connect(st *stream, r *Response) {
	d.tunnels++
	var protocols []decode.Protocol
	if connected := d.protocol.options.Connected; connected != nil {
		protocols = connected(st.protocol, r)
	}
	st.tunnel = d.c.Channel(protocols...)
	d.streams.keep(st, tunnelSize)
	asked := st.halves[decode.FromClient].open()
	d.finishHalf(st, decode.FromClient, true)
	d.finishHalf(st, decode.FromServer, true)
	st.halves[decode.FromServer].done = false
	if asked {
		st.halves[decode.FromClient].done = false
	} else {
		st.leave(decode.FromClient, decode.Finished)
	}
}

// tunnel is the conversation that the DATA frame in hand belongs to, nil when there is none, or it has ended.
func (d *decoder) tunnel(s *side) *decode.Conversation {
	if st := d.streams.find(s.frame.stream); st != nil && !st.halves[s.dir].done {
		return st.tunnel
	}
	return nil
}

// pass gives a tunnel the next data, which stands at stream offset off.
func (d *decoder) pass(s *side, tunnel *decode.Conversation, data []byte, off uint64) {
	if len(data) > 0 {
		d.trace = d.c.Trace(d.trace[:0], s.dir, off, off+uint64(len(data)), 0)
		tunnel.Feed(s.dir, data, d.trace)
	}
}

// leave ends one direction of a stream's tunnel, if there is one.
func (st *stream) leave(dir decode.Direction, how decode.How) {
	if st.tunnel != nil {
		st.halves[dir].done = true
		st.tunnel.End(dir, how)
	}
}
