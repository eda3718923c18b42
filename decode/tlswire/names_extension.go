package tlswire

// The extensions that the decoder reads.
const (
	extServerName           ExtensionType = 0
	extMaxFragmentLength    ExtensionType = 1
	extStatusRequest        ExtensionType = 5
	extSupportedGroups      ExtensionType = 10
	extPointFormats         ExtensionType = 11
	extSignatureAlgorithms  ExtensionType = 13
	extHeartbeat            ExtensionType = 15
	extALPN                 ExtensionType = 16
	extClientCertType       ExtensionType = 19
	extServerCertType       ExtensionType = 20
	extPadding              ExtensionType = 21
	extEncryptThenMAC       ExtensionType = 22
	extExtendedMasterSecret ExtensionType = 23
	extCompressCertificate  ExtensionType = 27
	extRecordSizeLimit      ExtensionType = 28
	extDelegatedCredential  ExtensionType = 34
	extSessionTicket        ExtensionType = 35
	extPreSharedKey         ExtensionType = 41
	extEarlyData            ExtensionType = 42
	extSupportedVersions    ExtensionType = 43
	extCookie               ExtensionType = 44
	extPSKModes             ExtensionType = 45
	extSignatureAlgsCert    ExtensionType = 50
	extKeyShare             ExtensionType = 51
	extNextProtocol         ExtensionType = 13172
	extALPSOld              ExtensionType = 17513
	extALPS                 ExtensionType = 17613
	extECH                  ExtensionType = 0xfe0d
	extESNI                 ExtensionType = 0xffce
	extRenegotiationInfo    ExtensionType = 0xff01
)

