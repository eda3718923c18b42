package secret

import "net/http"

// HTTP2 is the same protection with HTTP/2 instead of HTTP/1.1 (RFC 9113): agreed on in ALPN where there is TLS,
// else known to both ends before ("prior knowledge", section 3.3).
func HTTP2(p Protection) Protection {
	p.Protocols = new(http.Protocols)
	p.Protocols.SetHTTP2(p.Scheme == "https")
	p.Protocols.SetUnencryptedHTTP2(p.Scheme == "http")
	if p.ClientTLS != nil {
		p.ClientTLS.NextProtos = []string{"h2"}
	}
	if p.ServerTLS != nil {
		p.ServerTLS.NextProtos = []string{"h2"}
	}
	return p
}
