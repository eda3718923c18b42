// Package tlswire turns the two byte streams of a TLS connection, from SSL 3.0 to TLS 1.3, into events: the
// hellos, certificates up to TLS 1.2, alerts, and how much was said behind the seal.
//
// All of it travels in records (RFC 8446, section 5.1):
//
//	record {
//	    type    uint8   // 20 change_cipher_spec, 21 alert, 22 handshake, 23 application_data, 24 heartbeat
//	    version uint16  // 0x0301 to 0x0304; since TLS 1.3 it says nothing
//	    length  uint16  // of the fragment; at most 2^14, and 2048 more when sealed
//	    fragment [length]byte
//	}
//
// Handshake messages are a stream of their own inside the records: one may take several records, and one
// record may hold several (section 5.1).
//
//	handshake {
//	    type   uint8
//	    length uint24
//	    body   [length]byte
//	}
//
// Until a key is given, what a sealed record holds is not looked at: it is counted and passed over.
package tlswire
