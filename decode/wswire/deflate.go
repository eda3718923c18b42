package wswire

import (
	"bytes"
	"compress/flate"
	"errors"
	"io"
	"strings"

	"eavesdrop/decode"
)

const (
	maxCollected = 8 << 20  // bytes of a compressed message
	maxInflated  = 8 << 20  // bytes of what comes out of it
	window       = 32 << 10 // bytes that compression may refer back to
)

// A deflate is what was agreed upon about compression (RFC 7692 section 7).
type deflate struct {
	agreed bool
	fresh  [2]bool // by direction: each message is compressed by itself (no_context_takeover)
}

// parseExtensions looks for permessage-deflate in a Sec-WebSocket-Extensions header.
func parseExtensions(value string) (d deflate) {
	for extension := range strings.SplitSeq(value, ",") {
		name, params, _ := strings.Cut(extension, ";")
		if strings.TrimSpace(name) != "permessage-deflate" {
			continue
		}
		d.agreed = true
		for param := range strings.SplitSeq(params, ";") {
			switch strings.TrimSpace(param) {
			case "client_no_context_takeover":
				d.fresh[decode.FromClient] = true
			case "server_no_context_takeover":
				d.fresh[decode.FromServer] = true
			}
		}
	}
	return d
}

var (
	errTooLong = errors.New("inflates past the 8 MiB that are looked at")
	errBroken  = errors.New("breaks the rules of its compression")
	errContext = errors.New("refers to an earlier message that is not known")
)

// An inflater inflates the compressed messages of one direction, each of which may refer to those before it.
type inflater struct {
	fresh  bool
	dict   []byte // the last of what came out so far
	lost   bool   // an earlier message is not known
	source bytes.Reader
	flate  io.ReadCloser
	buf    []byte
}

// tail ends the deflate data of a message: the four bytes that the sender left out (RFC 7692 section 7.2.2), and an
// empty last block.
const tail = "\x00\x00\xff\xff\x01\x00\x00\xff\xff"

// inflate hands what comes out of a message's compressed payload to take, piece by piece.
func (f *inflater) inflate(payload []byte, take func([]byte)) error {
	if f.lost {
		return errContext
	}
	f.source.Reset(payload)
	r := io.MultiReader(&f.source, strings.NewReader(tail))
	if f.flate == nil {
		f.flate, f.buf = flate.NewReader(r), make([]byte, 8<<10)
	}
	if f.fresh {
		f.dict = f.dict[:0]
	}
	f.flate.(flate.Resetter).Reset(r, f.dict)
	for n := 0; ; {
		m, err := f.flate.Read(f.buf)
		if n += m; n > maxInflated {
			f.lost = !f.fresh
			return errTooLong
		}
		take(f.buf[:m])
		f.remember(f.buf[:m])
		switch {
		case err == io.EOF:
			return nil
		case err != nil:
			f.lost = !f.fresh
			return errBroken
		}
	}
}

// remember keeps the last of what came out for the next message.
func (f *inflater) remember(data []byte) {
	if f.fresh {
		return
	}
	f.dict = append(f.dict, data...)
	if over := len(f.dict) - window; over > window {
		f.dict = f.dict[:copy(f.dict, f.dict[over:])]
	}
}

// skip says that a compressed message is not known.
func (f *inflater) skip() { f.lost = f.lost || !f.fresh }
