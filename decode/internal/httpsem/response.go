package httpsem

import (
	"fmt"
	"iter"
	"strconv"
	"time"

	"eavesdrop/decode"
)

// A Response is an HTTP response (RFC 9110 section 15).
type Response struct {
	Message
	Status        int // 0 when there was none, as in HTTP/0.9
	Reason        string
	RequestMethod string // of the request that it answers; "" when that was not seen
	RequestTarget string
}

// Kind is "http.response".
func (*Response) Kind() string { return "http.response" }

// Answer says that this is the answer, and no word on the way to it (RFC 9110 section 15.2).
func (m *Response) Answer() bool { return m.Status/100 != 1 }

// Brief says how it was answered, and with what.
func (m *Response) Brief() decode.Brief {
	title := strconv.Itoa(m.Status)
	switch {
	case m.Status == 0 && m.Version == "2":
		title = "an answer of which the status is not known (HTTP/2)"
	case m.Status == 0:
		title = "an answer without a status (HTTP/" + m.Version + ")"
	case m.Reason != "":
		title += " " + m.Reason
	}
	return decode.Brief{
		Sight: decode.Readable, Title: title,
		Detail: join(m.Label, m.led(), m.shown(), m.content(), m.state()),
		Quote:  m.quote(),
	}
}

// led is where a redirect leads (RFC 9110 section 10.2.2).
func (m *Response) led() string {
	if to := m.Headers.Get("Location"); to != "" && m.Status/100 == 3 {
		return "to " + someOf(to)
	}
	return ""
}

// Members writes the response's members of the contract.
func (m *Response) Members(o *decode.Object) {
	m.Contract(o)
	m.Rest(o)
}

// Contract writes the members that every response has. Those of its version may follow, then Rest.
func (m *Response) Contract(o *decode.Object) {
	if m.Status != 0 {
		o.Int("status", int64(m.Status))
	}
	o.Str("reason", m.Reason)
	o.Str("version", m.Version)
	m.Headers.members(o, "headers")
	m.Body.members(o)
	if m.RequestMethod != "" {
		o.Str("request_method", m.RequestMethod)
		o.Str("request_target", m.RequestTarget)
	}
}

// Facts is what a listener learns from it.
func (m *Response) Facts() iter.Seq[decode.Fact] {
	return func(yield func(decode.Fact) bool) {
		f := facts{yield: yield}
		f.headers(&m.Message)
		m.credentials(&f)
		f.body(&m.Message)
		f.length(&m.Message)
		if m.Body.Length == 0 && !m.Incomplete { // as of an interim answer (RFC 9110 section 15.2)
			f.tell(decode.Body, decode.Absent, "no body", decode.Span{}, "")
			f.tell(decode.Length, decode.Absent, "no body", decode.Span{}, "")
		}
		if i := m.Headers.Find("Date", 0); i >= 0 && (m.Body.Length > 0 || m.Incomplete) { // else nothing was made but the headers
			f.made(m.Headers.Value(i), m.Headers.ValueSpan(i))
		}
		f.software(&m.Message, "Server")
		f.unprotected(&m.Message)
	}
}

// dateForms are the three forms of an HTTP date (RFC 9110 section 5.6.7).
var dateForms = [...]string{"Mon, 02 Jan 2006 15:04:05 GMT", "Monday, 02-Jan-06 15:04:05 GMT", time.ANSIC}

// made tells what the Date header says.
func (f *facts) made(value string, span decode.Span) {
	for _, form := range dateForms {
		if t, err := time.Parse(form, value); err == nil {
			f.tell(decode.Made, decode.Readable, t.Format("15:04:05 UTC")+", Date header", span,
				fmt.Sprintf("The server's clock said %s (RFC 9110 section 6.6.1).", t.Format("2006-01-02 15:04:05 UTC")))
			return
		}
	}
	f.tell(decode.Made, decode.Readable, "Date header", span, "The date is not in one of HTTP's forms (RFC 9110 section 5.6.7).")
}
