package ports

import (
	"bufio"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"net/netip"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// Listeners lists the TCP ports that are listened on, by their number. Sockets of other users' programs are
// listed without a name unless we are root.
func Listeners() ([]Listener, error) {
	var all []Listener
	inodes := map[string][]int{} // a socket's inode, and the listeners that it is
	for _, file := range []string{"/proc/net/tcp", "/proc/net/tcp6"} {
		f, err := os.Open(file)
		if os.IsNotExist(err) {
			continue // IPv6 may be off
		}
		if err != nil {
			return nil, fmt.Errorf("can't list the ports: %w", err)
		}
		s := bufio.NewScanner(f)
		for s.Scan() {
			if addr, inode, ok := parseSocket(s.Text()); ok {
				inodes[inode] = append(inodes[inode], len(all))
				all = append(all, Listener{Addr: addr})
			}
		}
		f.Close()
		if err := s.Err(); err != nil {
			return nil, fmt.Errorf("can't list the ports: %w", err)
		}
	}
	name(all, inodes)
	return sorted(all), nil
}

// parseSocket reads a line of /proc/net/tcp; ok says that it is a socket in state LISTEN (0A).
func parseSocket(line string) (addr netip.AddrPort, inode string, ok bool) {
	fields := strings.Fields(line)
	if len(fields) < 10 || fields[3] != "0A" {
		return addr, "", false
	}
	host, port, found := strings.Cut(fields[1], ":")
	raw, err := hex.DecodeString(host)
	n, err2 := strconv.ParseUint(port, 16, 16)
	if !found || err != nil || err2 != nil || len(raw)%4 != 0 {
		return addr, "", false
	}
	for i := 0; i < len(raw); i += 4 { // the kernel prints words in its own byte order
		binary.BigEndian.PutUint32(raw[i:], binary.NativeEndian.Uint32(raw[i:]))
	}
	ip, ok := netip.AddrFromSlice(raw)
	return netip.AddrPortFrom(ip.Unmap(), uint16(n)), fields[9], ok
}

// name finds the programs that hold the sockets, as far as this user may look.
func name(all []Listener, inodes map[string][]int) {
	fds, _ := filepath.Glob("/proc/[0-9]*/fd/[0-9]*")
	for _, fd := range fds {
		link, err := os.Readlink(fd)
		if err != nil || !strings.HasPrefix(link, "socket:[") {
			continue
		}
		which, ok := inodes[strings.TrimSuffix(strings.TrimPrefix(link, "socket:["), "]")]
		if !ok {
			continue
		}
		process := filepath.Dir(filepath.Dir(fd))
		pid, _ := strconv.Atoi(filepath.Base(process))
		comm, _ := os.ReadFile(filepath.Join(process, "comm"))
		for _, i := range which {
			if all[i].PID == 0 {
				all[i].PID, all[i].Program = pid, strings.TrimSpace(string(comm))
			}
		}
	}
}
