//go:build !windows

package main

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"eavesdrop/capture"
	"eavesdrop/capture/netns"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"demo": main, "nobody": nobody, "alone": alone})
}

// nobody runs a program as a user without any rights, where the test may become one.
func nobody() {
	err := func() error {
		path, err := exec.LookPath(os.Args[1])
		if err != nil {
			return err
		}
		program, err := os.Open(path) // where it lies, nobody may look
		if err != nil {
			return err
		}
		if os.Getuid() == 0 {
			const nobody = 65534
			if err := errors.Join(syscall.Setgroups(nil), syscall.Setgid(nobody), syscall.Setuid(nobody)); err != nil {
				return err
			}
		}
		return syscall.Exec(fmt.Sprintf("/proc/self/fd/%d", program.Fd()), os.Args[1:], os.Environ())
	}()
	fmt.Fprintln(os.Stderr, "nobody:", err)
	os.Exit(1)
}

// TestScripts drives the program as a person does. Each script gets a port of its own, $PORT.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir: filepath.Join("testdata", "script"),
		Setup: func(e *testscript.Env) error {
			port, err := freePort()
			if err != nil {
				return err
			}
			e.Setenv("PORT", strconv.Itoa(port))
			e.Setenv("LANG", "C.UTF-8")
			// Nobody has to get in.
			return errors.Join(os.Chmod(filepath.Dir(e.WorkDir), 0o755), os.Chmod(e.WorkDir, 0o777))
		},
		Condition: condition,
		Cmds:      map[string]func(*testscript.TestScript, bool, []string){"waitport": waitPort},
	})
}

// condition says what scripts may ask about the machine.
func condition(name string) (bool, error) {
	switch name {
	case "root":
		return os.Getuid() == 0 && mayCapture(), nil
	case "namespaces": // the lesson can be played for real on a private loopback
		return capture.HasLive && netns.Supported() == nil, nil
	case "cryptography": // Python's, which the tutorial uses
		return exec.Command("python3", "-c", "import cryptography.fernet").Run() == nil, nil
	case "libpcap":
		return capture.HasLive, nil
	}
	return false, fmt.Errorf("unknown condition %q", name)
}

func mayCapture() bool {
	live, err := capture.Listen(context.Background(), capture.LiveOptions{})
	if err != nil {
		return false
	}
	live.Close()
	return true
}

// nextPort is where freePort goes on looking. It stays below the ports that systems give to clients: there, somebody's
// connection may get one before the script's server has it, or a connection that waits for the server be its own other end.
var nextPort atomic.Uint32

const firstPort, portCount = 10_000, 20_000

func freePort() (int, error) {
	nextPort.CompareAndSwap(0, 1+rand.Uint32N(portCount)) // not the ones of another run of the tests
	for range portCount {
		port := firstPort + int(nextPort.Add(1)%portCount)
		if ln, err := net.Listen("tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(port))); err == nil {
			return port, ln.Close()
		}
	}
	return 0, errors.New("no port is free")
}

// waitPort waits until somebody serves on a port.
func waitPort(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: waitport PORT")
	}
	for range 500 {
		c, err := net.Dial("tcp", "127.0.0.1:"+args[0])
		if err == nil {
			c.Close()
			return
		}
		time.Sleep(20 * time.Millisecond)
	}
	ts.Fatalf("nobody serves on port %s", args[0])
}
