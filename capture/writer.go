package capture

import (
	"bufio"
	"encoding/binary"
	"fmt"
	"io"
	"net/netip"
	"time"
)

// WriterOptions describe a capture file that is written. The zero value works: interfaces are then described
// as frames of them come.
type WriterOptions struct {
	Application string      // that writes it; "" is "eavesdrop"
	Comments    []string    // about the capture
	Interfaces  []Interface // by index, as frames will name them; their counts are not written
}

// A Writer writes a pcapng file (draft-ietf-opsawg-pcapng): one section, little-endian, time stamps in
// nanoseconds. It must not be used by several goroutines at once. Once the file can't be written to, all that
// follows fails with the same error.
type Writer struct {
	w          *bufio.Writer
	block      []byte // being put together
	interfaces []Interface
	latest     time.Time
}

// NewWriter begins a capture file on w.
func NewWriter(w io.Writer, o WriterOptions) (*Writer, error) {
	wr := &Writer{w: bufio.NewWriterSize(w, 64<<10)}
	if o.Application == "" {
		o.Application = "eavesdrop"
	}
	b := wr.begin(blockSection)
	b = binary.LittleEndian.AppendUint32(b, byteOrder)
	b = binary.LittleEndian.AppendUint16(b, 1) // version 1.0
	b = binary.LittleEndian.AppendUint16(b, 0)
	b = binary.LittleEndian.AppendUint64(b, ^uint64(0)) // the section's length: not known
	b = appendComments(b, o.Comments)
	b = appendText(b, optSectionApplication, o.Application)
	if err := wr.end(appendEnd(b)); err != nil {
		return nil, err
	}
	for _, i := range o.Interfaces {
		if _, err := wr.AddInterface(i); err != nil {
			return nil, err
		}
	}
	return wr, nil
}

// AddInterface describes one more interface, and returns its index. Its Resolution is not used, its counts are
// those of the frames that are written; SetCounts tells the rest.
func (w *Writer) AddInterface(i Interface) (int, error) {
	b := w.begin(blockInterface)
	b = binary.LittleEndian.AppendUint16(b, uint16(i.Link))
	b = binary.LittleEndian.AppendUint16(b, 0)
	b = binary.LittleEndian.AppendUint32(b, uint32(max(i.SnapLen, 0)))
	b = appendText(b, optInterfaceName, i.Name)
	b = appendText(b, optInterfaceDescription, i.Description)
	if i.Filter != "" {
		b = appendText(b, optInterfaceFilter, "\x00"+i.Filter) // 0: as text, not compiled
	}
	b = appendOption(b, optInterfaceResolution, []byte{9}) // 10^-9 s
	if i.FCS > 0 {
		b = appendOption(b, optInterfaceFCS, []byte{byte(i.FCS * 8)})
	}
	i.Frames, i.Counted, i.Received, i.Dropped = 0, false, 0, 0
	w.interfaces = append(w.interfaces, i)
	return len(w.interfaces) - 1, w.end(appendEnd(b))
}

// Frame writes a frame, with comments about it. An interface that was not described is taken for one of the frame's
// link type. A time that the file can't express, before 1970 or after 2554, is written as 1970.
func (w *Writer) Frame(f *Frame, comments ...string) error {
	if len(f.Data) > MaxFrame {
		return fmt.Errorf("frame %d has %d bytes, more than the %d that a frame may have", f.Number, len(f.Data), MaxFrame)
	}
	for f.Interface >= len(w.interfaces) {
		if len(w.interfaces) >= maxInterfaces {
			return fmt.Errorf("frame %d is of interface %d; no more than %d can be described", f.Number, f.Interface, maxInterfaces)
		}
		if _, err := w.AddInterface(Interface{Link: f.Link}); err != nil {
			return err
		}
	}
	i := &w.interfaces[f.Interface]
	if i.Link != f.Link {
		return fmt.Errorf("frame %d is of link type %d, but its interface of %d", f.Number, f.Link, i.Link)
	}
	i.Frames++
	if f.Time.After(w.latest) {
		w.latest = f.Time
	}
	b := w.begin(blockEnhanced)
	b = binary.LittleEndian.AppendUint32(b, uint32(f.Interface))
	b = appendTime(b, f.Time)
	b = binary.LittleEndian.AppendUint32(b, uint32(len(f.Data)))
	b = binary.LittleEndian.AppendUint32(b, uint32(max(f.Length, len(f.Data))))
	b = appendPadded(b, f.Data)
	if len(comments) > 0 {
		b = appendEnd(appendComments(b, comments))
	}
	return w.end(b)
}

