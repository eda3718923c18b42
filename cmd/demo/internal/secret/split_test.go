package secret

import (
	"errors"
	"io"
	"net"
	"testing"
)

func TestSplit(t *testing.T) {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	plain, sealed := Split(ln)
	for said, to := range map[string]net.Listener{"GET /": plain, "\x16\x03\x01": sealed} {
		c, err := net.Dial("tcp", ln.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		if _, err := io.WriteString(c, said); err != nil {
			t.Fatal(err)
		}
		got, err := to.Accept()
		if err != nil {
			t.Fatal(err)
		}
		defer got.Close()
		b := make([]byte, len(said))
		if _, err := io.ReadFull(got, b); err != nil || string(b) != said {
			t.Errorf("%q came out as %q, %v", said, b, err)
		}
	}
	if err := plain.Close(); err != nil {
		t.Error(err)
	}
	if _, err := plain.Accept(); !errors.Is(err, net.ErrClosed) {
		t.Errorf("a closed half: %v", err)
	}
	if c, err := net.Dial("tcp", ln.Addr().String()); err != nil {
		t.Errorf("the other half is closed too: %v", err)
	} else {
		c.Close()
	}
	if err := errors.Join(sealed.Close(), sealed.Close(), plain.Close()); err != nil {
		t.Error(err)
	}
	if _, err := net.Dial("tcp", ln.Addr().String()); err == nil {
		t.Error("still open")
	}
}
