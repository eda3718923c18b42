package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// terminal opens a pseudo-terminal: what a person has in front of them, and what the program has. Neither is closed:
// whoever was interrupted still reads.
func terminal(t *testing.T) (person, program *os.File) {
	t.Helper()
	person, err := os.OpenFile("/dev/ptmx", os.O_RDWR|syscall.O_NOCTTY, 0)
	if err != nil {
		t.Skip("no pseudo-terminals here: ", err)
	}
	if err := unix.IoctlSetPointerInt(int(person.Fd()), unix.TIOCSPTLCK, 0); err != nil {
		t.Fatal(err)
	}
	n, err := unix.IoctlGetInt(int(person.Fd()), unix.TIOCGPTN)
	if err != nil {
		t.Fatal(err)
	}
	program, err = os.OpenFile(fmt.Sprintf("/dev/pts/%d", n), os.O_RDWR|syscall.O_NOCTTY, 0)
	if err != nil {
		t.Fatal(err)
	}
	return person, program
}

// echoes says whether a terminal shows what is typed.
func echoes(t *testing.T, tty *os.File) bool {
	t.Helper()
	state, err := unix.IoctlGetTermios(int(tty.Fd()), unix.TCGETS)
	if err != nil {
		t.Fatal(err)
	}
	return state.Lflag&unix.ECHO != 0
}

// quiet waits until the terminal shows no more what is typed.
func quiet(t *testing.T, tty *os.File) {
	t.Helper()
	for range 10_000 {
		if !echoes(t, tty) {
			return
		}
		time.Sleep(time.Millisecond)
	}
	t.Fatal("the terminal goes on to show what is typed")
}

func TestPassphrasesAreNotShown(t *testing.T) {
	person, program := terminal(t)
	typed := make(chan string)
	go func() {
		secret, err := readHidden(context.Background(), program, program, "Passphrase: ")
		typed <- fmt.Sprintf("%s %v", secret, err)
	}()
	quiet(t, program)
	fmt.Fprint(person, "fluffy\n")
	if got := <-typed; got != "fluffy <nil>" {
		t.Errorf("typed: %s", got)
	}
	if !echoes(t, program) {
		t.Error("the terminal stays as it was for the passphrase")
	}
	fmt.Fprintln(program, "end")
	var screen strings.Builder
	for r := bufio.NewScanner(person); r.Scan() && r.Text() != "end"; {
		screen.WriteString(r.Text() + "\n")
	}
	if got := screen.String(); got != "Passphrase: \n" {
		t.Errorf("on the screen: %q", got)
	}
}

// After Ctrl-C, the shell has a terminal that shows what is typed.
func TestInterruptedTerminalIsAsBefore(t *testing.T) {
	_, program := terminal(t)
	ctx, interrupt := context.WithCancel(context.Background())
	failed := make(chan error)
	go func() {
		_, err := readHidden(ctx, program, new(bytes.Buffer), "")
		failed <- err
	}()
	quiet(t, program)
	interrupt()
	if err := <-failed; !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
	if !echoes(t, program) {
		t.Error("the terminal stays as it was for the passphrase")
	}
}
