// Package quicwire turns the datagrams of a QUIC connection into events: the packets of the handshake's first
// part, which anyone can open, and how much was said behind the seal.
//
// A datagram holds one packet, or several of the handshake one after the other (RFC 9000, section 12.2). Until
// the keys are there, packets have a long header (section 17.2):
//
//	long_header {
//	    form      uint1   // 1
//	    fixed     uint1   // 1
//	    type      uint2   // 0 Initial, 1 0-RTT, 2 Handshake, 3 Retry; other numbers in version 2 (RFC 9369)
//	    specific  uint4   // protected; in the end the length of the packet number
//	    version   uint32
//	    dcid_len  uint8;  dcid [dcid_len]byte  // destination connection id
//	    scid_len  uint8;  scid [scid_len]byte  // source connection id
//	    token_len varint; token [token_len]byte  // Initial only
//	    length    varint  // of the packet number and what follows
//	    number    [1..4]byte  // protected
//	    payload   []byte  // frames, sealed, with a tag of 16 bytes
//	}
//
// Later packets have a short one: a byte, the destination connection id, whose length both sides know, and the
// packet number (section 17.3).
//
// Initial packets are sealed too, but with keys that are made of a number in the RFC and of the destination
// connection id that the client chose, which stands beside them (RFC 9001, section 5.2). That keeps out
// accidents and middleboxes, not listeners: this package opens them as anybody can, and events of what is in
// them need no key. The handshake of TLS in their CRYPTO frames is put together and handed to the decoder that
// Options name.
package quicwire
