package httpwire

import "eavesdrop/decode/internal/httpsem"

// A Request is an HTTP/1 request.
type Request struct {
	httpsem.Request
	layout
	weight int // bytes that it takes while it waits for its answer
}

// A Response is an HTTP/1 response.
type Response struct {
	httpsem.Response
	layout
}

// A layout is how a message lay on the wire, so that its bytes can be explained when somebody asks.
// Positions count from the message's first byte.
type layout struct {
	head   string  // start line, header section and the empty line behind it
	words  [3]word // the start line's parts
	blank  int     // where the empty line begins; len(head) when there is none
	size   int     // of the whole message, holes included
	how    framing
	chunks []chunk // of a chunked body, the last one of size 0; at most maxChunks
	more   int     // chunks that are not listed
	last   int     // where the trailer section begins; 0 when it was not reached
	tail   int     // where the empty line behind it begins
}

// A word is a part of the start line.
type word struct{ from, to uint32 }

// in is the word itself.
func (w word) in(s string) string { return s[w.from:w.to] }

// size is its length.
func (w word) size() int { return int(w.to - w.from) }

// A chunk of a chunked body (RFC 9112 section 7.1).
type chunk struct {
	at   int   // where its size line begins
	line int   // length of the size line
	size int64 // of the data
}

// maxChunks is how many chunks of a body are remembered one by one.
const maxChunks = 1000

// framing says what ends a body (RFC 9112 section 6.3).
type framing uint8

const (
	none    framing = iota // there is no body
	counted                // Content-Length
	chunked                // Transfer-Encoding: chunked
	toEnd                  // the end of the connection
)
