package pki

import (
	"encoding/asn1"
	"fmt"
	"net/netip"
	"strings"
)

// subjectKey reads SubjectKeyIdentifier (4.2.1.2).
func (e *extension) subjectKey() bool {
	var id []byte
	if !whole(e.Value, &id) {
		return false
	}
	e.value, e.note = colons(id), "a short name for the key"
	return true
}

// authorityKey reads AuthorityKeyIdentifier (4.2.1.1).
func (e *extension) authorityKey() bool {
	var a struct {
		ID []byte `asn1:"optional,tag:0"`
	}
	if _, err := asn1.Unmarshal(e.Value, &a); err != nil { // issuer and serial number may follow
		return false
	}
	e.value, e.note = colons(a.ID), "the key that signed"
	return true
}

// constraints reads BasicConstraints (4.2.1.9).
func (e *extension) constraints() bool {
	c := struct {
		CA      bool `asn1:"optional"`
		PathLen int  `asn1:"optional,default:-1"`
	}{PathLen: -1}
	if !whole(e.Value, &c) {
		return false
	}
	e.ca, e.value, e.note = c.CA, "CA:FALSE", "may not sign other certificates"
	if c.CA {
		e.value, e.note = "CA:TRUE", "may sign other certificates"
	}
	if c.PathLen >= 0 {
		e.value += fmt.Sprintf(", pathlen:%d", c.PathLen)
	}
	return true
}

// usages are the names of KeyUsage's bits, from bit 0 (4.2.1.3). crypto/x509 has them in the same order.
var usages = [...]string{
	"digitalSignature", "nonRepudiation", "keyEncipherment", "dataEncipherment", "keyAgreement",
	"keyCertSign", "cRLSign", "encipherOnly", "decipherOnly",
}

// keyUsage reads KeyUsage.
func (e *extension) keyUsage() bool {
	var bits asn1.BitString
	if !whole(e.Value, &bits) {
		return false
	}
	var names []string
	for i := range bits.BitLength {
		if bits.At(i) == 0 {
			continue
		}
		name := fmt.Sprintf("bit %d", i)
		if i < len(usages) {
			name = usages[i]
		}
		names = append(names, name)
		e.usage |= 1 << min(i, 30)
	}
	e.value, e.note = strings.Join(names, ", "), "what the key is for"
	return true
}

// purposes are the names of extended key usages (4.2.1.12).
var purposes = map[string]string{
	"2.5.29.37.0":       "anyExtendedKeyUsage",
	"1.3.6.1.5.5.7.3.1": "serverAuth",
	"1.3.6.1.5.5.7.3.2": "clientAuth",
	"1.3.6.1.5.5.7.3.3": "codeSigning",
	"1.3.6.1.5.5.7.3.4": "emailProtection",
	"1.3.6.1.5.5.7.3.8": "timeStamping",
	"1.3.6.1.5.5.7.3.9": "OCSPSigning",
}

// extKeyUsage reads ExtKeyUsageSyntax.
func (e *extension) extKeyUsage() bool {
	if !whole(e.Value, &e.purposes) {
		return false
	}
	var names []string
	for _, id := range e.purposes {
		name := purposes[id.String()]
		if name == "" {
			name = id.String()
		}
		names = append(names, name)
	}
	e.value, e.note = strings.Join(names, ", "), "what the certificate is for"
	return true
}

// altNames reads SubjectAltName (4.2.1.6).
func (e *extension) altNames() bool {
	var list []asn1.RawValue
	if !whole(e.Value, &list) {
		return false
	}
	var names []string
	for _, n := range list {
		if n.Class != asn1.ClassContextSpecific {
			return false
		}
		switch ip, isIP := netip.AddrFromSlice(n.Bytes); {
		case n.Tag == 1:
			names = append(names, "email:"+string(n.Bytes))
		case n.Tag == 2:
			names = append(names, "DNS:"+string(n.Bytes))
		case n.Tag == 6:
			names = append(names, "URI:"+string(n.Bytes))
		case n.Tag == 7 && isIP:
			names = append(names, "IP:"+ip.String())
		default:
			names, e.strange = append(names, fmt.Sprintf("another kind of name (tag %d)", n.Tag)), true
		}
	}
	e.value, e.note = strings.Join(names, ", "), "the names that clients compare with"
	return true
}

// whole reads one DER value with nothing behind it.
func whole(der []byte, v any) bool {
	rest, err := asn1.Unmarshal(der, v)
	return err == nil && len(rest) == 0
}

// colons writes bytes as 5d:0a:….
func colons(b []byte) string { return strings.ReplaceAll(fmt.Sprintf("% x", b), " ", ":") }
