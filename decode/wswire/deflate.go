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
	source bytes.Reader // read byte by byte, so that nothing behind a last block is lost
	flate  io.ReadCloser
	buf    []byte
	past   []byte // what the next bytes may refer back to
}

// tail ends the deflate data of a message: the four bytes that the sender left out (RFC 7692 section 7.2.2), and an
// empty last block.
const tail = "\x00\x00\xff\xff\x01\x00\x00\xff\xff"

// inflate hands what comes out of a message's compressed payload to take, piece by piece. Its caller gives payload up.
func (f *inflater) inflate(payload []byte, p *past, take func([]byte)) error {
	if p.lost {
		return errContext
	}
	f.source.Reset(append(payload, tail...))
	f.past = append(f.past[:0], p.dict...)
	if f.flate == nil {
		f.flate, f.buf = flate.NewReader(&f.source), make([]byte, 8<<10)
	}
	f.flate.(flate.Resetter).Reset(&f.source, f.past)
	for n := 0; ; {
		m, err := f.flate.Read(f.buf)
		if n += m; n > maxInflated {
			p.skip()
			return errTooLong
		}
		take(f.buf[:m])
		f.remember(f.buf[:m])
		switch {
		case err == io.EOF && f.source.Len() > len(tail): // more blocks may stand behind a last one (RFC 7692 section 7.2.1)
			f.flate.(flate.Resetter).Reset(&f.source, f.past)
		case err == io.EOF:
			if !p.fresh {
				p.dict = append(p.dict[:0], f.past...)
			}
			return nil
		case err != nil:
			p.skip()
			return errBroken
		}
	}
}

// remember keeps the last of what came out.
func (f *inflater) remember(data []byte) {
	f.past = append(f.past, data...)
	if over := len(f.past) - window; over > window/4 {
		f.past = f.past[:copy(f.past, f.past[over:])]
	}
}

// skip says that a compressed message is not known. There is no use then for those before it.
func (p *past) skip() {
	if p.lost = p.lost || !p.fresh; p.lost {
		p.dict = nil
	}
}
