package dnswire

import (
	"encoding/binary"
	"fmt"
	"net/netip"
	"strings"
)

// readData is a record's data raw[at:end] in the notation of zone files. What does not read as its type says is
// written as bytes (RFC 3597, section 5).
func readData(raw []byte, at, end int, t Type) string {
	data := raw[at:end]
	text := ""
	switch t {
	case TypeA, TypeAAAA:
		if a, ok := netip.AddrFromSlice(data); ok && a.Is4() == (t == TypeA) {
			text = a.String()
		}
	case TypeNS, TypeCNAME, TypePTR, TypeDNAME:
		text = nameData(raw, at, end, 0, "")
	case TypeMX:
		if len(data) > 2 {
			text = nameData(raw, at, end, 2, fmt.Sprintf("%d ", binary.BigEndian.Uint16(data)))
		}
	case TypeSRV:
		if len(data) > 6 {
			b := binary.BigEndian
			text = nameData(raw, at, end, 6, fmt.Sprintf("%d %d %d ", b.Uint16(data), b.Uint16(data[2:]), b.Uint16(data[4:])))
		}
	case TypeSOA:
		text = soa(raw, at, end)
	case TypeTXT, TypeSPF:
		text = texts(data)
	case TypeSVCB, TypeHTTPS:
		text = service(raw, at, end)
	case TypeCAA:
		text = caa(data)
	}
	if text == "" {
		return generic(data)
	}
	return text
}

// generic is data of an unknown kind. Long data is cut; the field in the message's bytes has it all.
func generic(data []byte) string {
	if n := len(data); n > 64 {
		return fmt.Sprintf(`\# %d %x…`, n, data[:64])
	}
	return strings.TrimSpace(fmt.Sprintf(`\# %d %x`, len(data), data))
}

// nameData is data that is a name behind skip bytes; "" when it is not exactly that.
func nameData(raw []byte, at, end, skip int, before string) string {
	name, stop, err := readName(raw[:end], at+skip)
	if err != nil || stop != end {
		return ""
	}
	return before + name
}

func soa(raw []byte, at, end int) string {
	primary, next, err := readName(raw[:end], at)
	if err != nil {
		return ""
	}
	mail, next, err := readName(raw[:end], next)
	if err != nil || end-next != 20 {
		return ""
	}
	text := primary + " " + mail
	for ; next < end; next += 4 {
		text += fmt.Sprintf(" %d", binary.BigEndian.Uint32(raw[next:]))
	}
	return text
}

// texts is a row of character strings, each in quotation marks.
func texts(data []byte) string {
	var b strings.Builder
	for len(data) > 0 {
		n := int(data[0])
		if 1+n > len(data) {
			return ""
		}
		if b.Len() > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(quoted(data[1 : 1+n]))
		data = data[1+n:]
	}
	return b.String()
}

// caa says who may certify a name (RFC 8659, section 4.1).
func caa(data []byte) string {
	if len(data) < 2 || 2+int(data[1]) > len(data) {
		return ""
	}
	n := 2 + int(data[1])
	return fmt.Sprintf("%d %s %s", data[0], escaped(data[2:n]), quoted(data[n:]))
}

func escaped(data []byte) string {
	var s strings.Builder
	writeLabel(&s, data)
	return strings.ReplaceAll(s.String(), `\.`, ".")
}

func quoted(data []byte) string { return `"` + strings.ReplaceAll(escaped(data), `"`, `\"`) + `"` }

// service is what HTTPS and SVCB say of an endpoint (RFC 9460, section 2.1).
func service(raw []byte, at, end int) string {
	if end-at < 3 {
		return ""
	}
	target, next, err := readName(raw[:end], at+2)
	if err != nil {
		return ""
	}
	text := fmt.Sprintf("%d %s", binary.BigEndian.Uint16(raw[at:]), target)
	for next < end {
		if next+4 > end {
			return ""
		}
		key, size := binary.BigEndian.Uint16(raw[next:]), int(binary.BigEndian.Uint16(raw[next+2:]))
		next += 4
		if next+size > end {
			return ""
		}
		text += " " + parameter(key, raw[next:next+size])
		next += size
	}
	return text
}

// parameter is one of a service's parameters (RFC 9460, section 14.3.2).
func parameter(key uint16, value []byte) string {
	switch key {
	case 1:
		var ids []string
		for v := value; len(v) > 0 && 1+int(v[0]) <= len(v); v = v[1+int(v[0]):] {
			ids = append(ids, escaped(v[1:1+int(v[0])]))
		}
		return "alpn=" + strings.Join(ids, ",")
	case 2:
		return "no-default-alpn"
	case 3:
		if len(value) == 2 {
			return fmt.Sprintf("port=%d", binary.BigEndian.Uint16(value))
		}
	case 4:
		return "ipv4hint=" + addresses(value, 4)
	case 5:
		return fmt.Sprintf("ech=(%d bytes)", len(value)) // the key with which a hello hides its name
	case 6:
		return "ipv6hint=" + addresses(value, 16)
	case 7:
		return "dohpath=" + escaped(value)
	}
	return fmt.Sprintf("key%d=%x", key, value[:min(len(value), 64)])
}

func addresses(data []byte, size int) string {
	var all []string
	for ; len(data) >= size; data = data[size:] {
		a, _ := netip.AddrFromSlice(data[:size])
		all = append(all, a.String())
	}
	return strings.Join(all, ",")
}
