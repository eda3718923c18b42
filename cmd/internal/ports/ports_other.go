//go:build !linux

package ports

import (
	"fmt"
	"net/netip"
	"os/exec"
	"strconv"
	"strings"
)

// Listeners lists the TCP ports that are listened on, by their number, with the help of lsof.
func Listeners() ([]Listener, error) {
	out, err := exec.Command("lsof", "-nP", "-iTCP", "-sTCP:LISTEN", "-Fpcn").Output()
	if err != nil {
		return nil, fmt.Errorf("can't list the ports: lsof: %w", err)
	}
	return sorted(parseLsof(string(out))), nil
}

// parseLsof reads lsof's field output: p a process, c its name, n a socket's address.
func parseLsof(out string) []Listener {
	var all []Listener
	var current Listener
	for line := range strings.Lines(out) {
		line = strings.TrimSpace(line)
		if line == "" {
			continue
		}
		switch value := line[1:]; line[0] {
		case 'p':
			current.PID, _ = strconv.Atoi(value)
		case 'c':
			current.Program = value
		case 'n':
			value = strings.Replace(value, "*", "0.0.0.0", 1)
			if addr, err := netip.ParseAddrPort(value); err == nil {
				current.Addr = addr
				all = append(all, current)
			}
		}
	}
	return all
}
