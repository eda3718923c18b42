package httpwire

import (
	"bytes"
	"math"

	"eavesdrop/decode"
	"eavesdrop/decode/internal/httpsem"
)

// begin looks at the first bytes of a message.
func (d *decoder) begin(s *side, data []byte, off uint64) int {
	if s.asks && d.held && (len(data) <= maxHeld || !d.letGo(data)) {
		return 0
	}
	v := sniffResponse(data)
	if s.asks {
		v = sniffRequest(data)
	}
	if v == decode.No {
		n := lineEnd(data)
		if !s.asks && d.mayBeBare(off) {
			if n >= 0 { // what stands behind empty lines tells whether they belong to it
				if v = sniffResponse(bytes.TrimLeft(data, "\r\n")); v == decode.Maybe {
					return 0
				}
			}
			if v == decode.No {
				d.bareAnswer(s, off)
				return d.step(s, data, off)
			}
		}
		if n >= 0 { // empty lines are passed over (RFC 9112 section 2.2)
			return n
		}
		if n := len(data) - len(bytes.TrimLeft(data, "\r")); n > 0 {
			if s.returns == 0 || s.returns != off {
				d.complain(s, off, "a carriage return without a line feed (RFC 9112 section 2.2)")
			}
			s.returns = off + uint64(n)
			return n
		}
		if off == 0 && d.joined() {
			d.c.Incomplete(s.dir, off, off+1, "the middle of a message, whose beginning was not captured; passed over until one begins")
		} else {
			d.complain(s, off, "no HTTP message begins here; passed over until one does")
		}
		s.stray(false)
		return d.search(s, data, off)
	}
	if v == decode.Maybe {
		return 0
	}
	s.start, s.state = off, inHead
	s.scan.restart()
	return d.readHead(s, data, off)
}

// mayBeBare says whether what begins at off can be an answer without a header section: one to a request of HTTP/0.9,
// or the first thing that is ever said in answer, as servers that are none of HTTP's answer too.
func (d *decoder) mayBeBare(off uint64) bool {
	first := d.asked.first()
	return first != nil && (first.Version == "0.9" || off == 0 && !d.joined())
}

// joined says that the connection was going on when the capture began.
func (d *decoder) joined() bool { return !d.c.Flow().Sure && d.c.Outer() == nil }

// bareAnswer begins an answer without a header section, as all are in HTTP/0.9.
func (d *decoder) bareAnswer(s *side, off uint64) {
	if d.asked.first().Version != "0.9" {
		d.complain(s, off, "an answer without a status line; taken for one of HTTP/0.9")
	}
	r := &Response{}
	r.Version = "0.9"
	d.match(s, r)
	d.hand(s, nil, r)
	s.start, s.codings = off, s.codings[:0]
	d.beginBody(s, length{how: toEnd})
}

// hand makes a message the one in hand.
func (d *decoder) hand(s *side, q *Request, r *Response) {
	s.request, s.response = q, r
	if q != nil {
		s.message, s.layout = &q.Message, &q.layout
	} else {
		s.message, s.layout = &r.Message, &r.layout
	}
	s.message.Protected = d.c.Opened() != decode.InTheClear
}

// readHead reads start line and header section once they are whole.
func (d *decoder) readHead(s *side, data []byte, off uint64) int {
	end, whole := s.scan.find(data)
	if s.asks && len(s.scan.ends) > 0 {
		switch s.old(data) {
		case decode.Maybe:
			return 0
		case decode.Yes:
			return d.oldHead(s, data[:s.scan.ends[0]], off)
		}
	}
	switch {
	case whole:
		return d.wholeHead(s, data[:end], off)
	case s.scan.long():
		d.complain(s, off, "a header section longer than 64 KiB; the rest is passed over")
		s.scan.cut(maxHead)
		d.cutHead(s, data[:maxHead], off)
		s.stray(true)
		return maxHead
	}
	return 0
}

// wholeHead takes a header section apart, and begins the body behind it.
func (d *decoder) wholeHead(s *side, data []byte, off uint64) int {
	end := off + uint64(len(data))
	has, broken := d.takeHead(s, data, off)
	var l length
	if q := s.request; q != nil {
		if q.Version == "" {
			d.complain(s, off, "a request line without a version (RFC 9112 section 3)")
		}
		l = bodyLength(&q.Headers, has, none)
		d.held = q.Method == "CONNECT" || has&hasUpgrade != 0 && q.Headers.HasToken("Connection", "upgrade")
	} else {
		asked := d.match(s, s.response)
		l = responseLength(s.response, has, asked)
		if r := s.response; r.Status == 101 || isTunnel(r, asked) {
			d.finish(s, end, true)
			d.handover(asked, r)
			return len(data)
		}
	}
	if l.problem != "" {
		d.complain(s, off, l.problem)
	}
	if l.how == none {
		d.finish(s, end, true)
		return len(data)
	}
	s.codings = s.codings[:0]
	if has&hasContentEncoding != 0 {
		s.codings = httpsem.AppendCodings(s.codings, &s.message.Headers, "Content-Encoding")
	}
	if has&hasTransferEncoding != 0 {
		s.codings = httpsem.AppendCodings(s.codings, &s.message.Headers, "Transfer-Encoding")
	}
	d.beginBody(s, l)
	if has&hasOddEncoding != 0 {
		s.body.DoubtCodings("not all receivers will know the Content-Encoding, whose name has white space behind it")
	}
	if broken > 0 && s.response != nil {
		d.doubtFraming(s, data[broken:], lengthBefore(&s.message.Headers, broken))
	}
	return len(data)
}

