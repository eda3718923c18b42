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

// A past is what compressed messages of one direction may refer back to.
type past struct {
	fresh bool   // they may not
	dict  []byte // the last of what came out so far
	lost  bool   // an earlier message is not known
}

// An inflater inflates compressed messages.
type inflater struct {
	source bytes.Reader
	flate  io.ReadCloser
	buf    []byte
}

// tail ends the deflate data of a message: the four bytes that the sender left out (RFC 7692 section 7.2.2), and an
// empty last block.
const tail = "\x00\x00\xff\xff\x01\x00\x00\xff\xff"

// inflate hands what comes out of a message's compressed payload to take, piece by piece.
func (f *inflater) inflate(payload []byte, p *past, take func([]byte)) error {
	if p.lost {
		return errContext
	}
	f.source.Reset(payload)
	r := io.MultiReader(&f.source, strings.NewReader(tail))
	if f.flate == nil {
		f.flate, f.buf = flate.NewReader(r), make([]byte, 8<<10)
	}
	f.flate.(flate.Resetter).Reset(r, p.dict)
	for n := 0; ; {
		m, err := f.flate.Read(f.buf)
		if n += m; n > maxInflated {
			p.skip()
			return errTooLong
		}
		take(f.buf[:m])
		p.remember(f.buf[:m])
		switch {
		case err == io.EOF:
			return nil
		case err != nil:
			p.skip()
			return errBroken
		}
	}
}

// remember keeps the last of what came out for the next message.
func (p *past) remember(data []byte) {
	if p.fresh {
		return
	}
	p.dict = append(p.dict, data...)
	if over := len(p.dict) - window; over > window/4 {
		p.dict = p.dict[:copy(p.dict, p.dict[over:])]
	}
}

// skip says that a compressed message is not known. There is no use then for those before it.
func (p *past) skip() {
	if p.lost = p.lost || !p.fresh; p.lost {
		p.dict = nil
	}
}
