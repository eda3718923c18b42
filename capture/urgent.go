package capture

// urge takes the urgent pointer. A receiver's program is handed the byte before the one that it points to apart from
// the stream, unless it asked for it in its place (SO_OOBINLINE), which nobody who listens can know: so it is taken out
// of the stream, and told of. RFC 9293, section 3.8.5, means otherwise; but that is what Linux does (tcp_check_urg and
// tcp_urg in net/ipv4/tcp_input.c), as others do (RFC 6093, section 3.1). A pointer of 0 points to the first byte, as
// one of 1 does. What was read is not called back; a later pointer takes the place of an earlier one whose byte has not
// come yet; and a segment that brings nothing but what was acknowledged long ago is not looked at. The program is taken
// to read whatever is there: one that is slow gets the earlier of two bytes in the stream.
func (h *half) urge(s *segment) {
	at := s.seq
	if s.urgent > 0 {
		at += uint32(s.urgent) - 1
	}
	old := h.acks && before(s.seq+uint32(len(s.data)+s.lacks), h.acked)
	if !h.begun || h.unsure || h.fin || old || before(at, h.next) || h.marked && !before(h.urgent, at) {
		return
	}
	h.marked, h.urgent = true, at
}
