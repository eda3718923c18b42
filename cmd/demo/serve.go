package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/netip"
	"path/filepath"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"eavesdrop/cmd/demo/internal/pki"
	"eavesdrop/cmd/demo/internal/scene"
	"eavesdrop/cmd/demo/internal/secret"
	"eavesdrop/cmd/internal/console"
)

func newServe(p *program) *cobra.Command {
	var (
		message, dir string
		own          = ownPapers{passphrase: passphrase{program: p}}
		port         uint16
	)
	c := &cobra.Command{
		Use:   "serve SCENE",
		Short: "The server's half of a scene, until Ctrl-C",
		Long: `Serve answers GET / with the secret on 127.0.0.1, protected as in the scene, until Ctrl-C. Ask for it with
demo ask, curl, a browser; listen with sniff, Wireshark, tcpdump.

SECRET_KEY in the environment is the key of the fernet scene; without it, a new one is made. The certificate
of the tls scene is made when it is first needed, and kept.`,
		Example: `  demo serve http
  demo serve tls
  SECRET_KEY=$(cat demo-out/fernet.key) demo serve fernet
  demo serve tls --cert cert.pem --key key.pem`,
		Args:              console.Args(cobra.ExactArgs(1)),
		ValidArgsFunction: completeScenes,
		RunE: func(c *cobra.Command, args []string) error {
			s, err := one(args[0])
			if err != nil {
				return err
			}
			if err := cmp.Or(own.check(), checkPort(port)); err != nil {
				return err
			}
			st := &scene.Stage{Addr: loopback(port), Secret: message, Log: p.stderr}
			if all := scene.Servers(scene.Addresses(port, scene.Hosts(s)), s)[0]; len(all) > 1 {
				st.Behind = all[1]
			}
			hint, err := p.equip(c.Context(), st, s, dir, &own)
			if err != nil {
				return err
			}
			closeLog, err := giveAway(st)
			if err != nil {
				return err
			}
			defer closeLog()
			server, err := s.Serve(st)
			if err != nil {
				return serveError(err, port)
			}
			if s.Curl != "" {
				hint.curl = " " + s.Curl + hint.curl
			}
			url := st.URL(s.Scheme)
			p.tell("Serving the secret at %s, scene %s. Ctrl-C ends it.", url, s.Name)
			if port != secret.Port {
				hint.env += "SECRET_URL=" + url + " "
			}
			p.tell("Ask for it:  %s%s ask %s%s\n        or:  curl%s %s/", hint.env, console.Command("demo"), s.Name, hint.trust, hint.curl, url)
			p.tell("Listen:      %s live port %d", console.Command("sniff"), port)
			err = server.Wait(c.Context())
			// Those who still hold a connection open are not waited for.
			ctx, cancel := context.WithTimeout(context.Background(), time.Second)
			defer cancel()
			if closeErr := server.Close(ctx); err == nil && !errors.Is(closeErr, context.DeadlineExceeded) {
				err = closeErr
			}
			return err
		},
	}
	f := c.Flags()
	f.StringVar(&message, "secret", secret.Default, "the secret `message`")
	f.StringVar(&dir, "out", defaultDir, "keep certificates in this `directory`")
	own.add(c)
	f.Uint16Var(&port, "port", secret.Port, "serve on this `port`")
	return c
}

// A hint is what it takes to ask the server for the secret.
type hint struct {
	env   string // before the command, with a space behind
	trust string // behind it, with a space before
	curl  string // the same for curl
}

// equip gives a server's stage the key or the papers that its scene needs.
func (p *program) equip(ctx context.Context, st *scene.Stage, s scene.Scene, dir string, own *ownPapers) (h hint, err error) {
	if s.Shared {
		var made bool
		if st.Key, made, err = sharedKey(); err != nil {
			return h, err
		}
		if !s.Keyless {
			h.env = "SECRET_KEY=" + st.Key.Encode() + " "
		}
		if made {
			p.tell("No SECRET_KEY in the environment, so a new key was made: %s", st.Key.Encode())
		}
	}
	if s.Scheme != "https" {
		return h, nil
	}
	ca := filepath.Join(dir, pki.CAFile)
	if s.Prepare != nil {
		ca = filepath.Join(dir, s.Name, pki.CAFile)
		if err := prepare(s, st, filepath.Dir(ca)); err != nil {
			return h, err
		}
	}
	switch {
	case own.certFile != "":
		st.Papers, ca, err = own.load(ctx)
	case s.Prepare == nil:
		if err = makeDir(dir); err == nil {
			st.Papers, err = papers(dir)
		}
	}
	if s.Keyless {
		h.curl = " --insecure" // what the members may be about to learn
		return h, err
	}
	h.trust = " --cacert " + console.Quote(ca)
	h.curl = h.trust
	if st.Member != nil {
		in := func(name string) string { return console.Quote(filepath.Join(dir, s.Name, name)) }
		h.curl += " --cert " + in(memberFile) + " --key " + in(memberKeyFile)
	}
	return h, err
}

// one is the scene of that name.
func one(name string) (scene.Scene, error) {
	s, err := scene.ByName(name)
	if err != nil {
		return scene.Scene{}, console.UsageError{Err: err}
	}
	return s, nil
}

func loopback(port uint16) netip.AddrPort {
	return netip.AddrPortFrom(netip.AddrFrom4([4]byte{127, 0, 0, 1}), port)
}

// serveError says who has the port, when it is taken.
func serveError(err error, port uint16) error {
	if errors.Is(err, syscall.EADDRINUSE) {
		return fmt.Errorf("port %d is taken %s: end it, or choose another with --port", port, holder(port))
	}
	return err
}
