package textwire

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"net/netip"
	"strconv"
)

// request4 reads a SOCKS4 request.
func request4(b []byte) (n int, m *Line) {
	if len(b) < 9 {
		return 0, nil
	}
	user, rest, ok := bytes.Cut(b[8:], []byte{0})
	if !ok {
		return 0, nil
	}
	n = len(b) - len(rest)
	host := netip.AddrFrom4([4]byte(b[4:8])).String()
	if b[4] == 0 && b[5] == 0 && b[6] == 0 && b[7] != 0 { // 4A: the server is to look up the name
		name, _, ok := bytes.Cut(rest, []byte{0})
		if !ok {
			return 0, nil
		}
		host, n = string(name), n+len(name)+1
		if !isText(name) || len(name) == 0 {
			return -1, nil
		}
	}
	if !isText(user) {
		return -1, nil
	}
	to := host + ":" + strconv.Itoa(int(binary.BigEndian.Uint16(b[2:])))
	return n, &Line{Text: command(b[1]) + " " + to, Server: to, Asked: command(b[1]) + " " + to, User: string(user)}
}

// login5 reads user and password (RFC 1929, section 2).
func login5(b []byte) (n int, m *Line) {
	if len(b) < 2 || len(b) < 3+int(b[1]) {
		return 0, nil
	}
	user, rest := b[2:2+int(b[1])], b[2+int(b[1]):]
	if len(rest) < 1+int(rest[0]) {
		return 0, nil
	}
	return 3 + len(user) + int(rest[0]), &Line{Text: "user and password", User: string(user), Password: string(rest[1 : 1+int(rest[0])])}
}

// address5 reads a SOCKS5 request or reply: its size, and the address in it.
func address5(b []byte) (n int, to string) {
	if len(b) < 5 {
		return 0, ""
	}
	n = 4
	switch b[3] {
	case 1:
		n += 4
	case 3:
		n += 1 + int(b[4])
	case 4:
		n += 16
	default:
		return -1, ""
	}
	if len(b) < n+2 {
		return 0, ""
	}
	port := ":" + strconv.Itoa(int(binary.BigEndian.Uint16(b[n:])))
	if b[3] == 3 {
		return n + 2, string(b[5:n]) + port
	}
	a, _ := netip.AddrFromSlice(b[4:n])
	if a.Is6() {
		return n + 2, "[" + a.String() + "]" + port
	}
	return n + 2, a.String() + port
}

func command(c byte) string {
	switch c {
	case 1:
		return "connect to"
	case 2:
		return "listen at"
	case 3:
		return "pass on datagrams of"
	}
	return fmt.Sprintf("command %d at", c)
}

func methods(list []byte) (text string) {
	for i, m := range list {
		if i > 0 {
			text += ", "
		}
		switch m {
		case 0:
			text += "no login"
		case 1:
			text += "GSSAPI"
		case 2:
			text += "password"
		case 0xff:
			text += "none of them"
		default:
			text += fmt.Sprintf("method %d", m)
		}
	}
	return text
}
