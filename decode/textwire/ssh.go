package textwire

import (
	"strings"

	"eavesdrop/decode"
)

// ssh says one line in each direction; what follows is its own, and soon sealed (RFC 4253, section 4.2).
var ssh = dialect{name: "ssh", sniff: sniffSSH, hear: func(d *decoder, dir decode.Direction, l *Line) {
	if !strings.HasPrefix(l.Text, "SSH-") {
		return // a server may say other lines first
	}
	if part := strings.SplitN(l.Text, "-", 3); len(part) == 3 {
		l.Software = part[2]
	}
	l.Starts = "SSH"
	if l.seals = decode.Asked; dir == decode.FromServer {
		l.seals = decode.Body
	}
	d.sides[dir].deaf = true
}}
