package dnswire

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"strings"
)

// typeNBSTAT asks a node for all its names, on the port of NetBIOS's name service. There the type is not SRV
// (RFC 1002, section 4.2.1.2).
const typeNBSTAT Type = 33

// netBIOS reads the message again as one of NetBIOS's name service.
func (m *Message) netBIOS() {
	for i := range m.Questions {
		q := &m.Questions[i]
		q.netBIOS = true
		q.Name, q.encoded = readNetBIOSName(q.Name)
	}
	for i := range m.Records {
		r := &m.Records[i]
		r.netBIOS = true
		r.Name, r.encoded = readNetBIOSName(r.Name)
		if r.Type != typeNBSTAT {
			continue
		}
		if r.Data = nodeStatus(r.data); r.Data == "" {
			r.Data = generic(r.data)
		}
	}
}

// typeName is t's name on NetBIOS's name service, or elsewhere.
func typeName(t Type, netBIOS bool) string {
	if netBIOS && t == typeNBSTAT {
		return "NBSTAT"
	}
	return t.String()
}

// readNetBIOSName reads a name of which the first label is NetBIOS's: 16 bytes, each as two letters from A to P
// (RFC 1001, section 14.1). What stands behind it is the scope. Of other names encoded is "".
func readNetBIOSName(name string) (text, encoded string) {
	first, scope, _ := strings.Cut(name, ".")
	if len(first) != 32 || strings.Trim(first, "ABCDEFGHIJKLMNOP") != "" {
		return name, ""
	}
	var raw [16]byte
	for i := range raw {
		raw[i] = (first[2*i]-'A')<<4 | (first[2*i+1] - 'A')
	}
	var b strings.Builder
	writeNetBIOSName(&b, raw[:])
	if scope != "" {
		b.WriteString("." + scope)
	}
	return b.String(), name
}

// writeNetBIOSName writes a name as NetBIOS's tools do: 15 bytes without what fills them up, and the last, which says
// what bears the name, in hexadecimal: FILES<20>.
func writeNetBIOSName(b *strings.Builder, raw []byte) {
	fmt.Fprintf(b, "%s<%02x>", escaped(bytes.TrimRight(raw[:15], " \x00")), raw[15])
}

// nodeStatus is what a node says of itself: its names, whether each is its own or a group's, and the number of its
// network card. The statistics behind that are left out (RFC 1002, section 4.2.18).
func nodeStatus(data []byte) string {
	const size = 18
	if len(data) == 0 || len(data) < 1+size*int(data[0]) {
		return ""
	}
	var said []string
	names, rest := data[1:1+size*int(data[0])], data[1+size*int(data[0]):]
	for ; len(names) > 0; names = names[size:] {
		var b strings.Builder
		writeNetBIOSName(&b, names)
		flags, owner := binary.BigEndian.Uint16(names[16:]), " unique"
		if flags&0x8000 != 0 {
			owner = " group"
		}
		b.WriteString(owner)
		for _, f := range [...]struct {
			bit  uint16
			name string
		}{{0x1000, " deregistering"}, {0x0800, " conflict"}, {0x0200, " permanent"}} {
			if flags&f.bit != 0 {
				b.WriteString(f.name)
			}
		}
		said = append(said, b.String())
	}
	if len(rest) >= 6 {
		said = append(said, "unit "+strings.ReplaceAll(fmt.Sprintf("% x", rest[:6]), " ", ":"))
	}
	return strings.Join(said, ", ")
}
