package pki

import (
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"encoding/hex"
	"fmt"
)

// An extension is one of a certificate's, or one that a request asks for (RFC 5280, 4.2).
type extension struct {
	pkix.Extension
	name  string // the standard's, or the number
	value string // as OpenSSL has it where there is a custom
	note  string // what that means; may be empty

	usage    x509.KeyUsage           // of keyUsage
	purposes []asn1.ObjectIdentifier // of extKeyUsage
	ca       bool                    // of basicConstraints
	strange  bool                    // subjectAltName with other than DNS names, addresses, mail addresses and URIs
	bad      bool                    // it is not as its standard has it
}

func (e extension) String() string {
	if e.value == "" {
		return e.name
	}
	return e.name + " " + e.value
}

// What is known of extensions.
var known = map[string]struct {
	name  string
	parse func(*extension) bool
}{
	"2.5.29.14":               {"subjectKeyIdentifier", (*extension).subjectKey},
	"2.5.29.15":               {"keyUsage", (*extension).keyUsage},
	"2.5.29.17":               {"subjectAltName", (*extension).altNames},
	"2.5.29.18":               {"issuerAltName", nil},
	"2.5.29.19":               {"basicConstraints", (*extension).constraints},
	"2.5.29.30":               {"nameConstraints", nil},
	"2.5.29.31":               {"cRLDistributionPoints", nil},
	"2.5.29.32":               {"certificatePolicies", nil},
	"2.5.29.35":               {"authorityKeyIdentifier", (*extension).authorityKey},
	"2.5.29.37":               {"extKeyUsage", (*extension).extKeyUsage},
	"1.3.6.1.5.5.7.1.1":       {"authorityInfoAccess", nil},
	"1.3.6.1.5.5.7.1.24":      {"tlsFeature", nil},
	"1.3.6.1.4.1.11129.2.4.2": {"signedCertificateTimestampList", nil},
	"2.16.840.1.113730.1.1":   {"nsCertType", nil},
	"2.16.840.1.113730.1.13":  {"nsComment", nil},
}

// describe reads an extension.
func describe(raw pkix.Extension) extension {
	e := extension{Extension: raw}
	k, ok := known[raw.Id.String()]
	e.name = k.name
	if !ok {
		e.name = raw.Id.String()
	}
	if k.parse == nil {
		e.value = fmt.Sprintf("(%d bytes)", len(raw.Value))
	} else if !k.parse(&e) {
		e.bad, e.value = true, "damaged: "+hex.EncodeToString(raw.Value)
	}
	return e
}

// within says whether a certificate made from t has what the extension asks for anyway, or has it from the request.
func (e extension) within(t *x509.Certificate) bool {
	if e.bad {
		return false
	}
	switch e.name {
	case "subjectAltName":
		return !e.strange
	case "subjectKeyIdentifier":
		return true // a name for the key, which gives no rights
	case "basicConstraints":
		return !e.ca
	case "keyUsage":
		return e.usage&^t.KeyUsage == 0
	case "extKeyUsage":
		for _, p := range e.purposes {
			if p.String() != t.ExtKeyUsage[0].OID().String() {
				return false
			}
		}
		return true
	}
	return false
}
