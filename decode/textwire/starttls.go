package textwire

import (
	"bytes"
	"strings"

	"eavesdrop/decode"
)

// A starttls follows a client's wish for TLS (RFC 3207; RFC 9051, section 6.2.1; RFC 2595, section 4; RFC 4217).
type starttls struct {
	pending bool // it was said, and not granted yet
	tag     string
	behind  int  // the client's lines since then
	begun   bool // it was granted
}

// asked notes that the client has asked for TLS.
func (s *starttls) asked() { *s = starttls{pending: true} }

// heard notes another line of the client's.
func (s *starttls) heard() {
	if s.pending {
		s.behind++
	}
}

// granted understands the reply by which the server agrees to TLS. What the client has said in the clear behind its wish,
// some servers take for a part of what is sealed; that is how commands are put into others' sessions.
func (d *decoder) granted(l *Line) {
	if !d.tls.pending {
		return
	}
	l.Starts = "TLS"
	if d.tls.behind > 0 {
		at := d.c.Offset(decode.FromServer)
		d.c.Malformed(decode.FromServer, at, at+uint64(l.Size), "TLS begins, although commands stand in the clear behind the wish for it: who put them there? (RFC 3207, section 6)")
	}
	d.tls = starttls{begun: true}
}

// handover passes on what follows: TLS, and inside of it the same session.
func (d *decoder) handover() {
	d.c.Handover()
	d.c.Resume(session{d.p})
}

// A session goes on inside of the TLS that began in it. The client speaks first: servers do not greet again (RFC 2595,
// section 4; RFC 3207, section 4.2; RFC 9051, section 6.2.1).
type session struct{ *dialect }

// Sniff takes all text.
func (session) Sniff(_ decode.Direction, head []byte) decode.Verdict {
	if line, _, _ := bytes.Cut(head, []byte("\n")); !isText(line) {
		return decode.No
	}
	return decode.Yes
}

// Decoder makes the decoder for one conversation.
func (p session) Decoder(c *decode.Conversation) decode.Decoder {
	return &decoder{c: c, p: p.dialect, resumed: true}
}

// tagged says whether an IMAP server's line is the reply to the command with that tag, and whether it is OK.
func tagged(line, tag string) (reply, ok bool) {
	rest, reply := strings.CutPrefix(line, tag+" ")
	word, _ := verb(rest)
	return reply, word == "OK"
}
