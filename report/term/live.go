package term

import "eavesdrop/decode"

// Live prints an event as one line:
//
//	12:01:33.123  1 ▶ ● GET / HTTP/1.1   localhost:5683   curl/7.88.1
func (p *Printer) Live(e *decode.Event) {}
