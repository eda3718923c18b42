package httpwire

import (
	"strings"

	"eavesdrop/decode/internal/httpsem"
)

// traits are the header fields that a message has of those that say how it is framed and what follows it.
type traits uint8

const (
	hasLength traits = 1 << iota
	hasTransferEncoding
	hasContentEncoding
	hasUpgrade
	hasHost
)

// parseLines takes the lines of a header or trailer section apart (RFC 9112 section 5). text is what the lines
// stand in; ends are where they end, the first of them where the section begins. problem is the first line
// that breaks the rules, and bad where it begins.
func parseLines(text string, ends []uint32) (h httpsem.Headers, has traits, problem string, bad uint32) {
	if len(ends) < 2 {
		return h, 0, "", 0
	}
	h.Text, h.Lines = text, make([]httpsem.Line, 0, len(ends)-1)
	complain := func(at uint32, why string) {
		if problem == "" {
			problem, bad = why, at
		}
	}
	for i, end := range ends[1:] {
		start := ends[i]
		line := text[start:end]
		stop := start + uint32(trimRight(line, len(line)))
		if isSpace(line[0]) { // obs-fold
			if n := len(h.Lines); n > 0 {
				h.Lines[n-1].ValueEnd, h.Folded = max(stop, h.Lines[n-1].Value), true
			} else {
				h.Lines = append(h.Lines, httpsem.Line{Name: start, NameEnd: start, Value: start, ValueEnd: stop})
				complain(start, "white space before the first header line (RFC 9112 section 2.2)")
			}
			continue
		}
		colon := strings.IndexByte(line, ':')
		if colon < 0 {
			h.Lines = append(h.Lines, httpsem.Line{Name: start, NameEnd: start, Value: start, ValueEnd: stop})
			complain(start, "a header line without a colon (RFC 9112 section 5)")
			continue
		}
		value := start + uint32(colon) + 1
		for value < stop && isSpace(text[value]) {
			value++
		}
		name := trimRight(line, colon)
		if name < colon {
			complain(start, "white space between a header's name and its colon (RFC 9112 section 5.1)")
		}
		h.Lines = append(h.Lines, httpsem.Line{Name: start, NameEnd: start + uint32(name), Value: value, ValueEnd: max(stop, value)})
		has |= traitOf(line[:name])
	}
	return h, has, problem, bad
}

// traitOf is what a header's presence means for framing.
func traitOf(name string) traits {
	switch len(name) {
	case len("Host"):
		if httpsem.EqualFold(name, "host") {
			return hasHost
		}
	case len("Upgrade"):
		if httpsem.EqualFold(name, "upgrade") {
			return hasUpgrade
		}
	case len("Content-Length"):
		if httpsem.EqualFold(name, "content-length") {
			return hasLength
		}
	case len("Content-Encoding"):
		if httpsem.EqualFold(name, "content-encoding") {
			return hasContentEncoding
		}
	case len("Transfer-Encoding"):
		if httpsem.EqualFold(name, "transfer-encoding") {
			return hasTransferEncoding
		}
	}
	return 0
}
