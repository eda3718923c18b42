package main

import (
	"errors"
	"fmt"
	"io"
	"net"
	"net/netip"
	"strings"

	"github.com/spf13/cobra"

	"eavesdrop/capture"
	"eavesdrop/cmd/internal/console"
	"eavesdrop/cmd/internal/ports"
	"eavesdrop/decode"
	"eavesdrop/report"
)

func newInterfaces(io streams) *cobra.Command {
	var look lookFlags
	c := &cobra.Command{
		Use:   "interfaces",
		Short: "What can be listened on, and who listens on which port",
		Long: `Interfaces lists the network interfaces that sniff live can listen on, and the TCP ports of this machine that
programs listen on: a strange port is no secret. Programs of other users are named only for root.`,
		Example: `  sniff interfaces
  sniff interfaces -o json`,
		Args: console.Args(cobra.NoArgs),
		RunE: func(*cobra.Command, []string) error {
			if err := look.check(); err != nil {
				return err
			}
			devices, err := capture.Devices()
			if errors.Is(err, capture.ErrNoLive) {
				devices, err = systemInterfaces()
			}
			if err != nil {
				return err
			}
			listeners, err := ports.Listeners()
			if err != nil {
				fmt.Fprintf(io.err, "sniff: %v\n", err)
			}
			if look.form == "json" {
				return interfacesJSON(io.out, devices, listeners)
			}
			return interfacesText(io.out, devices, listeners)
		},
	}
	look.add(c.Flags())
	return c
}

// systemInterfaces lists the interfaces without libpcap's help.
func systemInterfaces() ([]capture.Device, error) {
	all, err := net.Interfaces()
	if err != nil {
		return nil, fmt.Errorf("can't list the interfaces: %w", err)
	}
	var devices []capture.Device
	for _, i := range all {
		d := capture.Device{Name: i.Name, Loopback: i.Flags&net.FlagLoopback != 0, Up: i.Flags&net.FlagUp != 0}
		addrs, _ := i.Addrs()
		for _, a := range addrs {
			if p, err := netip.ParsePrefix(a.String()); err == nil {
				d.Addresses = append(d.Addresses, p.Addr().String())
			}
		}
		devices = append(devices, d)
	}
	return devices, nil
}

// state says in words how an interface stands.
func state(d capture.Device) string {
	var s []string
	if d.Up {
		s = append(s, "up")
	} else {
		s = append(s, "down")
	}
	if d.Loopback {
		s = append(s, "this machine talking to itself")
	}
	if d.Description != "" {
		s = append(s, report.Escape(d.Description))
	}
	return strings.Join(s, ", ")
}

func interfacesText(w io.Writer, devices []capture.Device, listeners []ports.Listener) error {
	rows := make([][]string, 0, len(devices))
	for _, d := range devices {
		addresses := strings.Join(d.Addresses, ", ")
		if addresses == "" {
			addresses = "–"
		}
		rows = append(rows, []string{report.Escape(d.Name), addresses, state(d)})
	}
	fmt.Fprintln(w, "Interfaces (sniff live -i NAME)")
	if err := console.Columns(w, rows); err != nil {
		return err
	}
	rows = rows[:0]
	for _, l := range listeners {
		rows = append(rows, []string{l.Addr.String(), report.Escape(l.Who())})
	}
	if len(rows) == 0 {
		rows = append(rows, []string{"none"})
	}
	fmt.Fprintln(w, "\nPorts that programs listen on")
	return console.Columns(w, rows)
}

// interfacesJSON writes one object a line: {"interface":…}, {"listener":…}.
func interfacesJSON(w io.Writer, devices []capture.Device, listeners []ports.Listener) error {
	var buf []byte
	for _, d := range devices {
		var o decode.Object
		o.Begin(buf)
		o.Object("interface")
		o.Str("name", d.Name)
		if d.Description != "" {
			o.Str("description", d.Description)
		}
		o.Strs("addresses", d.Addresses)
		o.Bool("up", d.Up)
		o.Bool("loopback", d.Loopback)
		o.Close('}')
		buf = append(o.End(), '\n')
	}
	for _, l := range listeners {
		var o decode.Object
		o.Begin(buf)
		o.Object("listener")
		o.Str("address", l.Addr.String())
		if l.PID != 0 {
			o.Int("pid", int64(l.PID))
			o.Str("program", l.Program)
		}
		o.Close('}')
		buf = append(o.End(), '\n')
	}
	_, err := w.Write(buf)
	return err
}
