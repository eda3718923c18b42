package netns

import (
	"encoding/binary"
	"io"
	"os"
	"path/filepath"
	"testing"

	"golang.org/x/sys/unix"
)

// capable is a copy of the test program that was given the right to capture, as setcap cap_net_raw+ep does.
func capable(t *testing.T) *os.File {
	t.Helper()
	path := filepath.Join(t.TempDir(), "capable")
	own, err := os.Open("/proc/self/exe")
	if err != nil {
		t.Fatal(err)
	}
	defer own.Close()
	program, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE, 0o755)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.Copy(program, own); err != nil {
		t.Fatal(err)
	}
	if err := program.Close(); err != nil {
		t.Fatal(err)
	}
	// struct vfs_cap_data of linux/capability.h: revision 2 with the effective bit, permitted, inheritable.
	var data [20]byte
	binary.LittleEndian.PutUint32(data[0:], 0x02000001)
	binary.LittleEndian.PutUint32(data[4:], 1<<unix.CAP_NET_RAW)
	if err := unix.Setxattr(path, "security.capability", data[:], 0); err != nil {
		t.Skip("no capabilities for files here:", err)
	}
	reader, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { reader.Close() })
	return reader
}

func TestProgramFileWithCapabilities(t *testing.T) {
	needNamespaces(t)
	if os.Getuid() != 0 {
		t.Skip("only root gives files capabilities")
	}
	cmd := program("loopback", 65534)
	cmd.ExtraFiles = []*os.File{capable(t)}
	cmd.Path = "/proc/self/fd/3" // where the file lies, nobody may look
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("%v: %s", err, out)
	}
}
