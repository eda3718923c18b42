package tlswire

import "testing"

// TestJA4 has the example of the specification, and its rules for the first protocol.
func TestJA4(t *testing.T) {
	hello := func(alpn ...string) *ClientHello {
		m := &ClientHello{
			Transport: TCP, LegacyVersion: TLS12, Versions: []Version{0x3a3a, TLS13, TLS12}, ALPN: alpn,
			Ciphers: []CipherSuite{
				0xeaea, 0x1301, 0x1302, 0x1303, 0xc02b, 0xc02f, 0xc02c, 0xc030, 0xcca9, 0xcca8, 0xc013, 0xc014,
				0x009c, 0x009d, 0x002f, 0x0035,
			},
			Schemes: []SignatureScheme{0x0403, 0x0804, 0x0401, 0x0503, 0x0805, 0x0501, 0x0806, 0x0601},
		}
		for _, e := range []ExtensionType{
			0xcaca, 0x001b, 0x0000, 0x0033, 0x0010, 0x4469, 0x0017, 0x002d, 0x000d, 0x0005, 0x0023, 0x0012, 0x002b,
			0xff01, 0x000b, 0x000a, 0x0015, 0x5a5a,
		} {
			m.Extensions = append(m.Extensions, Extension{Type: e})
		}
		return m
	}
	for _, test := range []struct {
		name string
		m    *ClientHello
		want string
	}{
		{"the specification's example", hello("h2", "http/1.1"), "t13d1516h2_8daaf6152771_e5627efa2ab1"},
		{"http/1.1", hello("http/1.1"), "t13d1516h1_8daaf6152771_e5627efa2ab1"},
		{"one letter", hello("x"), "t13d1516xx_8daaf6152771_e5627efa2ab1"},
		{"none", hello(), "t13d151600_8daaf6152771_e5627efa2ab1"},
		{"empty", hello(""), "t13d151600_8daaf6152771_e5627efa2ab1"},
		{"a sign at the end", hello("0\x31\x2b\x2d"), "t13d15163d_8daaf6152771_e5627efa2ab1"},
		{"not ASCII", hello("\xab\xcd"), "t13d151699_8daaf6152771_e5627efa2ab1"},
		{"nothing at all", &ClientHello{Transport: QUIC, LegacyVersion: SSL30}, "qs3i000000_000000000000_000000000000"},
	} {
		if got := test.m.JA4(); got != test.want {
			t.Errorf("%s: %s, want %s", test.name, got, test.want)
		}
	}
}

// TestJA3 has the example that came with the method: an old hello without GREASE, written out.
func TestJA3(t *testing.T) {
	m := &ClientHello{
		LegacyVersion: TLS10, Ciphers: []CipherSuite{47, 53, 5, 10, 49161, 49162, 49171, 49172, 50, 56, 19, 4},
		Extensions: []Extension{{Type: 0}, {Type: 10}, {Type: 11}}, Groups: []Group{23, 24, 25}, PointFormats: []byte{0},
	}
	// 769,47-53-5-10-49161-49162-49171-49172-50-56-19-4,0-10-11,23-24-25,0
	if got, want := m.JA3(), "ada70206e40642a3e4461f35503241d5"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	m.Ciphers = append([]CipherSuite{0x2a2a}, m.Ciphers...)
	m.Groups = append(m.Groups, 0xfafa)
	if got, want := m.JA3(), "ada70206e40642a3e4461f35503241d5"; got != want {
		t.Errorf("with GREASE %s, want %s", got, want)
	}
}