// doubtFraming tells the body as receivers see it for whom it begins with rest, a part of the header section; l is its
// length for them. Where they expect chunks they see none, and nothing is told of it.
func (d *decoder) doubtFraming(s *side, rest []byte, l length) {
	limit := int64(math.MaxInt64)
	switch l.how {
	case chunked:
		return
	case counted:
		limit = l.bytes
	}
	s.body.DoubtFraming("a line among the headers is none; for some receivers the body begins there, and is told from there as it came", limit)
	s.body.Raw(rest)
}

// takeHead takes start line and header section apart, at the line ends that the scan found, and makes a message
// of them. It returns what the headers say about framing, and where a line stands that is none; 0: nowhere.
func (d *decoder) takeHead(s *side, data []byte, off uint64) (has traits, broken uint32) {
	text := string(data) // the one copy; all of the message's strings are parts of it
	bare := bytes.Count(data[:len(data)-1], []byte{'\r'}) > s.scan.crs
	if bare {
		s.scan.splitAtCR(text)
	}
	line := text[:s.scan.ends[0]]
	headers := parseLines(text, s.scan.ends)
	if n := len(s.scan.ends); s.scan.torn && n > 1 {
		headers.tear(s.scan.ends[n-2])
	}
	if bare {
		headers.complain(0, "a carriage return without a line feed (RFC 9112 section 2.2)")
	}
	if i := bytes.IndexByte(data[len(line):], 0); i >= 0 {
		headers.complain(uint32(len(line)+i), "a NUL in the header section, for which white space is read (RFC 9110 section 5.5)")
	}
	var words [3]word
	var startProblem string
	if s.asks {
		q := &Request{}
		words, startProblem = parseRequestLine(line)
		q.Method, q.Target, q.Version = words[0].in(line), words[1].in(line), version(words[2].in(line))
		q.AskedSpan = decode.Span{Start: int(words[0].from), End: int(words[1].to)}
		if i := headers.Find("Host", 0); headers.has&hasHost != 0 && i >= 0 {
			q.Host, q.HostSpan = headers.Value(i), headers.ValueSpan(i)
		}
		d.hand(s, q, nil)
		d.asked.add(q)
	} else {
		r := &Response{}
		words, r.Status, startProblem = parseStatusLine(line)
		r.Version, r.Reason = version(words[0].in(line)), words[2].in(line)
		d.hand(s, nil, r)
	}
	if s.scan.torn && len(s.scan.ends) == 1 { // its end is missing, so nothing can be held against it
		startProblem = ""
		if s.request != nil && len(s.request.Version) < len("1.1") {
			s.request.Version = ""
		}
	}
	s.message.Headers = headers.Headers
	s.layout.head, s.layout.words, s.layout.blank = text, words, min(s.scan.line, len(text))
	if startProblem != "" {
		d.complain(s, off, startProblem)
	}
	if p := headers.problem; p.why != "" {
		d.complain(s, off+uint64(p.at), p.why)
	}
	if d.c.Watched() {
		where := "response headers"
		if s.asks {
			where = "request headers"
		}
		d.c.Content(decode.Part{Dir: s.dir, Where: where, Data: data, Last: true, Start: off, Exact: true, At: off})
	}
	return headers.has, headers.broken
}

// cutHead emits what is there of a header section that does not end.
func (d *decoder) cutHead(s *side, data []byte, off uint64) {
	d.takeHead(s, data, off)
	if s.response != nil {
		d.match(s, s.response)
	}
	d.finish(s, off+uint64(len(data)), false)
}

// partialHead tells what is there of a message of which not even the header section is whole.
func (d *decoder) partialHead(s *side, pending []byte, off uint64) {
	if len(pending) == 0 {
		return
	}
	if s.state == inHead {
		s.scan.cut(len(pending))
		d.cutHead(s, pending, off)
		return
	}
	if !s.asks && d.mayBeBare(off) {
		d.bareAnswer(s, off)
		s.body.Write(pending, off)
		return
	}
	if lineEnd(pending) < 0 {
		d.complain(s, off, "too little of a message to know what it is")
	}
}