// extensionNames is the IANA registry "TLS ExtensionType Values", with those that were deployed without a
// number there, and what each is for in one sentence.
var extensionNames = [...]struct {
	id         ExtensionType
	name, note string
}{
	{0, "server_name", "The name of the server that the client wants, so that one address can serve many (RFC 6066, section 3)."},
	{1, "max_fragment_length", "Asks for smaller records (RFC 6066, section 4)."},
	{2, "client_certificate_url", "The client would send a link to its certificate (RFC 6066, section 5)."},
	{3, "trusted_ca_keys", "Which authorities the client trusts (RFC 6066, section 6)."},
	{4, "truncated_hmac", "Asks for shorter MACs (RFC 6066, section 7)."},
	{5, "status_request", "Asks the server to staple proof that its certificate is not revoked (RFC 6066, section 8)."},
	{6, "user_mapping", "Hints who the user is (RFC 4681)."},
	{7, "client_authz", "Authorisation formats (RFC 5878)."},
	{8, "server_authz", "Authorisation formats (RFC 5878)."},
	{9, "cert_type", "Kinds of certificate (RFC 6091)."},
	{10, "supported_groups", "The ways to agree on a key that the client knows, best first (RFC 8446, section 4.2.7)."},
	{11, "ec_point_formats", "How points of elliptic curves may be written (RFC 8422, section 5.1.2)."},
	{12, "srp", "The user's name for a password-based key exchange (RFC 5054, section 2.8.1)."},
	{13, "signature_algorithms", "Which signatures are accepted (RFC 8446, section 4.2.3)."},
	{14, "use_srtp", "Keys for media streams (RFC 5764)."},
	{15, "heartbeat", "Asks for keep-alive messages (RFC 6520)."},
	{16, "application_layer_protocol_negotiation", "Which protocol is to run inside (RFC 7301)."},
	{17, "status_request_v2", "Asks for stapled proof for the whole chain (RFC 6961)."},
	{18, "signed_certificate_timestamp", "Proof that the certificate was published in a log (RFC 6962, section 3.3.1)."},
	{19, "client_certificate_type", "Kinds of client certificate (RFC 7250)."},
	{20, "server_certificate_type", "Kinds of server certificate (RFC 7250)."},
	{21, "padding", "Zeroes that only make the hello longer (RFC 7685)."},
	{22, "encrypt_then_mac", "Asks that the MAC be made over what is encrypted (RFC 7366)."},
	{23, "extended_master_secret", "Binds the keys to the whole handshake (RFC 7627)."},
	{24, "token_binding", "Binds cookies to the client's key (RFC 8472)."},
	{25, "cached_info", "What the client still has of the server's handshake (RFC 7924)."},
	{26, "tls_lts", "A long-term profile of TLS 1.2."},
	{27, "compress_certificate", "Which compressions of certificates are understood (RFC 8879)."},
	{28, "record_size_limit", "The longest record that this side takes (RFC 8449)."},
	{29, "pwd_protect", "A protected user name (RFC 8492)."},
	{30, "pwd_clear", "A user name in the clear (RFC 8492)."},
	{31, "password_salt", "For a password-based key exchange (RFC 8492)."},
	{32, "ticket_pinning", "Binds tickets to a server (RFC 8672)."},
	{33, "tls_cert_with_extern_psk", "Certificates beside a pre-shared key (RFC 8773)."},
	{34, "delegated_credential", "The server may sign with a key that its certificate's key vouches for (RFC 9345)."},
	{35, "session_ticket", "A sealed memory of an earlier session, kept by the client for the server (RFC 5077)."},
	{36, "TLMSP", "Middleboxes that take part."},
	{37, "TLMSP_proxying", "Middleboxes that take part."},
	{38, "TLMSP_delegate", "Middleboxes that take part."},
	{39, "supported_ekt_ciphers", "Keys for media streams (RFC 8870)."},
	{40, "key_share_old", "The number of key_share in drafts of TLS 1.3."},
	{41, "pre_shared_key", "Keys that both sides still have, mostly tickets of earlier sessions (RFC 8446, section 4.2.11)."},
	{42, "early_data", "The client sends data before the handshake is done; that data could be replayed (RFC 8446, section 4.2.10)."},
	{43, "supported_versions", "The versions that count; those elsewhere in a hello are there for old middleboxes (RFC 8446, section 4.2.1)."},
	{44, "cookie", "Given back after a HelloRetryRequest (RFC 8446, section 4.2.2)."},
	{45, "psk_key_exchange_modes", "Whether a pre-shared key must come with a fresh exchange (RFC 8446, section 4.2.9)."},
	{46, "ticket_early_data_info", "The number of early_data in drafts of TLS 1.3."},
	{47, "certificate_authorities", "Which authorities are trusted (RFC 8446, section 4.2.4)."},
	{48, "oid_filters", "Which client certificates will do (RFC 8446, section 4.2.5)."},
	{49, "post_handshake_auth", "The client may be asked for a certificate later (RFC 8446, section 4.2.6)."},
	{50, "signature_algorithms_cert", "Which signatures are accepted in certificates (RFC 8446, section 4.2.3)."},
	{51, "key_share", "Public halves of fresh keys: from both halves, and never from one, the keys are made (RFC 8446, section 4.2.8)."},
	{52, "transparency_info", "Proof that the certificate was published (RFC 9162)."},
	{53, "connection_id_old", "The number of connection_id in drafts."},
	{54, "connection_id", "Names a DTLS connection when addresses change (RFC 9146)."},
	{55, "external_id_hash", "Binds an identity from outside (RFC 8844)."},
	{56, "external_session_id", "Binds a session from outside (RFC 8844)."},
	{57, "quic_transport_parameters", "Limits of the QUIC connection around this handshake (RFC 9001, section 8.2)."},
	{58, "ticket_request", "How many tickets the client would like (RFC 9149)."},
	{59, "dnssec_chain", "DNSSEC proof of the server's key (RFC 9102)."},
	{60, "sequence_number_encryption_algorithms", "For DTLS 1.3."},
	{61, "rrc", "Return routability check (RFC 9853)."},
	{62, "tls_flags", "Single bits."},
	{63, "certificate_profiling", "Profiles of certificates."},
	{13172, "next_protocol_negotiation", "The forerunner of ALPN."},
	{17513, "application_settings_old", "Settings of the protocol inside, sent with the handshake (ALPS, first number)."},
	{17613, "application_settings", "Settings of the protocol inside, sent with the handshake (ALPS)."},
	{30031, "channel_id_old", "A key of the client's own."},
	{30032, "channel_id", "A key of the client's own."},
	{35655, "padding_old", "The number of padding in drafts."},
	{51764, "trust_anchors", "Which certificate authorities the client would take."},
	{0xfd00, "ech_outer_extensions", "Extensions that the hidden hello shares with this one (RFC 9849)."},
	{0xfe0d, "encrypted_client_hello", "The real hello, sealed for the server's published key; or noise that looks like one (RFC 9849)."},
	{0xff01, "renegotiation_info", "Binds a renegotiation to the session around it (RFC 5746)."},
	{0xffa5, "quic_transport_parameters_old", "The number of quic_transport_parameters in drafts."},
	{0xffce, "encrypted_server_name", "The forerunner of ECH: only the server's name was sealed."},
}

// note is what the extension is for, in one sentence; "" when not known.
func (t ExtensionType) note() string {
	for i := range extensionNames {
		if extensionNames[i].id == t {
			return extensionNames[i].note
		}
	}
	if isGREASE(uint16(t)) {
		return "Means nothing: it is there so that servers stay tolerant of what they don't know (RFC 8701)."
	}
	return ""
}
