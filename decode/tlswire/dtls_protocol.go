package tlswire

import "eavesdrop/decode"

// DTLSProtocol recognises DTLS, TLS for datagrams (RFC 6347; version 1.3 is RFC 9147), and decodes its
// handshake with the same messages. Keys are not used: what is sealed stays so, and where there are some it is said.
func DTLSProtocol(o Options) decode.Protocol {
	return &dtlsProtocol{protocol{options: o, transport: DTLS}}
}

// dtlsProtocol makes decoders of DTLS.
type dtlsProtocol struct{ protocol }

// Name is "dtls".
func (*dtlsProtocol) Name() string { return "dtls" }

// DatagramsOnly keeps streams away.
func (*dtlsProtocol) DatagramsOnly() {}

// Decoder makes the decoder of one flow.
func (p *dtlsProtocol) Decoder(c *decode.Conversation) decode.Decoder {
	return newDTLSDecoder(&p.protocol, c)
}

// Sniff looks for a datagram that is made of records to its last byte.
func (*dtlsProtocol) Sniff(_ decode.Direction, head []byte) decode.Verdict {
	if len(head) > 0 && head[0]>>5 == 1 {
		return decode.No // sealed records of DTLS 1.3 could be anything
	}
	verdict := decode.No
	for rest := head; len(rest) > 0; {
		h, ok := parseDTLSHeader(rest, -1)
		if !ok || h.unified && verdict == decode.No {
			return decode.No
		}
		body := rest[h.size:]
		if verdict == decode.No {
			if verdict = sniffDTLSRecord(&h, body); verdict == decode.No {
				return decode.No
			}
		}
		if h.length > len(body) {
			// Cut short by the capture: then only a hello is enough.
			if verdict == decode.Yes {
				return decode.No
			}
			return verdict
		}
		rest = body[h.length:]
	}
	return verdict
}

// sniffDTLSRecord looks at the first record of a datagram.
func sniffDTLSRecord(h *dtlsHeader, body []byte) decode.Verdict {
	body = body[:min(h.length, len(body))]
	switch {
	case h.epoch > 0:
		if h.typ != typeChangeCipherSpec && h.length >= 16 { // shorter than any seal
			return decode.Yes
		}
	case h.typ == typeHandshake:
		f, ok := parseFragment(body)
		if !ok {
			return decode.No
		}
		switch f.typ {
		case clientHello:
			return decode.FromAClient
		case serverHello, helloVerifyRequest:
			return decode.FromAServer
		}
		return decode.Yes
	case h.typ == typeAlert && h.length == 2 && len(body) == 2 && (body[0] == 1 || body[0] == 2):
		return decode.Yes
	case h.typ == typeChangeCipherSpec && len(body) > 0 && body[0] == 1 && (h.length == 1 || h.length == 3):
		return decode.Yes // the draft's had a number behind it
	}
	return decode.No
}
