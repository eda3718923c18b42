package capture

// UDP ports of tunnels. Tunnel headers have no mark to know them by, so the port suggests and the bytes decide:
// what does not hold together all the way down is left to be an ordinary datagram.
const (
	portVXLAN    = 4789
	portVXLANOld = 8472 // Linux's default
	portVXLANGPE = 4790
	portGENEVE   = 6081
	portGTPU     = 2152
	portTeredo   = 3544
	portL2TP     = 1701
	portGRE      = 4754 // RFC 8086
	portMPLS     = 6635 // RFC 7510
	portLISP     = 4341
	portAYIYA    = 5072
	portTZSP     = 37008
	portCAPWAP   = 5247 // data; control has 5246
)

// udpTunnel takes off a UDP header and a tunnel's behind it. ok is false when it is no tunnel after all: p is
// then as before.
func (a *Assembler) udpTunnel(b []byte, at int, p *peeled, depth int) (why skip, ok bool) {
	src, dst := ports(b)
	var take func(b []byte, at int, p *peeled, depth int) skip
	switch {
	case dst == portVXLAN || dst == portVXLANOld:
		take = a.vxlan
	case dst == portVXLANGPE:
		take = a.vxlanGPE
	case dst == portGENEVE:
		take = a.geneve
	case dst == portGTPU || src == portGTPU:
		take = a.gtp
	case dst == portTeredo || src == portTeredo:
		take = a.teredo
	case dst == portL2TP || src == portL2TP:
		take = a.l2tp
	case dst == portGRE:
		take = a.gre
	case dst == portMPLS:
		take = a.mpls
	case dst == portLISP:
		take = a.lisp
	case dst == portAYIYA || src == portAYIYA:
		take = a.ayiya
	case dst == portTZSP:
		take = a.tzsp
	case dst == portCAPWAP || src == portCAPWAP:
		take = a.capwap
	case betweenTeredos(b[8:]):
		take = a.ip
	default:
		return "", false
	}
	before, mark := *p, p.mark()
	p.note("User Datagram Protocol", at, 8)
	switch why = take(b[8:], at+8, p, depth+1); why {
	case skipNoTunnel, skipShort, skipBadIP, skipBadTCP, skipBadUDP, skipLLC, skipEtherType:
	default:
		return why, true
	}
	*p = before
	p.unnote(mark)
	return "", false
}

const skipNoTunnel skip = "not a tunnel"
