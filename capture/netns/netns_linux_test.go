package netns

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"os/signal"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// The test program plays the program under test: with NETNS_TEST set it does what the variable names.
func TestMain(m *testing.M) {
	inside, err := Inside()
	if err != nil {
		os.Exit(1)
	}
	if part := os.Getenv("NETNS_TEST"); part != "" {
		os.Exit(play(part, inside))
	}
	os.Exit(m.Run())
}

// play is the program under test: the first run calls Rerun, the second does the part.
func play(part string, inside bool) int {
	if part == "supported" {
		if err := os.WriteFile("/proc/sys/user/max_net_namespaces", []byte("0"), 0); err != nil {
			fmt.Println("can't set up:", err)
			return 2
		}
		fmt.Println(Supported())
		return 0
	}
	if !inside {
		code, err := Rerun(Options{Args: []string{"x"}, Env: []string{"EXTRA=here"}})
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 99
		}
		return code
	}
	switch part {
	case "exit":
		text, _ := io.ReadAll(os.Stdin)
		fmt.Printf("%s %s %s %d", text, os.Args[1], os.Getenv("EXTRA"), os.Getuid())
		fmt.Fprint(os.Stderr, os.Getenv(marker))
		return 42
	case "loopback":
		return loopback()
	case "signal":
		got := make(chan os.Signal, 1)
		signal.Notify(got, syscall.SIGTERM)
		fmt.Println(os.Getpid())
		<-got
		return 7
	case "killed":
		syscall.Kill(os.Getpid(), syscall.SIGKILL)
	}
	return 1
}

// loopback uses the private loopback as the programs do: several addresses, and a packet socket to listen on.
func loopback() int {
	if ifs, err := net.Interfaces(); err != nil || len(ifs) != 1 || ifs[0].Name != "lo" {
		fmt.Println("interfaces:", ifs, err)
		return 1
	}
	if fd, err := unix.Socket(unix.AF_PACKET, unix.SOCK_RAW, 0x0300); err != nil {
		fmt.Println("packet socket:", err)
		return 1
	} else {
		unix.Close(fd)
	}
	for _, addr := range []string{"127.0.0.1:5683", "127.0.0.2:5683", "127.0.0.3:80"} {
		ln, err := net.Listen("tcp", addr)
		if err != nil {
			fmt.Println(err)
			return 1
		}
		defer ln.Close()
		c, err := net.DialTimeout("tcp", addr, time.Second)
		if err != nil {
			fmt.Println(err)
			return 1
		}
		c.Close()
	}
	return 0
}

// program is the test program in a part, as the given user.
func program(part string, uid uint32) *exec.Cmd {
	cmd := exec.Command("/proc/self/exe")
	cmd.Env = append(os.Environ(), "NETNS_TEST="+part)
	cmd.Dir = "/"
	if uid != 0 {
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: uid, Gid: uid}}
	}
	return cmd
}

// users are who a part is tried as: whoever runs the test, and nobody where root can become that.
func users() map[string]uint32 {
	u := map[string]uint32{"self": 0}
	if os.Getuid() == 0 {
		u["nobody"] = 65534
	}
	return u
}

func needNamespaces(t *testing.T) {
	t.Helper()
	if err := Supported(); err != nil {
		t.Skip(err)
	}
}

func TestNotInside(t *testing.T) {
	if inside, err := Inside(); inside || err != nil {
		t.Errorf("Inside() = %v, %v in a program that nobody ran again", inside, err)
	}
	t.Setenv(marker, "1")
	if inside, err := Inside(); inside || err != nil {
		t.Errorf("Inside() = %v, %v with a made-up marker", inside, err)
	}
}

func TestRerunKeepsStreamsUserAndExitCode(t *testing.T) {
	needNamespaces(t)
	for name, uid := range users() {
		t.Run(name, func(t *testing.T) {
			cmd := program("exit", uid)
			cmd.Stdin = strings.NewReader("input")
			var out, errs bytes.Buffer
			cmd.Stdout, cmd.Stderr = &out, &errs
			err := cmd.Run()
			if got := cmd.ProcessState.ExitCode(); got != 42 {
				t.Fatalf("exit code %d (%v), want 42; stderr %q", got, err, &errs)
			}
			want := fmt.Sprintf("input x here %d", max(int(uid), os.Getuid()))
			if out.String() != want {
				t.Errorf("stdout %q, want %q", &out, want)
			}
			if errs.Len() > 0 {
				t.Errorf("the marker is still in the environment: %q", &errs)
			}
		})
	}
}

func TestPrivateLoopbackCarriesAndCanBeHeard(t *testing.T) {
	needNamespaces(t)
	for name, uid := range users() {
		t.Run(name, func(t *testing.T) {
			if out, err := program("loopback", uid).CombinedOutput(); err != nil {
				t.Errorf("%v: %s", err, out)
			}
		})
	}
}

func TestSignalEndingTheSecondRunIsItsExitCode(t *testing.T) {
	needNamespaces(t)
	cmd := program("killed", 0)
	cmd.Run()
	if got := cmd.ProcessState.ExitCode(); got != 128+9 {
		t.Errorf("exit code %d, want 137", got)
	}
}

// start begins the part that waits for a signal, and returns the second run's process id.
func start(t *testing.T) (*exec.Cmd, int) {
	t.Helper()
	cmd := program("signal", 0)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	pid, err := strconv.Atoi(strings.TrimSpace(line))
	if err != nil {
		t.Fatal(err)
	}
	return cmd, pid
}

func TestSignalsArePassedOn(t *testing.T) {
	needNamespaces(t)
	cmd, _ := start(t)
	cmd.Process.Signal(syscall.SIGTERM)
	cmd.Wait()
	if got := cmd.ProcessState.ExitCode(); got != 7 {
		t.Errorf("exit code %d, want 7, which the second run gives after SIGTERM", got)
	}
}

func TestSecondRunDiesWithTheFirst(t *testing.T) {
	needNamespaces(t)
	cmd, pid := start(t)
	cmd.Process.Kill()
	cmd.Wait()
	for range 500 {
		if stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid)); err != nil || bytes.Contains(stat, []byte(") Z ")) {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Errorf("process %d outlived the one that started it", pid)
	syscall.Kill(pid, syscall.SIGKILL)
}

func TestSupportedNamesTheSetting(t *testing.T) {
	needNamespaces(t)
	cmd := program("supported", 0)
	// In a user namespace of its own the test may change the limit.
	cmd.SysProcAttr = &syscall.SysProcAttr{
		Cloneflags:  syscall.CLONE_NEWUSER,
		UidMappings: []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getuid(), Size: 1}},
		GidMappings: []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getgid(), Size: 1}},
	}
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Skipf("%v: %s", err, out)
	}
	if want := "sysctl user.max_net_namespaces is 0"; !strings.Contains(string(out), want) {
		t.Errorf("Supported() = %q, want it to name %q", out, want)
	}
}

func TestExplain(t *testing.T) {
	for _, errno := range []syscall.Errno{syscall.EPERM, syscall.ENOSPC, syscall.EINVAL, syscall.EIO} {
		if err := explain(errno); err == nil || !errors.Is(err, errno) && !strings.Contains(err.Error(), "sysctl") {
			t.Errorf("explain(%v) = %v; want it to name the cause or a setting", errno, err)
		}
	}
}
