package http2wire

import (
	"golang.org/x/net/http2"

	"eavesdrop/decode"
	"eavesdrop/decode/internal/httpsem"
)

// A Request is an HTTP/2 request.
type Request struct {
	httpsem.Request
	layout
	Scheme   string // the :scheme pseudo-header
	Protocol string // the :protocol pseudo-header: what a CONNECT wants to speak (RFC 8441 section 4); as a rule empty
	Promised bool   // the server told it itself, in a PUSH_PROMISE frame
}

// Members writes the request's members of the contract, and HTTP/2's own.
func (m *Request) Members(o *decode.Object) {
	m.Contract(o)
	m.Rest(o)
	if m.Scheme != "" {
		o.Str("scheme", m.Scheme)
	}
	if m.Protocol != "" {
		o.Str("protocol", m.Protocol)
	}
	if m.Promised {
		o.Bool("promised", true)
	}
	m.layout.members(o)
	if service, method, ok := grpcCall(&m.Request); ok {
		o.Object("grpc")
		o.Str("service", service)
		o.Str("method", method)
		o.Close('}')
	}
}

// A Response is an HTTP/2 response.
type Response struct {
	httpsem.Response
	layout
}

// Members writes the response's members of the contract, and HTTP/2's own.
func (m *Response) Members(o *decode.Object) {
	m.Contract(o)
	m.Rest(o)
	m.layout.members(o)
	ended(o, &m.Message)
}

// An Either is an HTTP/2 request or response, of a connection that began before the capture.
type Either struct {
	httpsem.Either
	layout
}

// Members writes the message's members of the contract, and HTTP/2's own.
func (m *Either) Members(o *decode.Object) {
	m.Contract(o)
	m.Rest(o)
	m.layout.members(o)
	ended(o, &m.Message)
}

// ended writes how a call of gRPC's ended.
func ended(o *decode.Object, m *httpsem.Message) {
	if code, ok := grpcStatus(m); ok {
		o.Object("grpc")
		o.Int("status", int64(code))
		o.Str("status_name", grpcName(code))
		o.Close('}')
	}
}

// A layout is how a message lay on the wire: the frames of its own, as if they had stood together.
type layout struct {
	Stream  uint32
	Reset   string // the error code of the RST_STREAM frame that ended it; may be empty
	Unknown int    // headers that refer to a part of the table that was not captured
	frames  []piece
	more    int // frames that are not listed
	size    int // of all of them
}

// A piece is one of a message's frames.
type piece struct {
	header
	at      int    // where it begins in the message
	pad     int    // bytes of padding at its end
	promise uint32 // the stream that a PUSH_PROMISE frame promises
}

// maxPieces is how many frames of a message are remembered one by one.
const maxPieces = 1000

// add notes a frame. What stands behind it in the message is a part of it until the next one is added.
func (l *layout) add(p piece) {
	p.at = l.size
	if len(l.frames) < maxPieces {
		l.frames = append(l.frames, p)
	} else {
		l.more++
	}
}

// members writes what HTTP/2 adds.
func (l *layout) members(o *decode.Object) {
	o.Int("stream", int64(l.Stream))
	if l.Reset != "" {
		o.Str("reset", l.Reset)
	}
	if l.Unknown > 0 {
		o.Int("unknown_headers", int64(l.Unknown))
	}
}

// isHeaders says whether a frame carries headers.
func (p *piece) isHeaders() bool {
	return p.kind == http2.FrameHeaders || p.kind == http2.FrameContinuation || p.kind == http2.FramePushPromise
}
