package scene

import (
	"crypto/tls"

	"eavesdrop/cmd/demo/internal/secret"
	"eavesdrop/decode"
	"eavesdrop/report"
	"eavesdrop/report/term"
)

// MITM is the lesson with somebody between the members and their server, who has a certificate of his own.
func MITM() Scene {
	s := between(Scene{
		Name:     "mitm",
		Scheme:   "https",
		Keyless:  true,
		Hosts:    2,
		Cast:     []term.Ends{{Client: "client", Server: "attacker"}, {Client: "attacker", Server: "server"}},
		Question: "What is encryption worth to those who don't check whom they talk to?",
		Story:    "An attacker answers in the server's place, with a certificate made on the spot, and asks the real server in the member's. The member takes any certificate. This is TLS 1.3.",
		Look:     "The listener sees nothing but TLS, twice; that somebody is in between does not show. The attacker is an end of both conversations, has their keys, and so has it all. The member got the secret, and noticed nothing.",
		Holders:  []Holder{{Name: "the attacker", Sees: report.Holding(decode.KeyLog).Saying("the keys of both conversations").InTheMiddle()}},
	}, insecure)
	s.Beside = []Scene{between(Scene{
		Name:     "mitm-checked",
		Scheme:   "https",
		Hosts:    2,
		Cast:     []term.Ends{{Client: "client", Server: "attacker"}},
		Refuses:  "certificate signed by unknown authority",
		Question: "And to those who check?",
		Story:    "The same attacker, and a member who knows the club's CA: the attacker's certificate is not from there.",
		Look:     "The member goes before it has asked anything. There is nothing for the attacker to pass on, so the real server never hears of it.",
	}, func(*tls.Config) {})}
	return s
}

// between is the halves of a scene in which an attacker stands before the server. Of the members' settings, change
// makes what is special. The attacker keeps the secrets of his sessions; the others give none away.
func between(s Scene, change func(*tls.Config)) Scene {
	s.Serve = func(st *Stage) (Server, error) { return attack(st) }
	members := protected(s, func(st *Stage) secret.Protection { return secret.TLS(st.Papers, nil).WithClient(change) })
	s.Ask = members.Ask
	return s
}
