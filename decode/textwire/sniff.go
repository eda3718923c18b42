package textwire

import (
	"bytes"
	"slices"
	"strings"

	"eavesdrop/decode"
)

// maxFirst is how long a first line may be. Sniffers say Maybe to little only: as long as one does, nothing else
// is looked for where a segment begins.
const maxFirst = 512

// beginning says whether head begins with one of the words; Maybe when it has yet to.
func beginning(head []byte, words ...string) decode.Verdict {
	v := decode.No
	for _, w := range words {
		n := min(len(w), len(head))
		if !strings.EqualFold(string(head[:n]), w[:n]) {
			continue
		}
		if n == len(w) {
			return decode.Yes
		}
		v = decode.Maybe
	}
	return v
}

// maxFirstLines is how many lines are looked at.
const maxFirstLines = 8

// firstLines are the whole lines of text at the front of head, at most eight. v is Maybe as long as there are none
// and there may be, and No when what is there is no text.
func firstLines(head []byte) (lines []string, v decode.Verdict) {
	for len(lines) < maxFirstLines {
		i := bytes.IndexByte(head, '\n')
		part := head
		if i >= 0 {
			part = bytes.TrimSuffix(head[:i], []byte("\r"))
		}
		if len(part) > maxFirst || !isText(part) {
			v = decode.No
			break
		}
		if v = decode.Maybe; i < 0 {
			break
		}
		lines = append(lines, string(part))
		head = head[i+1:]
	}
	if len(lines) == 0 {
		return nil, v
	}
	return lines, decode.Yes
}

// sniffSSH looks for the identification string (RFC 4253, section 4.2).
func sniffSSH(_ decode.Direction, head []byte) decode.Verdict {
	return beginning(head, "SSH-2.0-", "SSH-1.99-", "SSH-1.5-", "SSH-1.3-")
}

// sniffSMTP looks for a greeting that says SMTP, or whose next reply is one that FTP does not give, and for the
// client's greeting.
func sniffSMTP(_ decode.Direction, head []byte) decode.Verdict {
	if v := beginning(head, "EHLO ", "HELO ", "LHLO "); v != decode.No {
		return wholeLine(head, v, decode.FromAClient)
	}
	return sniff220(head, "SMTP", "250")
}

// sniffFTP looks for a greeting that says FTP, or whose next reply is one that SMTP does not give.
func sniffFTP(_ decode.Direction, head []byte) decode.Verdict {
	if v := beginning(head, "331 ", "234 "); v != decode.No { // the beginning was not captured
		return wholeLine(head, v, decode.FromAServer)
	}
	if beginning(head, "USER ", "AUTH TLS", "AUTH SSL", "FEAT") != decode.No { // or of something else: the server's reply will tell
		if len(head) > maxFirst {
			return decode.No
		}
		return wholeLine(head, decode.Maybe, decode.Maybe)
	}
	return sniff220(head, "FTP", "331", "230", "234", "211", "530", "500")
}

// wholeLine is yes when v is Yes and the first line is whole and text.
func wholeLine(head []byte, v, yes decode.Verdict) decode.Verdict {
	if v == decode.No {
		return v
	}
	if _, whole := firstLines(head); whole != decode.Yes {
		return whole
	}
	if v == decode.Yes {
		return yes
	}
	return v
}

// sniff220 tells the protocols apart whose servers greet with 220: by the name in the greeting, or by the reply
// that follows. What only the client's first command decides stays Maybe.
func sniff220(head []byte, name string, replies ...string) decode.Verdict {
	v := beginning(head, "220 ", "220-")
	if v != decode.Yes {
		return v
	}
	lines, v := firstLines(head)
	if v != decode.Yes {
		return v
	}
	for _, l := range lines {
		if code := l[:min(len(l), 3)]; code != "220" {
			if slices.Contains(replies, code) {
				return decode.FromAServer
			}
			if code >= "200" && code <= "559" {
				return decode.No
			}
		}
		if says := strings.ToUpper(l); strings.Contains(says, name) {
			return decode.FromAServer
		}
	}
	if len(lines) == maxFirstLines {
		return decode.No
	}
	return decode.Maybe
}

// sniffPOP3 looks for the greeting. A bare +OK is something else's.
func sniffPOP3(_ decode.Direction, head []byte) decode.Verdict {
	return wholeLine(head, beginning(head, "+OK "), decode.FromAServer)
}

// imapCommands are those with which a client begins.
var imapCommands = []string{"CAPABILITY", "LOGIN", "STARTTLS", "AUTHENTICATE", "ID", "NOOP", "SELECT", "LOGOUT"}

// sniffIMAP looks for the greeting, or a tagged command (RFC 9051, sections 7.1 and 6).
func sniffIMAP(_ decode.Direction, head []byte) decode.Verdict {
	if v := beginning(head, "* OK ", "* PREAUTH ", "* BYE "); v != decode.No {
		return wholeLine(head, v, decode.FromAServer)
	}
	tag, rest, ok := bytes.Cut(head[:min(len(head), maxFirst)], []byte(" "))
	switch {
	case !isTag(string(tag)):
		return decode.No
	case !ok:
		return decode.Maybe
	}
	v := decode.No
	for _, c := range imapCommands {
		n := min(len(c), len(rest))
		if !strings.EqualFold(string(rest[:n]), c[:n]) {
			continue
		}
		if n == len(rest) {
			v = decode.Maybe
		} else if b := rest[n]; b == ' ' || b == '\r' || b == '\n' {
			return wholeLine(head, decode.Yes, decode.FromAClient)
		}
	}
	return v
}

// isTag says whether a word is like the tags that clients make: "a001", "A.1".
func isTag(word string) bool {
	digits := 0
	for _, r := range word {
		switch {
		case r >= '0' && r <= '9':
			digits++
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r == '.':
		default:
			return false
		}
	}
	return len(word) <= 16 && digits > 0
}
