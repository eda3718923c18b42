package decode

import "time"

// A Packet is a frame taken apart down to its transport header, for reporters that show the layers of a frame
// and its bytes. It is made only for them; events point to it by number.
type Packet struct {
	Number    int // in the capture, from 1
	Time      time.Time
	Interface string // what it was captured on, "" when not known
	Length    int    // bytes on the wire; len(Raw) may be less
	Raw       []byte
	Layers    []PacketLayer // outermost first
}

// A PacketLayer is one header of a frame.
type PacketLayer struct {
	Name   string  // "Ethernet II", "Internet Protocol Version 4"
	Title  string  // what matters of it in a few words
	Span   Span    // of the header, counted from the frame's first byte
	Fields []Field // their Spans too are counted from the frame's first byte
}
