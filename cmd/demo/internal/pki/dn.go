package pki

import (
	"crypto/x509/pkix"
	"encoding/asn1"
	"slices"
	"strings"
)

var oidCommonName = asn1.ObjectIdentifier{2, 5, 4, 3}

// further are short names of attributes that crypto/x509/pkix writes as numbers.
var further = map[string]string{
	"1.2.840.113549.1.9.1":       "emailAddress",
	"0.9.2342.19200300.100.1.1":  "UID",
	"0.9.2342.19200300.100.1.25": "DC",
	"2.5.4.4":                    "SN",
	"2.5.4.12":                   "title",
	"2.5.4.42":                   "GN",
}

// nameOf writes a distinguished name in DER as RFC 4514 does, all of it and in its own order, which a pkix.Name
// has lost: "CN=localhost,O=Secret Squirrels". It is not escaped for a terminal.
func nameOf(der []byte) string {
	var name pkix.RDNSequence
	if rest, err := asn1.Unmarshal(der, &name); err != nil || len(rest) > 0 {
		return "?"
	}
	if len(name) == 0 {
		return "nobody"
	}
	var parts []string
	for _, rdn := range slices.Backward(name) {
		var pairs []string
		for _, a := range rdn {
			pairs = append(pairs, attribute(a))
		}
		parts = append(parts, strings.Join(pairs, "+"))
	}
	return strings.Join(parts, ",")
}

// attribute writes one attribute: "CN=localhost".
func attribute(a pkix.AttributeTypeAndValue) string {
	short, known := further[a.Type.String()]
	if _, isText := a.Value.(string); !known || !isText {
		return pkix.RDNSequence{{a}}.String()
	}
	a.Type = oidCommonName // whose value is escaped as this one's has to be
	return short + strings.TrimPrefix(pkix.RDNSequence{{a}}.String(), "CN")
}
