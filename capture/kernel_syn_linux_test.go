package capture

import (
	"net"
	"os"
	"testing"
)

// synCases have data on the SYN.
func synCases() []kernelCase {
	cases := []kernelCase{
		{name: "data on the SYN, sent again", segments: []kernelSegment{fill('b', 0, 5), fill('c', 5, 8)}},
		{name: "data on the SYN, sent again with more", segments: []kernelSegment{fill('b', 0, 8)}},
		{name: "data on the SYN, and others behind it before", segments: []kernelSegment{fill('c', 5, 8), fill('b', 0, 5)}},
	}
	for i := range cases {
		cases[i].isn, cases[i].onSYN, cases[i].length = 77, "aaaaa", 8
	}
	return cases
}

// fastOpenListener listens on port 5684 and takes data on SYNs, without a cookie.
func fastOpenListener(t *testing.T) net.Listener {
	// Enabled for servers (0x2), no cookie needed (0x200), for every socket (0x400).
	if err := os.WriteFile("/proc/sys/net/ipv4/tcp_fastopen", []byte("0x602"), 0); err != nil {
		t.Skip("no TCP Fast Open to be had here: ", err)
	}
	l, err := net.Listen("tcp", "10.9.0.1:5684")
	if err != nil {
		t.Fatal(err)
	}
	return l
}
