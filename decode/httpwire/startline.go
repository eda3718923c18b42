package httpwire

import "strings"

// parseRequestLine finds method, target and version in a request line (RFC 9112 section 3) without its line
// end. Without a version it is a request of HTTP/0.9, or broken. A target is everything between, so that one
// with spaces in it is kept whole.
func parseRequestLine(line string) (words [3]word, problem string) {
	end := trimRight(line, len(line))
	space := strings.IndexByte(line[:end], ' ')
	if space < 0 {
		words[0] = word{0, uint32(end)}
		words[1], words[2] = word{uint32(end), uint32(end)}, word{uint32(end), uint32(end)}
		return words, "a request line without a target (RFC 9112 section 3)"
	}
	words[0] = word{0, uint32(space)}
	from := space
	for from < end && isSpace(line[from]) {
		from++
	}
	version := end
	if i := strings.LastIndexByte(line[:end], ' '); i >= space && hasVersion(line[i+1:end]) {
		version = i + 1
	}
	to := max(trimRight(line, version), from)
	words[1], words[2] = word{uint32(from), uint32(to)}, word{uint32(version), uint32(end)}
	switch {
	case from == to:
		problem = "a request line without a target (RFC 9112 section 3)"
	case strings.IndexByte(line[from:to], ' ') >= 0:
		problem = "white space in the request target (RFC 9112 section 3.2)"
	}
	return words, problem
}

// parseStatusLine finds version, status and reason in a status line (RFC 9112 section 4) without its line end. Of a
// longer number the first three digits are taken; without them status is 0.
func parseStatusLine(line string) (words [3]word, status int, problem string) {
	end := uint32(trimRight(line, len(line)))
	at := uint32(0)
	next := func() word {
		w := word{from: at}
		for at < end && !isSpace(line[at]) {
			at++
		}
		w.to = at
		for at < end && isSpace(line[at]) {
			at++
		}
		return w
	}
	words[0], words[1] = next(), next()
	words[2] = word{at, end}
	code := words[1].in(line)
	digits := len(code) >= 3 && isDigit(code[0]) && isDigit(code[1]) && isDigit(code[2])
	if digits {
		status = int(code[0]-'0')*100 + int(code[1]-'0')*10 + int(code[2]-'0')
	}
	switch {
	case len(code) != 3 || !digits:
		problem = "a status that is not three digits (RFC 9112 section 4)"
	case status == 0:
		problem = "a status of 000, which means nothing (RFC 9110 section 15)"
	}
	return words, status, problem
}

// hasVersion says whether s begins like a version, or is one that was cut off.
func hasVersion(s string) bool {
	return strings.HasPrefix(s, "HTTP/") || s != "" && strings.HasPrefix("HTTP/", s)
}

// version is what stands behind "HTTP/", or "ICY".
func version(s string) string {
	if v, ok := strings.CutPrefix(s, "HTTP/"); ok || s == "ICY" {
		return v
	}
	return ""
}

func isSpace(b byte) bool { return b == ' ' || b == '\t' }

// trimRight is end without the white space and the carriage return before it.
func trimRight(line string, end int) int {
	for end > 0 && (isSpace(line[end-1]) || line[end-1] == '\r' || line[end-1] == '\n') {
		end--
	}
	return end
}
