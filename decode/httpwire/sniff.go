package httpwire

import (
	"bytes"
	"slices"

	"eavesdrop/decode"
)

// maxMethod is the length of the longest method that is taken for one. The registry's longest is
// UPDATEREDIRECTREF (RFC 9110 section 16.1).
const maxMethod = 24

// maxLine is the length of a request line whose end must be seen to know it for one, in bytes: what RFC 9112
// section 3 asks recipients to bear.
const maxLine = 8 << 10

// sniff says whether bytes begin like HTTP/1, and who speaks like that. Empty lines come before some messages
// (RFC 9112 section 2.2).
func sniff(head []byte) decode.Verdict {
	head = bytes.TrimLeft(head, "\r\n")
	if len(head) == 0 {
		return decode.Maybe
	}
	v := sniffResponse(head)
	if w := sniffRequest(head); v == decode.No || v == decode.Maybe && w != decode.No {
		v = w
	}
	return v
}

// prefaceEnd is how HTTP/2's connection preface goes on behind "PRI * " (RFC 9113 section 3.4): a segment may begin there.
const prefaceEnd = "HTTP/2.0\r\n\r\nSM\r\n\r\n"

// sniffResponse looks for "HTTP/", or "ICY " and a digit, as SHOUTcast servers begin.
func sniffResponse(head []byte) decode.Verdict {
	switch {
	case hasPrefix(head, prefaceEnd):
		return decode.No
	case isPrefix(head, prefaceEnd):
		return decode.Maybe
	case hasPrefix(head, "HTTP/"):
		return decode.FromAServer
	case isPrefix(head, "HTTP/"), isPrefix(head, "ICY "):
		return decode.Maybe
	case hasPrefix(head, "ICY ") && isDigit(head[4]):
		return decode.FromAServer
	}
	return decode.No
}

// hasPrefix says whether head begins with all of begin.
func hasPrefix(head []byte, begin string) bool {
	return len(head) >= len(begin) && string(head[:len(begin)]) == begin
}

// isPrefix says whether more bytes are needed to know whether head begins with begin.
func isPrefix(head []byte, begin string) bool {
	return len(head) <= len(begin) && string(head) == begin[:len(head)]
}

// sniffRequest looks for a request line. A method that is HTTP's own and a target that is HTTP's own are enough;
// else the line must be there up to its version, because SIP, RTSP and others have lines of the same shape.
func sniffRequest(head []byte) decode.Verdict {
	space := 0
	for space < len(head) && isToken(head[space]) {
		if space++; space > maxMethod {
			return decode.No
		}
	}
	switch {
	case space == len(head):
		return decode.Maybe
	case space == 0 || head[space] != ' ':
		return decode.No
	}
	method, rest := head[:space], head[space+1:]
	if slices.Contains(methods, string(method)) {
		if v := sniffTarget(rest); v != decode.No {
			return v
		}
	}
	end := bytes.IndexByte(rest, '\n')
	if end < 0 {
		if len(rest) > maxLine || !isText(rest) {
			return decode.No
		}
		return decode.Maybe
	}
	if end <= maxLine && isText(rest[:end]) && endsWithVersion(rest[:end]) {
		return decode.FromAClient
	}
	return decode.No
}

// sniffTarget looks for the start of a target that only HTTP has.
func sniffTarget(rest []byte) decode.Verdict {
	switch {
	case hasPrefix(rest, "/"), hasPrefix(rest, "http://"), hasPrefix(rest, "https://"):
		return decode.FromAClient
	case isPrefix(rest, "http://"), isPrefix(rest, "https://"):
		return decode.Maybe
	}
	return decode.No
}

// endsWithVersion says whether a request line ends with "HTTP/1.1" or another version of one digit each that
// this decoder speaks: not HTTP/2, whose preface "PRI * HTTP/2.0" is made to look like a request
// (RFC 9113 section 3.4). As a word of its own the version may be damaged behind its first digit: nothing but HTTP has
// such a word there.
func endsWithVersion(line []byte) bool {
	line = bytes.TrimRight(line, "\r \t")
	if i := bytes.LastIndexAny(line, " \t"); i >= 0 {
		if v, ok := bytes.CutPrefix(line[i+1:], []byte("HTTP/")); ok {
			return len(v) > 0 && (v[0] == '1' || v[0] == '0')
		}
	}
	if len(line) < len("HTTP/1.1") {
		return false
	}
	v := line[len(line)-len("HTTP/1.1"):]
	return string(v[:5]) == "HTTP/" && (v[5] == '1' || v[5] == '0') && v[6] == '.' && isDigit(v[7])
}

// methods are those that no other protocol of the same shape begins with, or that HTTP's targets tell apart.
var methods = []string{
	"GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "TRACE", "PATCH", // RFC 9110, RFC 5789
	"PROPFIND", "PROPPATCH", "MKCOL", "COPY", "MOVE", "LOCK", "UNLOCK", "REPORT", "SEARCH", // RFC 4918, RFC 3253, RFC 5323
}

// isText says whether bytes can stand in a start line: no controls but tab and carriage return.
func isText(line []byte) bool {
	for _, b := range line {
		if b < 0x20 && b != '\t' && b != '\r' || b == 0x7f {
			return false
		}
	}
	return true
}

func isDigit(b byte) bool { return '0' <= b && b <= '9' }

// isToken says whether b can stand in a token (RFC 9110 section 5.6.2).
func isToken(b byte) bool {
	switch {
	case 'a' <= b && b <= 'z', 'A' <= b && b <= 'Z', '0' <= b && b <= '9':
		return true
	}
	return b > 0x20 && b < 0x7f && bytes.IndexByte([]byte("!#$%&'*+-.^_`|~"), b) >= 0
}
