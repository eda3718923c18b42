package term

import "eavesdrop/decode"

// Tree prints the frames that carried an event, header by header, and then the message itself field by field,
// as the middle pane of Wireshark does.
func (p *Printer) Tree(e *decode.Event, packets Packets) {}

// Hex prints the bytes of the frames that carried an event, those of the message highlighted, as the last pane
// of Wireshark does.
func (p *Printer) Hex(e *decode.Event, packets Packets) {}
