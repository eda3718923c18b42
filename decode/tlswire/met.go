package tlswire

import (
	"fmt"

	"eavesdrop/decode"
)

// maxMet bounds how many tickets and session ids a protocol remembers. When there are more, all are forgotten.
const maxMet = 1 << 14

// met remembers which tickets and session ids were seen in the clear: the IDs of the flows, by label.
type met map[string]int

// see notes a label, and returns the ID of the other flow in which it was seen first; 0 for none.
func (m *met) see(label string, flow int) (earlier int) {
	if label == "" {
		return 0
	}
	first, known := (*m)[label]
	if known && first != flow {
		return first
	}
	if *m == nil || len(*m) >= maxMet {
		*m = met{}
	}
	(*m)[label] = flow
	return 0
}

// recognise finds out whether a hello shows a ticket, or names a session, that was seen before.
func (d *decoder) recognise(m *ClientHello) {
	flow := d.c.Flow().ID
	for _, label := range m.Tickets {
		if earlier := d.p.met.see(label, flow); m.SeenIn == 0 {
			m.SeenIn = earlier
		}
	}
	if m.SeenIn == 0 && len(d.p.met) > 0 {
		if earlier := d.p.met[ticketLabel(m.SessionID)]; earlier != flow {
			m.SeenIn = earlier
		}
	}
}

// linked says whether the client was here before.
func (m *ClientHello) linked() (f decode.Fact, known bool) {
	f = decode.Fact{Question: decode.Linked, Sight: decode.Readable}
	switch {
	case m.SeenIn > 0 && len(m.Tickets) > 0:
		f.Span = m.ticket
		f.Text = fmt.Sprintf("yes: the ticket of conversation %d again", m.SeenIn)
		f.Note = "The same bytes, which only that client was given: it is the same one, wherever it calls from (RFC 8446, appendix C.4)."
	case m.SeenIn > 0:
		f.Text = fmt.Sprintf("yes: the session of conversation %d again", m.SeenIn)
		f.Note = "The same session id, which only that client was given: it is the same one, wherever it calls from (RFC 5246, section 7.4.1.2)."
	case len(m.Tickets) > 0:
		f.Span = m.ticket
		f.Sight, f.Text = decode.Derived, "yes: it shows a ticket from before"
		f.Note = "Client and server have met. Where, the ticket does not show: it was given out sealed, or before the capture began."
	default:
		return f, false
	}
	return f, true
}
