package httpsem

import (
	"iter"

	"eavesdrop/decode"
)

// A Request is an HTTP request (RFC 9110 section 9).
type Request struct {
	Message
	Method string
	Target string // as it came: "/", "http://host/path", "host:443", "*"
	Host   string // from the Host header, or :authority
	// AskedSpan is where method and target stand in the message, HostSpan where the host does.
	AskedSpan, HostSpan decode.Span
}

// Kind is "http.request".
func (*Request) Kind() string { return "http.request" }

// Brief says what was asked, of whom, by what.
func (m *Request) Brief() decode.Brief {
	title := m.asked()
	switch {
	case title == "":
		title = "a request of which the beginning is not known (HTTP/" + m.Version + ")"
	case m.Version != "":
		title += " HTTP/" + m.Version
	}
	return decode.Brief{
		Sight: decode.Readable, Title: title,
		Detail: join(m.Host, m.Label, m.shown(), m.Headers.Get("User-Agent"), m.content(), m.state()),
		Quote:  m.quote(),
	}
}

// asked is method and target, "" where neither is known.
func (m *Request) asked() string {
	if m.Method == "" && m.Target == "" {
		return ""
	}
	return m.Method + " " + m.Target
}

// Members writes the request's members of the contract.
func (m *Request) Members(o *decode.Object) {
	m.Contract(o)
	m.Rest(o)
}

// Contract writes the members that every request has. Those of its version may follow, then Rest.
func (m *Request) Contract(o *decode.Object) {
	o.Str("method", m.Method)
	o.Str("target", m.Target)
	o.Str("version", m.Version)
	o.Str("host", m.Host)
	m.Headers.members(o, "headers")
	m.Body.members(o)
}

// Facts is what a listener learns from it.
func (m *Request) Facts() iter.Seq[decode.Fact] {
	return func(yield func(decode.Fact) bool) {
		f := facts{yield: yield}
		if m.Host != "" {
			where := "Host header"
			if m.Version == "2" && m.Headers.Find("Host", 0) < 0 {
				where = ":authority pseudo-header"
			}
			f.tell(decode.ServerName, decode.Claimed, hostName(m.Host), m.HostSpan, "The client says so in the "+where+".")
		}
		if !m.Protected {
			f.tell(decode.Identity, decode.Absent, "nobody checked", decode.Span{}, "Plain HTTP proves neither side's identity.")
		}
		note := ""
		if m.Body.Length > 0 {
			note = "With a body of " + Count(m.Body.Length, "byte") + "."
		}
		if asked := m.asked(); asked != "" {
			f.tell(decode.Asked, decode.Readable, asked, m.AskedSpan, note)
		}
		f.headers(&m.Message)
		m.credentials(&f)
		f.software(&m.Message, "User-Agent")
		f.unprotected(&m.Message)
	}
}

// hostName is the host without its port (RFC 9110 section 7.2).
func hostName(host string) string {
	for i := len(host) - 1; i > 0; i-- {
		switch c := host[i]; {
		case c == ':':
			return host[:i]
		case c < '0' || c > '9':
			return host
		}
	}
	return host
}
