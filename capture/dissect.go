package capture

import (
	"encoding/binary"
	"fmt"
	"net"
	"strings"

	"github.com/google/gopacket/layers"

	"eavesdrop/decode"
)

// Dissect takes a frame apart for a person: a layer a header, down to the transport's. The packet keeps no part
// of f.
func Dissect(f *Frame) *decode.Packet {
	raw := append([]byte(nil), f.Data...)
	pk := &decode.Packet{Number: f.Number, Time: f.Time, Length: f.Length, Raw: raw}
	frame := decode.PacketLayer{
		Name:  "Frame",
		Title: fmt.Sprintf("%d, %d bytes on the wire", f.Number, f.Length),
		Span:  decode.Span{Start: 0, End: len(raw)},
	}
	if f.Length > len(raw) {
		frame.Title += fmt.Sprintf(", %d captured", len(raw))
	}
	pk.Layers = append(pk.Layers, frame)
	var a Assembler
	p := peeled{trail: &trail{}}
	own := *f
	own.Data = raw
	why := a.peel(&own, &p)
	for _, h := range p.trail.headers {
		if h.at < 0 {
			pk.Layers = append(pk.Layers, decode.PacketLayer{Name: h.name, Title: compressed})
			continue
		}
		b := raw[h.at:min(h.at+h.len, len(raw))]
		pk.Layers = append(pk.Layers, describeHeader(h, b))
	}
	switch {
	case why == skipWaiting: // other frames have the rest; the part was noted
	case why != "":
		pk.Layers = append(pk.Layers, decode.PacketLayer{Name: "Not followed", Title: string(why)})
	case p.pieces != nil && p.proto == protoTCP:
		pk.Layers = append(pk.Layers, decode.PacketLayer{Name: "Transmission Control Protocol", Title: compressed})
	case p.pieces != nil && p.proto == protoUDP:
		pk.Layers = append(pk.Layers, decode.PacketLayer{Name: "User Datagram Protocol", Title: compressed})
	case p.proto == protoTCP && len(p.payload) >= 20:
		pk.Layers = append(pk.Layers, describeTCP(p.payload, p.at))
	case p.proto == protoUDP && len(p.payload) >= 8:
		pk.Layers = append(pk.Layers, describeUDP(p.payload, p.at))
	}
	return pk
}

// compressed is all that is said of a header that does not stand in the frame as it is: there is no place in the
// frame to point to.
const compressed = "compressed"

// explainer builds the fields of one header.
type explainer struct {
	b      []byte
	at     int
	fields []decode.Field
}

// add explains bytes [from, to) of the header.
func (x *explainer) add(name, value string, from, to int, note string) {
	x.fields = append(x.fields, decode.Field{
		Name: name, Value: value, Span: decode.Span{Start: x.at + from, End: x.at + to}, Sight: decode.Readable, Note: note,
	})
}

func (x *explainer) u16(at int) uint16 { return binary.BigEndian.Uint16(x.b[at:]) }
func (x *explainer) u32(at int) uint32 { return binary.BigEndian.Uint32(x.b[at:]) }

// describeHeader explains one link or network header.
func describeHeader(h header, b []byte) decode.PacketLayer {
	l := decode.PacketLayer{Name: h.name, Span: decode.Span{Start: h.at, End: h.at + len(b)}}
	x := &explainer{b: b, at: h.at}
	switch {
	case h.name == "Ethernet II" && len(b) >= 14:
		dst, src := net.HardwareAddr(b[:6]).String(), net.HardwareAddr(b[6:12]).String()
		l.Title = src + " → " + dst
		x.add("destination", dst, 0, 6, "The address of a network card; the loopback interface has none, so zeros.")
		x.add("source", src, 6, 12, "")
		if t := x.u16(12); t <= etherMaxLength {
			l.Name = "IEEE 802.3 Ethernet"
			x.add("length", fmt.Sprintf("%d bytes", t), 12, 14, "How much follows; what stands behind that is padding.")
		} else {
			x.add("type", fmt.Sprintf("%s (0x%04x)", layers.EthernetType(t), t), 12, 14, "What the frame carries.")
		}
	case h.name == vlanHeader && len(b) >= 4:
		l.Title = fmt.Sprintf("VLAN %d", x.u16(0)&0xfff)
		x.add("tag", fmt.Sprintf("priority %d, VLAN %d", x.u16(0)>>13, x.u16(0)&0xfff), 0, 2, "")
		x.add("type", layers.EthernetType(x.u16(2)).String(), 2, 4, "")
	case h.name == "Internet Protocol Version 4" && len(b) >= 20:
		l.Title = describeIPv4(x)
	case h.name == "Internet Protocol Version 6" && len(b) >= 40:
		l.Title = describeIPv6(x)
	case h.name == fragmentHeader:
		l.Title = fmt.Sprintf("%d bytes", len(b))
		x.add("data", l.Title, 0, len(b), "Other packets have the rest.")
	default:
		l.Title = fmt.Sprintf("%d bytes", len(b))
		x.add("header", fmt.Sprintf("%d bytes", len(b)), 0, len(b), "")
	}
	l.Fields = x.fields
	return l
}

