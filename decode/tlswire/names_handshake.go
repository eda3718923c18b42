package tlswire

// The handshake messages that the decoder knows by their number.
const (
	helloRequest          HandshakeType = 0
	clientHello           HandshakeType = 1
	serverHello           HandshakeType = 2
	newSessionTicket      HandshakeType = 4
	endOfEarlyData        HandshakeType = 5
	encryptedExtensions   HandshakeType = 8
	certificate           HandshakeType = 11
	serverKeyExchange     HandshakeType = 12
	certificateRequest    HandshakeType = 13
	serverHelloDone       HandshakeType = 14
	certificateVerify     HandshakeType = 15
	clientKeyExchange     HandshakeType = 16
	finished              HandshakeType = 20
	certificateStatus     HandshakeType = 22
	keyUpdate             HandshakeType = 24
	compressedCertificate HandshakeType = 25
)

// handshakeNames is the IANA registry "TLS HandshakeType", with next_protocol, which never got a number there.
var handshakeNames = [...]name{
	{0, "hello_request"},
	{1, "client_hello"},
	{2, "server_hello"},
	{3, "hello_verify_request"},
	{4, "new_session_ticket"},
	{5, "end_of_early_data"},
	{6, "hello_retry_request"},
	{8, "encrypted_extensions"},
	{9, "request_connection_id"},
	{10, "new_connection_id"},
	{11, "certificate"},
	{12, "server_key_exchange"},
	{13, "certificate_request"},
	{14, "server_hello_done"},
	{15, "certificate_verify"},
	{16, "client_key_exchange"},
	{17, "client_certificate_request"},
	{20, "finished"},
	{21, "certificate_url"},
	{22, "certificate_status"},
	{23, "supplemental_data"},
	{24, "key_update"},
	{25, "compressed_certificate"},
	{26, "ekt_key"},
	{67, "next_protocol"},
	{254, "message_hash"},
}
