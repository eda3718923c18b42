package main

import (
	"errors"
	"net"
	"net/netip"
	"syscall"

	"eavesdrop/cmd/internal/console"
	"eavesdrop/cmd/internal/ports"
)

// checkPort says what is wrong with the value of --port.
func checkPort(port uint16) error {
	if port == 0 {
		return console.Usagef("--port 0: a port is a number from 1 to 65535")
	}
	return nil
}

// taken says whether somebody else has one of the addresses.
func taken(addrs []netip.AddrPort) bool {
	for _, a := range addrs {
		ln, err := net.Listen("tcp", a.String())
		if errors.Is(err, syscall.EADDRINUSE) {
			return true
		}
		if err == nil {
			ln.Close()
		}
	}
	return false
}

// holder says who listens on a port: "by nginx (process 12)".
func holder(port uint16) string {
	all, err := ports.Listeners()
	if err != nil {
		return "by another program"
	}
	who := "a program that can't be seen from here"
	for _, l := range ports.By(all, port) {
		if who = l.Who(); l.PID != 0 {
			break
		}
	}
	return "by " + who
}
