package report

import (
	"net/netip"
	"slices"
	"strings"
)

// A Comment is what somebody wrote down in a capture file.
type Comment struct {
	Frame int    // number of the frame it is about; 0: about the capture
	Text  string // raw: who prints it escapes it
}

// Names are those that a capture file gives addresses: claims of whoever wrote it, raw. The zero value is empty.
type Names struct{ of map[netip.Addr][]string }

// Add gives an address one more name.
func (n *Names) Add(addr netip.Addr, name string) {
	if n.of == nil {
		n.of = make(map[netip.Addr][]string)
	}
	if !slices.Contains(n.of[addr], name) {
		n.of[addr] = append(n.of[addr], name)
	}
}

// maxNames is how many names of one address are told.
const maxNames = 3

// Of is an address's names in one line, raw; "" when it has none.
func (n *Names) Of(addr netip.Addr) string {
	names := n.of[addr]
	more := ""
	if len(names) > maxNames {
		names, more = names[:maxNames], " …"
	}
	return Shorten(strings.Join(names, ", "), 80) + more
}

// sentence says what the file calls addresses; "" when it has no name for them.
func (n *Names) sentence(addrs ...netip.Addr) string {
	var told []string
	for i, addr := range addrs {
		if name := n.Of(addr); name != "" && !slices.Contains(addrs[:i], addr) {
			told = append(told, addr.String()+" "+name)
		}
	}
	if told == nil {
		return ""
	}
	return "The capture file calls " + strings.Join(told, " and ") + "; nobody proved it."
}
