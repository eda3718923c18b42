//go:build !windows

package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
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

func freePort() (int, error) {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	defer ln.Close()
	return ln.Addr().(*net.TCPAddr).Port, nil
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
