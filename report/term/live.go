package term

import (
	"strconv"

	"eavesdrop/decode"
)

// Live prints an event as one line: its time, its flow, which way it went, how well it is seen, what it is.
//
//	12:01:33.123  1 ▶ ● GET / HTTP/1.1   localhost:5683   curl/7.88.1
//
// A flow is introduced with its two ends when it begins. Its end is told only when it is not the usual one.
func (p *Printer) Live(e *decode.Event) {
	if m, ok := e.Message.(*decode.FlowClose); ok && m.Flow.Stats.State == decode.StateClosed && m.Recognised {
		return
	}
	p.turnTo(e, false)
	l := p.line()
	l.put(p.style.faint, e.Time.In(p.opts.Zone).Format("15:04:05.000"))
	id := strconv.Itoa(e.Flow.ID)
	p.idWidth = max(p.idWidth, len(id), 2) // once wide, always wide: the columns stay where they are
	l.pad(l.width + 1 + p.idWidth - len(id))
	l.put(p.style.faint, id)
	switch m := e.Message.(type) {
	case *decode.FlowOpen:
		l.put(p.style.faint, "   "+m.Brief().Title+between+p.end(e.Flow.Client)+" → "+p.end(e.Flow.Server))
	case *decode.FlowClose, *decode.Limit:
		b := m.Brief()
		l.put(p.style.faint, "   "+b.Title+between+b.Detail)
	default:
		b := m.Brief()
		l.put(paint{}, " "+p.style.arrow(e.Dir)+" ")
		l.sign(b.Sight)
		l.brief(b, e.Opened)
	}
	p.print(l.end())
}
