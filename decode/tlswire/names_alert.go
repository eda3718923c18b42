package tlswire

// alertNames is the IANA registry "TLS Alerts", with those of SSL 3.0 and of drafts.
var alertNames = [...]name{
	{0, "close_notify"},
	{1, "end_of_early_data"},
	{10, "unexpected_message"},
	{20, "bad_record_mac"},
	{21, "decryption_failed"},
	{22, "record_overflow"},
	{30, "decompression_failure"},
	{40, "handshake_failure"},
	{41, "no_certificate"},
	{42, "bad_certificate"},
	{43, "unsupported_certificate"},
	{44, "certificate_revoked"},
	{45, "certificate_expired"},
	{46, "certificate_unknown"},
	{47, "illegal_parameter"},
	{48, "unknown_ca"},
	{49, "access_denied"},
	{50, "decode_error"},
	{51, "decrypt_error"},
	{52, "too_many_cids_requested"},
	{60, "export_restriction"},
	{70, "protocol_version"},
	{71, "insufficient_security"},
	{80, "internal_error"},
	{86, "inappropriate_fallback"},
	{90, "user_canceled"},
	{100, "no_renegotiation"},
	{109, "missing_extension"},
	{110, "unsupported_extension"},
	{111, "certificate_unobtainable"},
	{112, "unrecognized_name"},
	{113, "bad_certificate_status_response"},
	{114, "bad_certificate_hash_value"},
	{115, "unknown_psk_identity"},
	{116, "certificate_required"},
	{117, "general_error"},
	{120, "no_application_protocol"},
	{121, "ech_required"},
}

// meaning says in a few plain words what an alert tells the other side; "" for those that need none.
func (d AlertDescription) meaning() string {
	switch d {
	case 0:
		return "nothing more will be sent"
	case 10:
		return "that message was out of place"
	case 20:
		return "a record did not open: changed on the way, or another key"
	case 40:
		return "nothing that both sides can do"
	case 42:
		return "the certificate is not in order: damaged, wrongly signed, for another name"
	case 44:
		return "the certificate was revoked"
	case 45:
		return "the certificate has expired"
	case 46:
		return "the certificate was refused"
	case 48:
		return "nobody the receiver trusts signed the certificate"
	case 50:
		return "a message could not be parsed"
	case 70:
		return "no version that both sides speak"
	case 86:
		return "an older version than both could speak was asked for"
	case 112:
		return "the server does not know that name"
	case 116:
		return "a client certificate is needed"
	case 120:
		return "no application protocol that both sides speak"
	}
	return ""
}
