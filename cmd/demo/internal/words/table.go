package words

// table is the words with their meanings, by what they belong to. The pattern finds a word in text; where it is empty,
// the word itself does.
var table = []struct{ word, means, pattern string }{
	// Networks.
	{"datagram", "a single packet, sent without a connection (UDP)", ""},
	{"malformed", "bytes that break the rules of what they should be", ""},

	// HTTP.
	{"Basic", "user and password in a header, written in base64: letters for bytes, which anybody can turn back", `\bBasic [^ ]|base64`},
	{"cookie", "a text that the server gives out, and the client shows with each request from then on, to be known again", `(?i)\bcookie( |$)`},
	{"GET", "asks a server for something, as POST sends it something; 200 says that it worked, 401 that one has to log in", `\bGET /`},
	{"headers", "lines before the body of a request or an answer that say more about it", ""},
	{"Host", "the header with the name of the server as the client asked for it", `\bHost\b`},
	{"HTTP/2 settings", "what one side of HTTP/2 asks the other to keep to", ""},
	{"HSTS", "the server's order to its clients to come by HTTPS alone from now on", ""},

	// Keys and ciphers.
	{"AEAD", "encryption that also seals: who changes one bit without the key breaks the seal, and is noticed", ""},
	{"CA", "certificate authority: it signs certificates, and is trusted to look first whom they are for", ""},
	{"Diffie-Hellman", "two make a secret out of numbers that they send in the open, and out of others that they keep", ""},
	{"ECDHE", "Diffie-Hellman on a curve, with keys that are ephemeral", ""},
	{"ephemeral", "made for one conversation alone, and forgotten after it", ""},
	{"Fernet token", "a text sealed with AES and signed with HMAC; the time when it was made stands in it, readable", ""},
	{"HMAC", "a checksum that takes a key to make: who has no key can't change the text unnoticed", ""},
	{"public value", "what one sends of a Diffie-Hellman exchange: made of a private number, which nobody gets out of it again", `\bpublic values?\b`},
	{"RSA", "a pair of keys: what anybody seals with the public one, only the private one opens", `\bRSA:`},
	{"X25519", "the curve on which most of the web does its Diffie-Hellman", `(?i)\bx25519\b`},
	{"X25519MLKEM768", "X25519, and beside it an exchange that is to hold against quantum computers too", ""},

	// TLS.
	{"ALPN", "what the client's hello offers to speak inside TLS: http/1.1, or h2 and h3 for HTTP/2 and 3", `hello   SNI [^ ]+   (http/1\.1|h[23])`},
	{"alert", "TLS says that it ends, or what is wrong", ""},
	{"cipher suite", "the recipe by which all is sealed from here on; its name begins with TLS_", `\bTLS_[A-Z]`},
	{"certificate", "a passport: from A to B I am X, according to Y, who signed it", `\bcertificate\b`},
	{"certificate_request", "the server asks the client for a certificate too", ""},
	{"certificate_verify", "the proof: a signature that only the owner of the certificate's key can make", ""},
	{"change_cipher_spec", "before TLS 1.3: all that follows from this side is sealed", ""},
	{"client_key_exchange", "the client's half of agreeing on a key, in TLS 1.2", ""},
	{"CN", "common name: what somebody is called in a certificate; O is the organisation", `\bCN=`},
	{"ECH", "Encrypted Client Hello: the real hello travels sealed, inside another one for show", `\bECH\b`},
	{"encrypted_extensions", "what the server has to say besides, sealed in TLS 1.3", ""},
	{"finished", "the end of the handshake, with a checksum over all of it: both have heard the same", `\bfinished\b`},
	{"hello", "the first message of TLS from each side: what it can do, and what of that is taken", `\bTLS 1\.\d hello\b`},
	{"JA4", "a fingerprint of the client's hello: each program has its own way to say it", ""},
	{"keylog", "a file with the secrets of sessions: who has it opens them", `\((keylog)\)|\bkey log\b`},
	{"new_session_ticket", "the server gives the client a ticket, to go on later from where they are", ""},
	{"record", "an envelope of TLS: its kind and length are readable, what is in it is sealed", `\d records?,`},
	{"server_hello_done", "the server has said all for now, in TLS 1.2", ""},
	{"server_key_exchange", "the server's half of agreeing on a key, in TLS 1.2", ""},
	{"SNI", "server name indication: the name in the client's hello, said before there is a key", ""},
	{"ticket", "what a client shows when it comes back, to go on from an earlier session", `\bticket [0-9a-f]{8}|\ba ticket\b`},
	{"TLS", "seals a conversation, and lets the server prove who it is; HTTP inside it is HTTPS", `\bTLS\b`},
	{"unknown_ca", "the certificate was signed by somebody whom the receiver does not trust", ""},

	// QUIC.
	{"CRYPTO", "the part of a QUIC packet that carries TLS's handshake; ACK confirms packets, PADDING only makes them longer", ""},
	{"Initial", "the first packets of QUIC: sealed, but the key can be worked out of the packet itself by anybody", `\bQUIC v1 Initial\b`},
}