// Secrets writes a TLS key log, or more of it, in the format of SSLKEYLOGFILE. Readers may know it only for
// the frames that are written after it.
func (w *Writer) Secrets(keylog []byte) error {
	b := w.begin(blockSecrets)
	b = binary.LittleEndian.AppendUint32(b, secretsTLS)
	b = binary.LittleEndian.AppendUint32(b, uint32(len(keylog)))
	return w.end(appendPadded(b, keylog))
}

// Name writes the name of an address (draft-ietf-opsawg-pcapng, section 4.5).
func (w *Writer) Name(addr netip.Addr, name string) error {
	b := w.begin(blockNames)
	typ, raw := uint16(namesIPv6), addr.AsSlice()
	if addr.Is4() {
		typ = namesIPv4
	}
	name = name[:min(len(name), 0xffff-len(raw)-1)]
	b = binary.LittleEndian.AppendUint16(b, typ)
	b = binary.LittleEndian.AppendUint16(b, uint16(len(raw)+len(name)+1))
	b = append(b, raw...)
	b = appendPadded(b, append([]byte(name), 0))
	return w.end(appendEnd(b)) // the record that ends records looks like the option that ends options
}

// Comment writes a comment about the capture. Those that are known from the beginning stand better in WriterOptions;
// there is no block for others, so they come as the comment on a list of no names.
func (w *Writer) Comment(text string) error {
	return w.end(appendEnd(appendText(appendEnd(w.begin(blockNames)), optComment, text)))
}

// SetCounts notes for Close what the capturing program counted on an interface: frames that came in, and
// those of them that were lost.
func (w *Writer) SetCounts(id int, received, dropped uint64) {
	i := &w.interfaces[id]
	i.Counted, i.Received, i.Dropped = true, received, dropped
}

// Flush writes out what is still in memory, for those who read along.
func (w *Writer) Flush() error { return w.w.Flush() }

// Close writes what was counted, and what is still in memory. It does not close the file.
func (w *Writer) Close() error {
	for id, i := range w.interfaces {
		b := w.begin(blockStatistics)
		b = binary.LittleEndian.AppendUint32(b, uint32(id))
		b = appendTime(b, w.latest)
		if i.Counted {
			b = appendOption(b, optStatisticsReceived, binary.LittleEndian.AppendUint64(nil, i.Received))
			b = appendOption(b, optStatisticsDropped, binary.LittleEndian.AppendUint64(nil, i.Dropped))
		}
		b = appendOption(b, optStatisticsDelivered, binary.LittleEndian.AppendUint64(nil, uint64(i.Frames)))
		if err := w.end(appendEnd(b)); err != nil {
			return err
		}
	}
	return w.w.Flush()
}

// begin starts a block; its length is put in by end.
func (w *Writer) begin(t blockType) []byte {
	b := binary.LittleEndian.AppendUint32(w.block[:0], uint32(t))
	return binary.LittleEndian.AppendUint32(b, 0)
}

// end writes a block whose bytes were appended to what begin gave.
func (w *Writer) end(b []byte) error {
	n := uint32(len(b) + 4)
	binary.LittleEndian.PutUint32(b[4:], n)
	b = binary.LittleEndian.AppendUint32(b, n)
	w.block = b
	_, err := w.w.Write(b)
	return err
}

// latestNano is a second before the last that 64 bits of nanoseconds reach, in the year 2554.
const latestNano = (1<<64-1)/1_000_000_000 - 1

// appendTime appends a time stamp as its upper and its lower half.
func appendTime(b []byte, t time.Time) []byte {
	var ts uint64
	if sec := t.Unix(); sec > 0 && sec < latestNano {
		ts = uint64(sec)*1e9 + uint64(t.Nanosecond())
	}
	b = binary.LittleEndian.AppendUint32(b, uint32(ts>>32))
	return binary.LittleEndian.AppendUint32(b, uint32(ts))
}

func appendComments(b []byte, comments []string) []byte {
	for _, c := range comments {
		b = appendText(b, optComment, c)
	}
	return b
}

// appendText appends an option, unless it is empty. One too long for an option is cut.
func appendText(b []byte, code uint16, s string) []byte {
	if s == "" {
		return b
	}
	return appendOption(b, code, []byte(s[:min(len(s), 0xffff)]))
}

func appendOption(b []byte, code uint16, value []byte) []byte {
	b = binary.LittleEndian.AppendUint16(b, code)
	b = binary.LittleEndian.AppendUint16(b, uint16(len(value)))
	return appendPadded(b, value)
}

// appendEnd appends the option that ends options.
func appendEnd(b []byte) []byte { return append(b, 0, 0, 0, 0) }

// appendPadded appends data and zero bytes up to a multiple of 32 bits; what stands before it in the block is
// one already.
func appendPadded(b, data []byte) []byte {
	b = append(b, data...)
	return append(b, make([]byte, -len(data)&3)...)
}
