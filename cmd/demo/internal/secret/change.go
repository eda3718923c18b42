package secret

import "crypto/tls"

// With is the protection with both ends' TLS changed.
func (p Protection) With(change func(*tls.Config)) Protection {
	return p.WithServer(change).WithClient(change)
}

// WithClient is the protection with the members' TLS changed.
func (p Protection) WithClient(change func(*tls.Config)) Protection {
	p.ClientTLS = changed(p.ClientTLS, change)
	return p
}

// WithServer is the protection with the server's TLS changed.
func (p Protection) WithServer(change func(*tls.Config)) Protection {
	p.ServerTLS = changed(p.ServerTLS, change)
	return p
}

// changed is a copy of c with the change made; nil if c is.
func changed(c *tls.Config, change func(*tls.Config)) *tls.Config {
	if c != nil {
		c = c.Clone()
		change(c)
	}
	return c
}

// Version has both ends speak one version of TLS and no other.
func Version(v uint16) func(*tls.Config) {
	return func(c *tls.Config) { c.MinVersion, c.MaxVersion = v, v }
}
