package http2wire_test

import (
	"bytes"

	"golang.org/x/net/http2"
	"golang.org/x/net/http2/hpack"

	"eavesdrop/decode"
	. "eavesdrop/decode/decodetest"
)

// A peer writes frames as one end of a connection does, its header compression included.
type peer struct {
	dir    decode.Direction
	out    bytes.Buffer
	framer *http2.Framer
	block  bytes.Buffer
	enc    *hpack.Encoder
}

func newPeer(dir decode.Direction) *peer {
	p := &peer{dir: dir}
	p.framer = http2.NewFramer(&p.out, nil)
	p.framer.AllowIllegalWrites = true
	p.enc = hpack.NewEncoder(&p.block)
	return p
}

// say is what was written since the last say.
func (p *peer) say() Say {
	s := Say{Dir: p.dir, Data: append([]byte(nil), p.out.Bytes()...)}
	p.out.Reset()
	return s
}

// hello is the beginning of a connection.
func (p *peer) hello(settings ...http2.Setting) *peer {
	if p.dir == decode.FromClient {
		p.out.WriteString(http2.ClientPreface)
	}
	p.framer.WriteSettings(settings...)
	return p
}

// compress makes a header block of names and values in turn.
func (p *peer) compress(fields ...string) []byte {
	p.block.Reset()
	for i := 0; i+1 < len(fields); i += 2 {
		p.enc.WriteField(hpack.HeaderField{Name: fields[i], Value: fields[i+1]})
	}
	return append([]byte(nil), p.block.Bytes()...)
}

// headers writes a HEADERS frame; end ends the stream.
func (p *peer) headers(stream uint32, end bool, fields ...string) *peer {
	p.framer.WriteHeaders(http2.HeadersFrameParam{StreamID: stream, BlockFragment: p.compress(fields...), EndStream: end, EndHeaders: true})
	return p
}

// continued writes the headers in a HEADERS frame and CONTINUATION frames of so many bytes.
func (p *peer) continued(stream uint32, end bool, size int, fields ...string) *peer {
	block := p.compress(fields...)
	n := min(size, len(block))
	p.framer.WriteHeaders(http2.HeadersFrameParam{StreamID: stream, BlockFragment: block[:n], EndStream: end, EndHeaders: n == len(block), PadLength: 3,
		Priority: http2.PriorityParam{StreamDep: 0, Weight: 15}})
	for block = block[n:]; len(block) > 0; block = block[n:] {
		n = min(size, len(block))
		p.framer.WriteContinuation(stream, n == len(block), block[:n])
	}
	return p
}

func (p *peer) data(stream uint32, end bool, data string) *peer {
	p.framer.WriteData(stream, end, []byte(data))
	return p
}

func (p *peer) padded(stream uint32, end bool, data string, padding int) *peer {
	p.framer.WriteDataPadded(stream, end, []byte(data), make([]byte, padding))
	return p
}

// raw writes a frame of any kind.
func (p *peer) raw(kind http2.FrameType, flags http2.Flags, stream uint32, payload string) *peer {
	p.framer.WriteRawFrame(kind, flags, stream, []byte(payload))
	return p
}

// get are the headers of a request.
func get(path string, more ...string) []string {
	return append([]string{":method", "GET", ":scheme", "http", ":authority", "example.com", ":path", path}, more...)
}

func ok(more ...string) []string { return append([]string{":status", "200"}, more...) }
