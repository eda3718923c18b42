package dnswire

import "fmt"

// A Type is a record type (IANA, DNS parameters).
type Type uint16

// Types whose data is told in words.
const (
	TypeA     Type = 1
	TypeNS    Type = 2
	TypeCNAME Type = 5
	TypeSOA   Type = 6
	TypePTR   Type = 12
	TypeMX    Type = 15
	TypeTXT   Type = 16
	TypeAAAA  Type = 28
	TypeSRV   Type = 33
	TypeDNAME Type = 39
	TypeOPT   Type = 41
	TypeSVCB  Type = 64
	TypeHTTPS Type = 65
	TypeSPF   Type = 99
	TypeANY   Type = 255
	TypeCAA   Type = 257
)

// String is the IANA name: "AAAA"; of unknown ones TYPE65400, as RFC 3597 (section 5) has it.
func (t Type) String() string {
	if name, ok := typeNames[t]; ok {
		return name
	}
	return fmt.Sprintf("TYPE%d", uint16(t))
}

// ofHosts says whether who asks for the type is about to talk to whoever bears the name.
func (t Type) ofHosts() bool {
	switch t {
	case TypeA, TypeAAAA, TypeHTTPS, TypeSVCB, TypeCNAME, TypeANY:
		return true
	}
	return false
}

// typeNames has, at 32, what NetBIOS (RFC 1002) makes of the type, whose messages are DNS's; IANA calls it NIMLOC. At 33
// DNS and NetBIOS mean different things: see typeNBSTAT.
var typeNames = map[Type]string{
	1: "A", 2: "NS", 5: "CNAME", 6: "SOA", 10: "NULL", 12: "PTR", 13: "HINFO", 15: "MX", 16: "TXT",
	17: "RP", 18: "AFSDB", 24: "SIG", 25: "KEY", 28: "AAAA", 29: "LOC", 32: "NB", 33: "SRV", 35: "NAPTR",
	37: "CERT", 39: "DNAME", 41: "OPT", 42: "APL", 43: "DS", 44: "SSHFP", 45: "IPSECKEY", 46: "RRSIG",
	47: "NSEC", 48: "DNSKEY", 49: "DHCID", 50: "NSEC3", 51: "NSEC3PARAM", 52: "TLSA", 53: "SMIMEA",
	55: "HIP", 59: "CDS", 60: "CDNSKEY", 61: "OPENPGPKEY", 62: "CSYNC", 63: "ZONEMD", 64: "SVCB",
	65: "HTTPS", 99: "SPF", 108: "EUI48", 109: "EUI64", 249: "TKEY", 250: "TSIG", 251: "IXFR",
	252: "AXFR", 255: "ANY", 256: "URI", 257: "CAA",
}

// A Class is a record class. Almost always it is IN.
type Class uint16

// String is the IANA name; of unknown ones CLASS32, as RFC 3597 (section 5) has it.
func (c Class) String() string {
	if name, ok := classNames[c]; ok {
		return name
	}
	return fmt.Sprintf("CLASS%d", uint16(c))
}

var classNames = map[Class]string{
	1: "IN", 3: "CH", 4: "HS", 254: "NONE", 255: "ANY",
}

// An Opcode says what kind of query a message belongs to.
type Opcode uint8

// String is the IANA name.
func (o Opcode) String() string {
	if name, ok := opcodeNames[o]; ok {
		return name
	}
	return fmt.Sprintf("OPCODE%d", uint8(o))
}

var opcodeNames = map[Opcode]string{
	0: "QUERY", 1: "IQUERY", 2: "STATUS", 4: "NOTIFY", 5: "UPDATE", 6: "DSO",
}

// An Rcode says how a query went; with EDNS it is 12 bits wide.
type Rcode uint16

// String is the IANA name.
func (r Rcode) String() string {
	if name, ok := rcodeNames[r]; ok {
		return name
	}
	return fmt.Sprintf("RCODE%d", uint16(r))
}

var rcodeNames = map[Rcode]string{
	0: "NOERROR", 1: "FORMERR", 2: "SERVFAIL", 3: "NXDOMAIN", 4: "NOTIMP", 5: "REFUSED", 6: "YXDOMAIN",
	7: "YXRRSET", 8: "NXRRSET", 9: "NOTAUTH", 10: "NOTZONE", 11: "DSOTYPENI", 16: "BADVERS", 17: "BADKEY",
	18: "BADTIME", 22: "BADTRUNC", 23: "BADCOOKIE",
}
