package tlswire

import (
	"slices"
	"strings"
)

// attributes are the short names of what names are made of (RFC 4514, section 3, and common practice).
var attributes = [...]struct{ oid, short string }{
	{"2.5.4.3", "CN"},
	{"2.5.4.4", "SN"},
	{"2.5.4.5", "serialNumber"},
	{"2.5.4.6", "C"},
	{"2.5.4.7", "L"},
	{"2.5.4.8", "ST"},
	{"2.5.4.9", "STREET"},
	{"2.5.4.10", "O"},
	{"2.5.4.11", "OU"},
	{"2.5.4.12", "title"},
	{"2.5.4.13", "description"},
	{"2.5.4.15", "businessCategory"},
	{"2.5.4.17", "postalCode"},
	{"2.5.4.42", "GN"},
	{"2.5.4.97", "organizationIdentifier"},
	{"0.9.2342.19200300.100.1.1", "UID"},
	{"0.9.2342.19200300.100.1.25", "DC"},
	{"1.2.840.113549.1.9.1", "emailAddress"},
	{"1.2.840.113549.1.9.2", "unstructuredName"},
	{"1.3.6.1.4.1.311.60.2.1.1", "jurisdictionL"},
	{"1.3.6.1.4.1.311.60.2.1.2", "jurisdictionST"},
	{"1.3.6.1.4.1.311.60.2.1.3", "jurisdictionC"},
}

// shortName is the part of a name, as readName wrote it, that has the CN; all of it when there is none.
func shortName(name string) string {
	for rest := name; rest != ""; {
		end := 0
		for end < len(rest) && rest[end] != ',' && rest[end] != '+' {
			if rest[end] == '\\' {
				end++ // what is escaped ends nothing
			}
			end++
		}
		end = min(end, len(rest))
		if strings.HasPrefix(rest, "CN=") {
			return rest[:end]
		}
		rest = rest[min(end+1, len(rest)):]
	}
	return name
}

// readName writes a distinguished name in DER as RFC 4514 does: "CN=localhost,O=Example".
func readName(der []byte) string {
	name, _, ok := nextElement(der)
	if !ok {
		return ""
	}
	var parts []string
	for rdns := name.body; ; {
		rdn, rest, ok := nextElement(rdns)
		if !ok {
			break
		}
		rdns = rest
		var pairs []string
		for set := rdn.body; ; {
			pair, rest, ok := nextElement(set)
			if !ok {
				break
			}
			set = rest
			pairs = append(pairs, readAttribute(pair.body))
		}
		parts = append(parts, strings.Join(pairs, "+"))
	}
	slices.Reverse(parts) // the wire has the country first, the string has it last
	return strings.Join(parts, ",")
}

// readAttribute writes one attribute: "CN=localhost".
func readAttribute(b []byte) string {
	kind, rest, ok := nextElement(b)
	if !ok {
		return "?"
	}
	key := oid(kind.body)
	for i := range attributes {
		if attributes[i].oid == key {
			key = attributes[i].short
			break
		}
	}
	value, _, _ := nextElement(rest)
	return key + "=" + escapeName(value.text())
}

// escapeName escapes what would break a name apart (RFC 4514, section 2.4).
func escapeName(s string) string {
	if !strings.ContainsAny(s, `,+"\<>;`) {
		return s
	}
	var b strings.Builder
	for _, r := range s {
		if strings.ContainsRune(`,+"\<>;`, r) {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}

// commonName is the CN of a name that readName wrote, "" without one.
func commonName(name string) string {
	cn, _ := strings.CutPrefix(shortName(name), "CN=")
	if cn == name {
		return ""
	}
	return cn
}
