package netns

import (
	"errors"
	"fmt"
	"os"
	"strconv"

	"golang.org/x/sys/unix"
)

// Inside says whether this is the second run, and brings its loopback up. It is to be called once, before the
// program starts other programs or reads its environment. When it returns an error, the first run has been
// told and takes over: the program should end at once, saying nothing.
func Inside() (bool, error) {
	value, ok := os.LookupEnv(marker)
	if !ok {
		return false, nil
	}
	os.Unsetenv(marker)
	fd, err := strconv.Atoi(value)
	if err != nil || fd < 3 {
		return false, nil // not ours
	}
	report := os.NewFile(uintptr(fd), "report")
	defer report.Close()
	if st, err := report.Stat(); err != nil || st.Mode()&os.ModeNamedPipe == 0 {
		return false, nil
	}
	if err := loopbackUp(); err != nil {
		report.WriteString(err.Error())
		return true, err
	}
	report.WriteString("up")
	return true, nil
}

// loopbackUp sets the interface flag IFF_UP of lo (netdevice(7)); the kernel then gives it 127.0.0.1/8.
func loopbackUp() error {
	fd, err := unix.Socket(unix.AF_INET, unix.SOCK_DGRAM|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return fmt.Errorf("socket: %w", err)
	}
	defer unix.Close(fd)
	lo, err := unix.NewIfreq("lo")
	if err != nil {
		return err
	}
	if err := unix.IoctlIfreq(fd, unix.SIOCGIFFLAGS, lo); err != nil {
		return fmt.Errorf("lo: %w", err)
	}
	lo.SetUint16(lo.Uint16() | unix.IFF_UP)
	if err := unix.IoctlIfreq(fd, unix.SIOCSIFFLAGS, lo); err != nil {
		if errors.Is(err, unix.EPERM) && setting("/proc/sys/kernel/apparmor_restrict_unprivileged_userns") == "1" {
			return fmt.Errorf("no rights over its loopback (sysctl kernel.apparmor_restrict_unprivileged_userns is 1): %w", err)
		}
		return fmt.Errorf("bringing lo up: %w", err)
	}
	return nil
}
