// Package dnswire decodes the Domain Name System (RFC 1035) over UDP and TCP, multicast DNS (RFC 6762), LLMNR
// (RFC 4795) and NetBIOS's name service (RFC 1002), which have the same messages:
//
//	struct {
//		uint16 length                 // over TCP only (RFC 1035, section 4.2.2)
//		uint16 id
//		uint16 flags                  // QR, opcode, AA, TC, RD, RA, Z, AD, CD, RCODE
//		uint16 questions, answers, authorities, additionals
//		struct { name; uint16 type, class }                                 question[questions]
//		struct { name; uint16 type, class; uint32 ttl; opaque data<0..2^16-1> } record[…]
//	}
//
// A DNS query is what a listener learns first: the name, before anything else has been said to whoever bears it.
package dnswire
