package http2wire

import (
	"bytes"

	"golang.org/x/net/http2"

	"eavesdrop/decode"
)

// preface is what a client begins with (RFC 9113 section 3.4).
const preface = http2.ClientPreface

// sniff looks for the preface, or in the middle of a connection for frames. expected says that HTTP/2 was agreed upon.
func sniff(head []byte, expected bool) decode.Verdict {
	if n := min(len(head), len(preface)); string(head[:n]) == preface[:n] {
		if n < len(preface) {
			return decode.Maybe
		}
		return decode.FromAClient
	}
	if expected && len(head) < headerLen && head[0] == 0 {
		return decode.Maybe
	}
	return sniffFrames(head)
}

// maxChain is how many frames in a row are nothing else, whatever they are.
const maxChain = 64

// sniffFrames goes from frame to frame until one can be nothing else. A few zero bytes are so common that it is
// not worth while to wait for more behind them: frames are hardly ever cut in their header.
func sniffFrames(head []byte) decode.Verdict {
	var far uint32 // a stream of a high number, of which another frame must follow: few connections come to 16 million streams
	var says decode.Verdict
	for i := 0; ; i++ {
		switch {
		case i == maxChain:
			return decode.Yes
		case len(head) < headerLen && i == 0:
			return decode.No
		case len(head) < headerLen:
			return decode.Maybe
		}
		if head[0] != 0 {
			return decode.No // longer than frames are unless agreed upon
		}
		h := parseHeader(head)
		ok, sure := h.plausible()
		payload := head[headerLen:]
		switch high := head[5] != 0; {
		case !ok || head[5]&0x80 != 0 || high && far == 0 && h.kind != http2.FrameHeaders:
			return decode.No
		case far != 0 && h.stream == far:
			return says
		case high && far != 0:
			return decode.No
		case sure:
			return sender(head)
		case h.kind == http2.FrameHeaders:
			v := sniffHeaders(h, payload)
			if !high && v != decode.Yes || v <= decode.Maybe {
				return v
			}
			if high {
				far, says = h.stream, v
			}
		}
		if len(payload) < h.length {
			return decode.Maybe
		}
		head = payload[h.length:]
	}
}

// sender says which side sends the frames at the front of head: their first headers tell, and settings that do not
// stand behind the preface are a server's (RFC 9113 section 3.4).
func sender(head []byte) decode.Verdict {
	says := decode.Yes
	for len(head) >= headerLen {
		h := parseHeader(head)
		payload := head[headerLen:]
		if ok, _ := h.plausible(); !ok {
			return says
		}
		switch {
		case h.kind == http2.FrameSettings && h.flags == 0:
			says = decode.FromAServer
		case h.kind == http2.FrameHeaders:
			if v := sniffHeaders(h, payload); v > decode.Yes {
				return v
			}
		}
		head = payload[min(h.length, len(payload)):]
	}
	return says
}

// sniffHeaders looks at the first field of a header block (RFC 7541 section 6.1), which is a pseudo-header. That tells
// requests from responses. Yes means that it may be trailers: more frames must tell.
func sniffHeaders(h header, payload []byte) decode.Verdict {
	at := 0
	if h.padded() {
		at++
	}
	if h.is(http2.FlagHeadersPriority) {
		at += 5
	}
	switch {
	case at >= h.length:
		return decode.No
	case at >= len(payload):
		return decode.Maybe
	}
	// The static table has the request's pseudo-headers at 1 to 7, the response's at 8 to 14 (RFC 7541 appendix A).
	switch first := payload[at]; {
	case first >= 0x81 && first <= 0x87, first >= 0x41 && first <= 0x47, first >= 0x01 && first <= 0x07, first >= 0x11 && first <= 0x17:
		return decode.FromAClient
	case first >= 0x88 && first <= 0x8e, first >= 0x48 && first <= 0x4e, first >= 0x08 && first <= 0x0e, first >= 0x18 && first <= 0x1e:
		return decode.FromAServer
	}
	return decode.Yes
}

// maxTried is how many bytes are looked at to find out whether frames begin somewhere.
const maxTried = 128 << 10

// findFrame looks for the first place in data where frames seem to begin. Up to n there are none.
func findFrame(data []byte) (n int, found bool) {
	for n < len(data) {
		i := bytes.IndexByte(data[n:], 0)
		if i < 0 {
			return len(data), false
		}
		if n += i; len(data)-n < headerLen+6 {
			return n, false // it may still become one
		}
		switch v := sniffFrames(data[n:min(len(data), n+maxTried)]); {
		case v > decode.Maybe:
			return n, true
		case v == decode.Maybe && len(data)-n < maxTried:
			return n, false
		}
		n++
	}
	return n, false
}
