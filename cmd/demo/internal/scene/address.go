package scene

import (
	"net"
	"net/netip"
)

// Addresses are where scenes are served: 127.0.0.1, 127.0.0.2 and so on where the system has these (Linux), else
// the first of them for all.
func Addresses(port uint16, n int) []netip.AddrPort {
	first := netip.AddrFrom4([4]byte{127, 0, 0, 1})
	addrs := []netip.AddrPort{netip.AddrPortFrom(first, port)}
	many := hasAddress(first.Next())
	for addr := first.Next(); len(addrs) < n; addr = addr.Next() {
		if !many {
			addr = first
		}
		addrs = append(addrs, netip.AddrPortFrom(addr, port))
	}
	return addrs
}

// hasAddress says whether one can listen on an address.
func hasAddress(a netip.Addr) bool {
	ln, err := net.Listen("tcp", netip.AddrPortFrom(a, 0).String())
	if err != nil {
		return false
	}
	ln.Close()
	return true
}

// behind is where the second of two servers listens: at its own address where it has one, else at the next port.
func behind(first, second netip.AddrPort) netip.AddrPort {
	if first == second {
		return netip.AddrPortFrom(first.Addr(), first.Port()+1)
	}
	return second
}

// Servers shares addresses among scenes: those at which the servers of each listen.
func Servers(addrs []netip.AddrPort, scenes ...Scene) (servers [][]netip.AddrPort) {
	for _, s := range scenes {
		own := addrs[:s.hosts():s.hosts()]
		addrs = addrs[s.hosts():]
		if len(own) > 1 {
			own = []netip.AddrPort{own[0], behind(own[0], own[1])}
		}
		servers = append(servers, own)
	}
	return servers
}

// Hosts is how many addresses the servers of scenes listen at.
func Hosts(scenes ...Scene) int {
	n := 0
	for _, s := range scenes {
		n += s.hosts()
	}
	return n
}

// hosts is how many addresses the scene's servers listen at.
func (s Scene) hosts() int { return max(1, s.Hosts) }
