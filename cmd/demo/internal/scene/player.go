package scene

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/netip"
	"slices"
	"time"

	"eavesdrop/cmd/demo/internal/pki"
	"eavesdrop/cmd/demo/internal/secret"
	"eavesdrop/cmd/internal/wiring"
	"eavesdrop/decode"
)

// maxTogether is how many sessions listen at the same time: each has a buffer in the kernel.
const maxTogether = 8

// A Player plays scenes and listens to them.
type Player struct {
	Port   uint16
	Secret string // at least as long as can be looked for
	Key    *secret.FernetKey
	Papers *pki.Server
	Log    io.Writer // may be nil

	// Save opens the file that a scene's capture goes to.
	Save func(s Scene) (io.WriteCloser, error)
	// Taps are shown each event of a scene as it is heard, from one goroutine a scene; may be nil.
	Taps func(s Scene) []func(*decode.Event)

	addresses func(port uint16, n int) []netip.AddrPort // nil: Addresses
	search    wiring.Options                            // for the secret
}

// playing is one scene being played.
type playing struct {
	scene   Scene
	stage   *Stage
	session *session
	file    io.Closer
	saved   bytes.Buffer // the capture, for those who hold keys
	secrets bytes.Buffer // what was written to the stage's key log
}

// Play plays the scenes in order. There is a capture session for each, some of them at the same time, each
// listening from before its first packet, each to loopback addresses of its own; where there is only one address,
// one session after another. Takes come in the order of the scenes. An error of a scene ends the play; what was
// taken so far is returned with it.
func (p *Player) Play(ctx context.Context, scenes []Scene) (takes []Take, err error) {
	if err := p.search.LookFor(p.Secret); err != nil {
		return nil, err
	}
	all := p.cast(scenes)
	together := maxTogether
	if len(all) > 1 && all[0].stage.Addr == all[1].stage.Addr {
		together = 1
	}
	for some := range slices.Chunk(all, together) {
		some, err := p.play(ctx, some)
		takes = append(takes, some...)
		if err != nil {
			return takes, err
		}
	}
	return takes, nil
}

// cast gives each scene a stage.
func (p *Player) cast(scenes []Scene) []*playing {
	addresses := p.addresses
	if addresses == nil {
		addresses = Addresses
	}
	servers := Servers(addresses(p.Port, Hosts(scenes...)), scenes...)
	var all []*playing
	for i, s := range scenes {
		one := &playing{scene: s}
		one.stage = &Stage{
			Addr: servers[i][0], Secret: p.Secret, Key: p.Key, Papers: p.Papers, KeyLog: &one.secrets, Log: p.Log,
			Overheard: make(chan string, 1),
		}
		if s.Refuses != "" || s.Ends != nil {
			one.stage.Log = nil // that clients fail is no news here
		}
		if len(servers[i]) > 1 {
			one.stage.Behind = servers[i][1]
		}
		all = append(all, one)
	}
	return all
}

// play plays some scenes, all of whose sessions begin before the first of them is played.
func (p *Player) play(ctx context.Context, all []*playing) (takes []Take, err error) {
	ready := 0
	for ; ready < len(all) && err == nil; ready++ {
		if err = p.prepare(all[ready]); err != nil {
			break
		}
	}
	for _, one := range all[:ready] {
		t := Take{Scene: one.scene}
		if err == nil {
			t.Outcome, err = act(ctx, one.scene, one.stage)
		}
		if finishErr := one.finish(&t, p.search); err == nil {
			err = finishErr
		}
		if err != nil {
			err = fmt.Errorf("%s: %w", one.scene.Name, err)
			continue
		}
		takes = append(takes, t)
	}
	return takes, err
}

// prepare has a session listen to what will be the scene's stage.
func (p *Player) prepare(one *playing) error {
	var taps []func(*decode.Event)
	if p.Taps != nil {
		taps = p.Taps(one.scene)
	}
	file, err := p.Save(one.scene)
	if err != nil {
		return err
	}
	one.file = file
	var w io.Writer = file
	if len(one.scene.Holders) > 0 {
		w = io.MultiWriter(file, &one.saved)
	}
	e := newEar(one.scene, p.search, one.stage.tell, taps...)
	if one.session, err = listen(Filter(one.stage.servers()...), e, w, one.scene.Name+": "+one.scene.Question); err != nil {
		return errors.Join(err, file.Close())
	}
	return nil
}

// act plays both halves of a scene.
func act(ctx context.Context, s Scene, st *Stage) (Outcome, error) {
	ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	if s.Prepare != nil {
		if err := s.Prepare(st); err != nil {
			return Outcome{}, err
		}
	}
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

// finish ends a scene's session, and fills in what was heard, and what those make of it who hold keys.
func (p *playing) finish(t *Take, search wiring.Options) error {
	err := p.session.finish()
	t.Ledger, t.Heard = p.session.ear.ledger, p.session.ear.heard
	t.Said = [2]uint64{p.stage.Asked.Written(), p.stage.Served.Written()}
	t.Keys = p.stage.keys(p.secrets.Bytes())
	if err = errors.Join(err, p.file.Close()); err != nil {
		return err
	}
	return t.hold(p.saved.Bytes(), search)
}
