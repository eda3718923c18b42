package httpwire

import (
	"strings"

	"eavesdrop/decode/internal/httpsem"
)

// A length is how a body ends, and when it is counted, where.
type length struct {
	how     framing
	bytes   int64
	problem string // which rule the header section breaks
}

// bodyLength is the part of RFC 9112 section 6.3 that requests and responses share. absent is what holds without
// any header about it.
func bodyLength(h *httpsem.Headers, has traits, absent framing) length {
	if has&hasTransferEncoding != 0 {
		l, ok := transferLength(h, absent)
		if ok {
			if has&hasLength != 0 && l.problem == "" {
				l.problem = "both Transfer-Encoding and Content-Length; the first one holds (RFC 9112 section 6.1)"
			}
			return l
		}
	}
	if has&hasLength == 0 {
		return length{how: absent}
	}
	n, problem, ok := contentLength(h)
	switch {
	case !ok:
		return length{absent, 0, problem}
	case n == 0:
		return length{none, 0, problem}
	}
	return length{counted, n, problem}
}

// lengthBefore is the length of a response's body for receivers who see no header behind place end of the text.
func lengthBefore(h *httpsem.Headers, end uint32) length {
	seen := httpsem.Headers{Text: h.Text}
	var has traits
	for _, line := range h.Lines {
		if line.Value > end {
			break
		}
		line.ValueEnd = min(line.ValueEnd, end)
		seen.Lines = append(seen.Lines, line)
		has |= traitOf(h.Text[line.Name:line.NameEnd])
	}
	seen.Folded = h.Folded
	return bodyLength(&seen, has, toEnd)
}

// transferLength is what Transfer-Encoding says (RFC 9112 section 6.1). ok is false when it says nothing,
// as the "identity" of older rules does.
func transferLength(h *httpsem.Headers, absent framing) (l length, ok bool) {
	n, chunks, last, parameters := 0, 0, false, false
	for t := range h.Tokens("Transfer-Encoding") {
		name, _, more := strings.Cut(t, ";")
		name = strings.TrimRight(name, " \t")
		if httpsem.EqualFold(name, "identity") {
			continue
		}
		n++
		if last = httpsem.EqualFold(name, "chunked"); last {
			chunks++
			parameters = parameters || more
		}
	}
	switch {
	case n == 0:
		return l, false
	case chunks > 1:
		l.problem = "chunked twice (RFC 9112 section 7.1)"
	case parameters && last:
		l.problem = "a parameter of the chunked coding, which has none (RFC 9112 section 7.1)"
	case !last:
		if absent == none {
			l.problem = "a request whose last transfer coding is not chunked (RFC 9112 section 6.3)"
		}
		l.how = toEnd
		return l, true
	}
	l.how = chunked
	return l, true
}

// contentLength is the value of Content-Length (RFC 9110 section 8.6). A list of equal values counts as one; of
// several headers the last one holds. ok is false when that is not a number.
func contentLength(h *httpsem.Headers) (n int64, problem string, ok bool) {
	seen := false
	for i := h.Find("Content-Length", 0); i >= 0; i = h.Find("Content-Length", i+1) {
		v, clean, valid := parseLengths(h.Value(i))
		switch {
		case !clean:
			problem = "a Content-Length that is not a number (RFC 9110 section 8.6)"
		case seen && v != n:
			problem = "different values of Content-Length; the last one holds (RFC 9112 section 6.3)"
		}
		n, ok, seen = v, valid, true
	}
	return n, problem, ok
}

// parseLengths reads the value of one Content-Length. clean says that it keeps the rules, ok that it means
// something all the same.
func parseLengths(value string) (n int64, clean, ok bool) {
	if strings.IndexByte(value, ',') < 0 {
		return parseLength(value)
	}
	first := true
	for part := range strings.SplitSeq(value, ",") {
		v, c, valid := parseLength(strings.Trim(part, " \t"))
		if !valid || !first && v != n {
			return 0, false, false
		}
		n, clean, first = v, c, false
	}
	return n, clean, true
}

// parseLength reads a number: digits only; 18 of them always fit, and zeros before them mean nothing. Many receivers
// allow a sign before it, and anything behind white space, for which NUL stands too (RFC 9110 section 5.5), so that
// is ok but not clean.
func parseLength(s string) (n int64, clean, ok bool) {
	digits := strings.TrimPrefix(s, "+")
	zeros := len(digits) - len(strings.TrimLeft(digits, "0"))
	end := zeros
	for end < len(digits) && isDigit(digits[end]) {
		n = n*10 + int64(digits[end]-'0')
		if end++; end > zeros+18 {
			return 0, false, false
		}
	}
	if end == 0 || end < len(digits) && !isSpace(digits[end]) && digits[end] != 0 {
		return 0, false, false
	}
	return n, len(digits) == len(s) && end == len(digits), true
}

// responseLength is RFC 9112 section 6.3 for a response; asked is the request that it answers, nil when that was
// not seen. A status that is none, as "2040", rules no body out.
func responseLength(r *Response, has traits, asked *Request) length {
	bodiless := r.Status >= 100 && r.Status < 200 || r.Status == 204 || r.Status == 304
	if asked != nil && asked.Method == "HEAD" || bodiless && r.layout.words[1].size() == 3 || isTunnel(r, asked) {
		return length{how: none}
	}
	return bodyLength(&r.Headers, has, toEnd)
}

// isTunnel says whether a response turns the connection into a tunnel (RFC 9110 section 9.3.6).
func isTunnel(r *Response, asked *Request) bool {
	return asked != nil && asked.Method == "CONNECT" && r.Status >= 200 && r.Status < 300
}
