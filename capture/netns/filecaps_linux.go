package netns

import (
	"errors"
	"fmt"
	"io"
	"os"

	"golang.org/x/sys/unix"
)

// A program file that was given capabilities (setcap) is in the way of a second run twice: its process is
// undumpable, so that the user mapping of its children can't be written; and executing the file takes away
// the ambient capabilities, those that the child has over its own network (capabilities(7)).

// hasFileCapabilities says whether this program's file gave it capabilities.
func hasFileCapabilities() bool {
	dumpable, err := unix.PrctlRetInt(unix.PR_GET_DUMPABLE, 0, 0, 0, 0)
	return err == nil && dumpable != 1
}

// allowMapping lets this process write the user mapping of its children, until restore. capable says that its
// file gave it capabilities.
func allowMapping(capable bool) (restore func(), err error) {
	if !capable {
		return func() {}, nil
	}
	return func() { unix.Prctl(unix.PR_SET_DUMPABLE, 0, 0, 0, 0) }, unix.Prctl(unix.PR_SET_DUMPABLE, 1, 0, 0, 0)
}

// executable is the path to execute for another run of this program, and the file to close afterwards, if any.
func executable(capable bool) (path string, file *os.File, err error) {
	const self = "/proc/self/exe" // also when the file was replaced, or lies where the user may not look
	if !capable {
		return self, nil, nil
	}
	// A copy in memory has no capabilities.
	fd, err := unix.MemfdCreate("second-run", unix.MFD_CLOEXEC)
	if err != nil {
		return "", nil, fmt.Errorf("copying the program: %w", err)
	}
	file = os.NewFile(uintptr(fd), "second-run")
	original, err := os.Open(self)
	if err == nil {
		_, err = io.Copy(file, original)
		err = errors.Join(err, original.Close())
	}
	if err != nil {
		file.Close()
		return "", nil, fmt.Errorf("copying the program: %w", err)
	}
	return fmt.Sprintf("/proc/self/fd/%d", fd), file, nil
}
