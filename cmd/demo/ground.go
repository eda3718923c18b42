package main

import (
	"context"
	"errors"
	"fmt"
	"net/netip"
	"os"

	"eavesdrop/capture"
	"eavesdrop/capture/netns"
	"eavesdrop/cmd/demo/internal/scene"
	"eavesdrop/cmd/internal/console"
)

// whyPrivate is the environment variable in which the first run tells the second why there is one.
const whyPrivate = "EAVESDROP_DEMO_WHY"

// A ground is where the lesson is played.
type ground struct {
	recorded bool   // nowhere: recorded captures are shown
	why      string // it is not the host's loopback; empty if it is
	advice   string // what to do about that, in one line to copy; may be empty
	iface    string // the loopback's name; empty if recorded
}

// chooseGround finds out where the lesson can be played: on the host's loopback; else, by running again, on a
// private one; else nowhere. The error is an exitCode when a second run has done it all.
func (p *program) chooseGround(ctx context.Context, port uint16, hosts int, private bool) (ground, error) {
	if p.private {
		iface, err := mayListen(ctx, scene.Addresses(port, 1)[0])
		return ground{why: os.Getenv(whyPrivate), iface: iface}, err
	}
	addrs := scene.Addresses(port, hosts)
	iface, err := mayListen(ctx, addrs[0])
	switch {
	case errors.Is(err, capture.ErrNoLive):
		return ground{
			recorded: true, why: "This program was built without libpcap, so it can't listen",
			advice: "To listen, install a C compiler and libpcap's headers (libpcap-dev), and build again:  make build",
		}, nil
	case errors.Is(err, capture.ErrNoPermission):
		const why = "No capture rights here"
		err := p.again(why)
		if errors.Is(err, errNoPrivate) {
			return ground{recorded: true, why: why + ", and " + err.Error(), advice: advice()}, nil
		}
		return ground{}, err
	case err != nil:
		return ground{}, err
	case private:
		return ground{}, p.again("As asked")
	case taken(addrs):
		why := fmt.Sprintf("Port %d is taken %s", port, holder(port))
		err := p.again(why)
		if errors.Is(err, errNoPrivate) {
			err = fmt.Errorf("%s: end it, or choose another with --port; %w", why, err)
		}
		return ground{}, err
	}
	return ground{iface: iface}, nil
}

var errNoPrivate = errors.New("there is no private loopback either")

// again runs the program on a private loopback. The error is its exit code, or says why that can't be: errNoPrivate.
func (p *program) again(why string) error {
	code, err := netns.Rerun(netns.Options{
		Args: p.args, Env: []string{whyPrivate + "=" + why}, Stdin: file(p.stdin), Stdout: file(p.stdout), Stderr: file(p.stderr),
	})
	if err != nil {
		return fmt.Errorf("%w: %w", errNoPrivate, err)
	}
	return exitCode(code)
}

// mayListen says where a capture session listens, or why it can't be had.
func mayListen(ctx context.Context, server netip.AddrPort) (iface string, err error) {
	live, err := capture.Listen(ctx, capture.LiveOptions{Filter: scene.Filter(server)})
	if err != nil {
		return "", err
	}
	defer live.Close()
	return live.Interface(), nil
}

// advice is how to get the right to capture, in one line that can be copied.
func advice() string {
	path, err := console.Executable()
	if err != nil {
		path = "./bin/demo"
	}
	return "To give this program the right to capture:  " + giveRight(path)
}

// file is the file behind a standard stream, nil when there is none.
func file(stream any) *os.File {
	f, _ := stream.(*os.File)
	return f
}
