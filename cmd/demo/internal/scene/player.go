package scene

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/netip"
	"time"

	"eavesdrop/cmd/demo/internal/pki"
	"eavesdrop/cmd/demo/internal/secret"
	"eavesdrop/cmd/internal/wiring"
	"eavesdrop/decode"
)

// A Player plays scenes and listens to them.
type Player struct {
	Port   uint16
	Secret string // at least as long as can be looked for
	Key    *secret.FernetKey
	Papers *pki.Server
	KeyLog io.Writer // may be nil
	Log    io.Writer // may be nil

	// Save opens the file that a scene's capture goes to.
	Save func(s Scene) (io.WriteCloser, error)
	// Taps are shown each event of a scene as it is heard, from one goroutine a scene; may be nil.
	Taps func(s Scene) []func(*decode.Event)

	addresses func(port uint16, n int) []netip.AddrPort // nil: Addresses
	search    wiring.Options                            // for the secret
}

// Play plays the scenes in order. There is a capture session for each, all of them listening from before the
// first packet, each to a loopback address of its own; where there is only one, one session after another.
// Takes come in the order of the scenes. An error of a scene ends the play; what was taken so far is returned
// with it.
func (p *Player) Play(ctx context.Context, scenes []Scene) ([]Take, error) {
	if err := p.search.LookFor(p.Secret); err != nil {
		return nil, err
	}
	addresses := p.addresses
	if addresses == nil {
		addresses = Addresses
	}
	addrs := addresses(p.Port, len(scenes))
	together := len(scenes) < 2 || addrs[0] != addrs[1]
	if !together {
		var takes []Take
		for i, s := range scenes {
			one, err := p.play(ctx, scenes[i:i+1], addrs[i:i+1])
			takes = append(takes, one...)
			if err != nil {
				return takes, fmt.Errorf("%s: %w", s.Name, err)
			}
		}
		return takes, nil
	}
	return p.play(ctx, scenes, addrs)
}

// part is one scene being played.
type part struct {
	stage   *Stage
	session *session
	file    io.Closer
}

func (p *Player) play(ctx context.Context, scenes []Scene, addrs []netip.AddrPort) (takes []Take, err error) {
	parts := make([]part, 0, len(scenes))
	for i, s := range scenes {
		one, prepareErr := p.prepare(s, addrs[i])
		if prepareErr != nil {
			err = prepareErr
			break
		}
		parts = append(parts, one)
	}
	for i := range parts {
		t := Take{Scene: scenes[i]}
		if err == nil {
			if t.Outcome, err = act(ctx, scenes[i], parts[i].stage); err != nil {
				err = fmt.Errorf("%s: %w", scenes[i].Name, err)
			}
		}
		if finishErr := parts[i].finish(&t); err == nil {
			err = finishErr
		}
		if err == nil {
			takes = append(takes, t)
		}
	}
	return takes, err
}

// prepare has a session listen to what will be the scene's stage.
func (p *Player) prepare(s Scene, addr netip.AddrPort) (part, error) {
	var taps []func(*decode.Event)
	if p.Taps != nil {
		taps = p.Taps(s)
	}
	file, err := p.Save(s)
	if err != nil {
		return part{}, err
	}
	one := part{file: file, stage: &Stage{
		Addr: addr, Secret: p.Secret, Key: p.Key, Papers: p.Papers, KeyLog: p.KeyLog, Log: p.Log,
	}}
	if one.session, err = listen(addr, newEar(s.Name, p.search, taps...), file, s.Name+": "+s.Question); err != nil {
		return part{}, errors.Join(err, file.Close())
	}
	return one, nil
}

// act plays both halves of a scene.
func act(ctx context.Context, s Scene, st *Stage) (Outcome, error) {
	ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	server, err := s.Serve(st)
	if err != nil {
		return Outcome{}, err
	}
	out, err := s.Ask(ctx, st, st.URL(s.Scheme))
	if closeErr := server.Close(ctx); err == nil {
		err = closeErr
	}
	return out, err
}

// finish ends a scene's session, and fills in what was heard.
func (p *part) finish(t *Take) error {
	err := p.session.finish()
	t.Ledger, t.Heard = p.session.ear.ledger, p.session.ear.heard
	t.Said = [2]uint64{p.stage.Asked.Written(), p.stage.Served.Written()}
	return errors.Join(err, p.file.Close())
}

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
