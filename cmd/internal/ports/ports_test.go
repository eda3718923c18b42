package ports

import (
	"fmt"
	"net"
	"net/netip"
	"os"
	"strings"
	"testing"
)

func TestListeners(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	addr := netip.MustParseAddrPort(l.Addr().String())
	all, err := Listeners()
	if err != nil {
		t.Fatal(err)
	}
	mine := By(all, addr.Port())
	if len(mine) != 1 || mine[0].Addr != addr || mine[0].PID != os.Getpid() || mine[0].Program == "" {
		t.Fatalf("got %+v, want %s of process %d", mine, addr, os.Getpid())
	}
	if got, want := mine[0].Who(), fmt.Sprintf("%s (process %d)", mine[0].Program, os.Getpid()); got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if got := (Listener{Addr: addr}).Who(); !strings.HasPrefix(got, "a program ") {
		t.Errorf("one that is not known: %q", got)
	}
}
