// Package ports tells which program listens on which TCP port of this machine, as lsof does: a strange port is
// no secret.
package ports

import (
	"cmp"
	"fmt"
	"net/netip"
	"os"
	"slices"
)

// A Listener is a TCP port that somebody listens on.
type Listener struct {
	Addr    netip.AddrPort
	PID     int    // of the program; 0 when this user may not know
	Program string // its name; "" when this user may not know
}

// Who says which program it is: "nginx (process 12)"; or why that can't be seen.
func (l Listener) Who() string {
	switch {
	case l.PID != 0:
		return fmt.Sprintf("%s (process %d)", l.Program, l.PID)
	case os.Geteuid() == 0: // who sees everything there is to see
		return "a program that can't be seen from here (outside this container, or the kernel)"
	}
	return "a program of another user"
}

// By returns those of all that listen on a port of the given number.
func By(all []Listener, port uint16) []Listener {
	return slices.DeleteFunc(slices.Clone(all), func(l Listener) bool { return l.Addr.Port() != port })
}

// sorted puts listeners in the order of their ports.
func sorted(all []Listener) []Listener {
	slices.SortFunc(all, func(a, b Listener) int {
		return cmp.Or(cmp.Compare(a.Addr.Port(), b.Addr.Port()), a.Addr.Addr().Compare(b.Addr.Addr()))
	})
	return all
}
