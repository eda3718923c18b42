package main

import (
	"fmt"
	"net/netip"
	"strings"

	"eavesdrop/cmd/demo/internal/scene"
	"eavesdrop/cmd/demo/internal/secret"
	"eavesdrop/report/term"
)

// announce says what is going to happen, and where.
func (p *page) announce(scenes []scene.Scene, g ground, port uint16, message string) {
	what := fmt.Sprintf("One secret, %s to send it.", count(len(scenes), "way"))
	switch {
	case g.recorded:
		p.say(what + " Recorded earlier: nothing is captured now.")
		p.say(g.why + ".")
		if g.advice != "" {
			fmt.Fprintf(p.w, "%s\n", g.advice) // to be copied: not broken into lines
		}
		if message != secret.Default {
			p.say(fmt.Sprintf("The secret of the recordings is %q.", secret.Default))
		}
	default:
		p.say(what + " " + listeners(scene.Servers(scene.Addresses(port, scene.Hosts(scenes...)), scenes...), g.iface))
		if g.why != "" {
			p.say(g.why + ": using a private loopback of our own (a network namespace; nothing else can be heard).")
		}
	}
	p.w.WriteByte('\n')
	term.New(p.w, p.look).Legend()
	p.w.WriteByte('\n')
}

// listeners says who listens: "Three listeners on lo: "port 5683 and host 127.0.0.1", .2, .3."
func listeners(servers [][]netip.AddrPort, iface string) string {
	first := fmt.Sprintf("on %s: %q", iface, scene.Filter(servers[0]...))
	if len(servers) == 1 || servers[0][0] == servers[1][0] {
		return "One listener " + first + "."
	}
	more := make([]string, 0, len(servers))
	for _, s := range servers[1:] {
		more = append(more, fmt.Sprintf(".%d", s[0].Addr().As4()[3]))
	}
	if n := len(more); n > 4 {
		more = []string{more[0], "…", more[n-1]}
	}
	who := count(len(servers), "listener")
	return strings.ToUpper(who[:1]) + who[1:] + " " + first + ", " + strings.Join(more, ", ") + "."
}

// count is "one way", "three ways".
func count(n int, noun string) string {
	words := [...]string{"no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"}
	word := fmt.Sprint(n)
	if n < len(words) {
		word = words[n]
	}
	if n != 1 {
		noun += "s"
	}
	return word + " " + noun
}
