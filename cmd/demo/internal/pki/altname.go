package pki

import (
	"fmt"
	"net/netip"
	"strings"
)

// ParseAltName reads an alternative name as a person writes it: a DNS name, also with a wildcard as its first
// label, or an IP address; "DNS:" or "IP:" may stand before it, as OpenSSL has it.
func ParseAltName(s string) (string, error) {
	kind, name, ok := strings.Cut(s, ":")
	switch {
	case ok && strings.EqualFold(kind, "DNS"):
		return name, checkDNS(name)
	case ok && strings.EqualFold(kind, "IP"):
		_, err := netip.ParseAddr(name)
		return name, err
	}
	if ip, err := netip.ParseAddr(s); err == nil {
		if ip.Zone() != "" {
			return "", fmt.Errorf("%q: a zone means something on one machine only; leave out %%%s", s, ip.Zone())
		}
		return s, nil
	}
	if strings.Contains(s, "://") {
		return "", fmt.Errorf("%q is a whole address; only its host name goes into a certificate", s)
	}
	if ok {
		return "", fmt.Errorf("%q: ports are not part of a certificate; write %q", s, kind)
	}
	return s, checkDNS(s)
}

// checkDNS says what is wrong with a DNS name (RFC 1034, 3.5; RFC 9525, 6.3 for wildcards). Underscores pass:
// there are hosts that have them.
func checkDNS(name string) error {
	if name == "" || len(name) > 253 {
		return fmt.Errorf("%q: a DNS name has 1 to 253 characters", name)
	}
	for i, label := range strings.Split(name, ".") {
		if label == "*" && i == 0 && strings.Contains(name, ".") {
			continue
		}
		if label == "" || len(label) > 63 {
			return fmt.Errorf("%q: between the dots of a DNS name stand 1 to 63 characters", name)
		}
		for _, r := range label {
			switch {
			case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9', r == '-', r == '_':
			case r >= 0x80:
				return fmt.Errorf("%q: other letters than a to z go into a certificate as xn--…", name)
			default:
				return fmt.Errorf("%q: %q can't stand in a DNS name", name, r)
			}
		}
	}
	return nil
}

// split sorts alternative names into IP addresses and DNS names.
func split(names []string) (dns []string, ips []netip.Addr) {
	for _, n := range names {
		if ip, err := netip.ParseAddr(n); err == nil {
			ips = append(ips, ip)
		} else {
			dns = append(dns, n)
		}
	}
	return dns, ips
}