// describeIPv4 explains the header of RFC 791, section 3.1.
func describeIPv4(x *explainer) string {
	b := x.b
	src, dst := net.IP(b[12:16]).String(), net.IP(b[16:20]).String()
	x.add("version", fmt.Sprintf("%d, header of %d bytes", b[0]>>4, int(b[0]&15)*4), 0, 1, "")
	x.add("service", fmt.Sprintf("0x%02x", b[1]), 1, 2, "")
	x.add("total length", fmt.Sprintf("%d bytes", x.u16(2)), 2, 4, "How much is said cannot be hidden: the network needs to know.")
	x.add("identification", fmt.Sprintf("0x%04x", x.u16(4)), 4, 6, "")
	x.add("flags", fragmentFlags(x.u16(6)), 6, 8, "")
	x.add("time to live", fmt.Sprintf("%d", b[8]), 8, 9, "Routers passed on the way count it down.")
	x.add("protocol", fmt.Sprintf("%s (%d)", layers.IPProtocol(b[9]), b[9]), 9, 10, "")
	x.add("header checksum", fmt.Sprintf("0x%04x", x.u16(10)), 10, 12, "Against accidents only: anyone can compute it anew.")
	x.add("source", src, 12, 16, "Who talks.")
	x.add("destination", dst, 16, 20, "To whom.")
	if len(b) > 20 {
		x.add("options", fmt.Sprintf("%d bytes", len(b)-20), 20, len(b), "")
	}
	return src + " → " + dst
}

func fragmentFlags(v uint16) string {
	var s []string
	if v&0x4000 != 0 {
		s = append(s, "don't fragment")
	}
	if v&0x2000 != 0 {
		s = append(s, "more fragments")
	}
	return strings.Join(append(s, fmt.Sprintf("offset %d", int(v&0x1fff)*8)), ", ")
}

// describeIPv6 explains the header of RFC 8200, section 3.
func describeIPv6(x *explainer) string {
	b := x.b
	src, dst := net.IP(b[8:24]).String(), net.IP(b[24:40]).String()
	x.add("version", fmt.Sprintf("6, traffic class 0x%02x, flow label 0x%05x", x.u16(0)>>4&0xff, x.u32(0)&0xfffff), 0, 4, "")
	x.add("payload length", fmt.Sprintf("%d bytes", x.u16(4)), 4, 6, "How much is said cannot be hidden: the network needs to know.")
	x.add("next header", fmt.Sprintf("%s (%d)", layers.IPProtocol(b[6]), b[6]), 6, 7, "")
	x.add("hop limit", fmt.Sprintf("%d", b[7]), 7, 8, "Routers passed on the way count it down.")
	x.add("source", src, 8, 24, "Who talks.")
	x.add("destination", dst, 24, 40, "To whom.")
	return src + " → " + dst
}

// describeTCP explains the header of RFC 9293, section 3.1.
func describeTCP(b []byte, at int) decode.PacketLayer {
	head := min(max(int(b[12]>>4)*4, 20), len(b))
	x := &explainer{b: b[:head], at: at}
	src, dst := ports(b)
	flags := tcpFlags(b[13])
	x.add("source port", fmt.Sprint(src), 0, 2, "")
	x.add("destination port", fmt.Sprint(dst), 2, 4, "A port says where to, not what is spoken there.")
	x.add("sequence number", fmt.Sprint(x.u32(4)), 4, 8, "Counts the bytes, so that the receiver can put them in order.")
	x.add("acknowledgement number", fmt.Sprint(x.u32(8)), 8, 12, "All bytes before this one have come.")
	x.add("flags", fmt.Sprintf("%s, header of %d bytes", flags, head), 12, 14, "SYN opens, FIN closes, RST cuts off.")
	x.add("window", fmt.Sprint(x.u16(14)), 14, 16, "How much more the sender of this is ready to take.")
	x.add("checksum", fmt.Sprintf("0x%04x", x.u16(16)), 16, 18, "Against accidents only: anyone can compute it anew.")
	x.add("urgent pointer", fmt.Sprint(x.u16(18)), 18, 20, "")
	if head > 20 {
		x.add("options", fmt.Sprintf("%d bytes", head-20), 20, head, "")
	}
	return decode.PacketLayer{
		Name:   "Transmission Control Protocol",
		Title:  fmt.Sprintf("port %d → %d, %s, %d bytes of data", src, dst, flags, len(b)-head),
		Span:   decode.Span{Start: at, End: at + head},
		Fields: x.fields,
	}
}

func tcpFlags(f byte) string {
	var s []string
	for i, name := range [...]string{"FIN", "SYN", "RST", "PSH", "ACK", "URG", "ECE", "CWR"} {
		if f&(1<<i) != 0 {
			s = append(s, name)
		}
	}
	if len(s) == 0 {
		return "no flags"
	}
	return strings.Join(s, " ")
}

// describeUDP explains the header of RFC 768.
func describeUDP(b []byte, at int) decode.PacketLayer {
	x := &explainer{b: b[:8], at: at}
	src, dst := ports(b)
	x.add("source port", fmt.Sprint(src), 0, 2, "")
	x.add("destination port", fmt.Sprint(dst), 2, 4, "")
	x.add("length", fmt.Sprintf("%d bytes", x.u16(4)), 4, 6, "")
	x.add("checksum", fmt.Sprintf("0x%04x", x.u16(6)), 6, 8, "")
	return decode.PacketLayer{
		Name:   "User Datagram Protocol",
		Title:  fmt.Sprintf("port %d → %d, %d bytes of data", src, dst, len(b)-8),
		Span:   decode.Span{Start: at, End: at + 8},
		Fields: x.fields,
	}
}
