package http2wire

import (
	"errors"
	"strings"

	"golang.org/x/net/http2"

	"eavesdrop/decode"
)

// takeFrame works on a frame that is not DATA; raw is all of it, off where it begins.
func (d *decoder) takeFrame(s *side, h header, f http2.Frame, raw []byte, off uint64) {
	switch f := f.(type) {
	case *http2.HeadersFrame:
		p := piece{header: h, pad: padding(h, raw)}
		d.openBlock(s, h.stream, off, p)
		d.feedBlock(s, f.HeaderBlockFragment(), p, off, f.HeadersEnded())
	case *http2.PushPromiseFrame:
		p := piece{header: h, pad: padding(h, raw), promise: f.PromiseID}
		d.openBlock(s, f.PromiseID, off, p)
		s.block.stream = h.stream // CONTINUATION frames come on the stream that promises
		d.feedBlock(s, f.HeaderBlockFragment(), p, off, f.HeadersEnded())
	case *http2.ContinuationFrame:
		if !s.block.open {
			if !s.hpack.partial {
				d.complain(s, off, "a CONTINUATION frame without a HEADERS frame before it (RFC 9113 section 6.10)")
			}
			s.hpack.blind()
			return
		}
		d.feedBlock(s, f.HeaderBlockFragment(), piece{header: h}, off, f.HeadersEnded())
	case *http2.RSTStreamFrame:
		d.reset(s, h.stream, f.ErrCode.String())
	case *http2.SettingsFrame:
		d.settings(s, h, f, off)
	case *http2.GoAwayFrame:
		d.c.Emit(s.dir, off, off+uint64(len(raw)), &GoAway{
			LastStream: f.LastStreamID, Code: f.ErrCode.String(), CodeID: uint32(f.ErrCode), Debug: string(f.DebugData()), size: len(raw),
		})
	}
}

// padding is how many bytes of padding a frame ends with.
func padding(h header, raw []byte) int {
	if !h.padded() || len(raw) <= headerLen {
		return 0
	}
	return int(raw[headerLen])
}

// brokenFrame tells of a frame that the framer does not accept.
func (d *decoder) brokenFrame(s *side, h header, off uint64, err error) {
	why := "a broken " + h.name() + " frame (RFC 9113 section 6)"
	if detail := d.protocol.tools.framer.ErrorDetail(); detail != nil {
		why += ": " + strings.TrimPrefix(detail.Error(), "http2: ")
	}
	var code http2.ConnectionError
	if errors.As(err, &code) {
		why += " (" + http2.ErrCode(code).String() + ")"
	}
	d.complain(s, off, why)
	if h.kind == http2.FrameHeaders || h.kind == http2.FramePushPromise || h.kind == http2.FrameContinuation {
		s.block.open = false
		s.hpack.blind()
	}
}

// reset ends a stream at once (RFC 9113 section 6.4). What the other side has sent meanwhile may still come.
func (d *decoder) reset(s *side, id uint32, code string) {
	st := d.streams.find(id)
	if st == nil {
		return
	}
	for dir := range st.halves {
		if h := &st.halves[dir]; h.open() {
			h.layout.Reset = code
			d.finishHalf(st, decode.Direction(dir), false)
		}
		st.leave(decode.Direction(dir), decode.Reset)
	}
	st.halves[s.dir].done = true
	d.streams.fade(st)
}
