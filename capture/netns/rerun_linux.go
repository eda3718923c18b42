package netns

import (
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"runtime"
	"syscall"

	"golang.org/x/sys/unix"
)

// capabilities that the second run keeps over its own network: to listen, to bring the loopback up, to serve
// on ports below 1024.
var capabilities = []uintptr{unix.CAP_NET_RAW, unix.CAP_NET_ADMIN, unix.CAP_NET_BIND_SERVICE}

// namespaces asks for a new user and network namespace. The user stays who they are, so files that the
// second run writes are theirs and programs that refuse to be root run.
func namespaces() *syscall.SysProcAttr {
	uid, gid := os.Geteuid(), os.Getegid()
	return &syscall.SysProcAttr{
		Cloneflags:  syscall.CLONE_NEWUSER | syscall.CLONE_NEWNET,
		UidMappings: []syscall.SysProcIDMap{{ContainerID: uid, HostID: uid, Size: 1}},
		GidMappings: []syscall.SysProcIDMap{{ContainerID: gid, HostID: gid, Size: 1}},
		AmbientCaps: capabilities,
		Pdeathsig:   syscall.SIGKILL,
	}
}

// Rerun runs this program again in a private network with a loopback of its own, waits for it, and returns
// its exit code (128 and the signal's number when a signal ended it). Signals that reach this process are
// passed on; the second run dies with it. An error means that the second run did not begin: the caller can
// still do something else.
func Rerun(o Options) (exitCode int, err error) {
	// Pdeathsig follows the thread that started the child, not the process.
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()

	ready, report, err := os.Pipe()
	if err != nil {
		return 0, err
	}
	defer ready.Close()
	cmd := &exec.Cmd{
		Args:        append([]string{os.Args[0]}, o.Args...),
		Env:         append(append(os.Environ(), o.Env...), marker+"=3"),
		Stdin:       or(o.Stdin, os.Stdin),
		Stdout:      or(o.Stdout, os.Stdout),
		Stderr:      or(o.Stderr, os.Stderr),
		ExtraFiles:  []*os.File{report},
		SysProcAttr: namespaces(),
	}
	signals := make(chan os.Signal, 8)
	signal.Notify(signals, syscall.SIGINT, syscall.SIGQUIT, syscall.SIGTERM, syscall.SIGHUP, syscall.SIGUSR1, syscall.SIGUSR2)
	defer signal.Stop(signals)
	err = startChild(cmd)
	report.Close()
	if err != nil {
		return 0, explain(errnoOf(err))
	}
	if word, _ := io.ReadAll(io.LimitReader(ready, 1024)); string(word) != "up" {
		cmd.Wait()
		if len(word) == 0 {
			word = []byte("it ended before it began")
		}
		return 0, fmt.Errorf("can't set up a private network: %s", word)
	}
	ended := make(chan struct{})
	go relay(signals, cmd.Process, ended)
	err = cmd.Wait()
	close(ended)
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		return 1, nil // its standard streams broke, not its start
	}
	if st := cmd.ProcessState.Sys().(syscall.WaitStatus); st.Signaled() {
		return 128 + int(st.Signal()), nil
	}
	return cmd.ProcessState.ExitCode(), nil
}

// startChild starts the second run.
func startChild(cmd *exec.Cmd) (err error) {
	capable := hasFileCapabilities()
	path, file, err := executable(capable)
	if err != nil {
		return err
	}
	if file != nil {
		defer file.Close()
	}
	restore, err := allowMapping(capable)
	if err != nil {
		return err
	}
	defer restore()
	cmd.Path = path
	return cmd.Start()
}

// relay passes signals on until done. What is typed at a terminal reaches the child by itself.
func relay(signals <-chan os.Signal, child *os.Process, done <-chan struct{}) {
	for {
		select {
		case s := <-signals:
			if (s == syscall.SIGINT || s == syscall.SIGQUIT) && inForeground() {
				continue
			}
			child.Signal(s)
		case <-done:
			return
		}
	}
}

// inForeground says whether this process, and with it the child, is what the terminal's keys are sent to.
func inForeground() bool {
	tty, err := os.Open("/dev/tty")
	if err != nil {
		return false
	}
	defer tty.Close()
	group, err := unix.IoctlGetInt(int(tty.Fd()), unix.TIOCGPGRP)
	return err == nil && group == unix.Getpgrp()
}

// errnoOf takes the path off an error of exec, which names our own file and explains nothing.
func errnoOf(err error) error {
	var errno syscall.Errno
	if errors.As(err, &errno) {
		return errno
	}
	return err
}

func or(f, own *os.File) *os.File {
	if f != nil {
		return f
	}
	return own
}
