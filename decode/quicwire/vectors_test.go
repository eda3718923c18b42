package quicwire

import (
	"encoding/hex"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// The examples of RFC 9001 and RFC 9369, appendix A of each: the same connection in both versions. The client's
// first destination connection id is 8394c8f03e515708, the server's source connection id f067a5502a4262b5.
const (
	vectorDCID = "8394c8f03e515708"
	vectorSCID = "f067a5502a4262b5"
)

// clientFrames is what the client's Initial holds, appendix A.2: a CRYPTO frame at offset 0 of 241 bytes, and 917
// bytes of PADDING.
const clientFrames = `
	06 00 40f1
	01 0000ed 0303
	ebf8fa56f12939b9584a3896472ec40bb863cfd3e86804fe3a47f06a2b69484c
	00 0004 1301 1302 0100 00c0
	0000 0010 000e 00 000b 6578616d706c652e636f6d
	ff01 0001 00
	000a 0008 0006 001d 0017 0018
	0010 0007 0005 04 616c706e
	0005 0005 01 0000 0000
	0033 0026 0024 001d 0020 9370b2c9caa47fbabaf4559fedba753de171fa71f50f1ce15d43e994ec74d748
	002b 0003 02 0304
	000d 0010 000e 0403 0503 0603 0203 0804 0805 0806
	002d 0002 01 01
	001c 0002 4001
	0039 0032 0408ffffffffffffffff 05048000ffff 07048000ffff 080110 01048000 7530 0901 10
	0f08 8394c8f03e515708 06048000ffff`

// serverFrames is what the server's Initial holds, appendix A.3: an ACK and a CRYPTO frame with a ServerHello.
const serverFrames = `
	02 00 00 00 00
	06 00 405a
	02 000056 0303
	eefce7f7b37ba1d1632e96677825ddf73988cfc79825df566dc5430b9a045a12
	00 1301 00 002e
	0033 0024 001d 0020 9d3c940d89690b84d08a60993c144eca684d1081287c834d5311bcf32bb9da1a
	002b 0002 0304`

// A vector is what the appendix of one RFC has.
type vector struct {
	name                          string
	version                       Version
	clientKey, clientIV, clientHP string
	serverKey, serverIV, serverHP string
	clientStart, clientEnd        string // of the protected packet, which has 1,200 bytes
	server                        string // the protected packet
	retry                         string // with the token "token"
}

var vectors = []vector{
	{
		name: "RFC 9001", version: V1,
		clientKey: "1f369613dd76d5467730efcbe3b1a22d", clientIV: "fa044b2f42a3fd3b46fb255c", clientHP: "9f50449e04a0e810283a1e9933adedd2",
		serverKey: "cf3a5331653c364c88f0f379b6067e37", serverIV: "0ac1493ca1905853b0bba03e", serverHP: "c206b8d9b9f0f37644430b490eeaa314",
		clientStart: "c000000001088394c8f03e5157080000449e7b9aec34d1b1c98dd7689fb8ec11d242b123dc9bd8bab936b47d92ec356c",
		clientEnd:   "7e78bfe706ca4cf5e9c5453e9f7cfd2b8b4c8d169a44e55c88d4a9a7f9474241e221af44860018ab0856972e194cd934",
		server: `cf000000010008f067a5502a4262b5004075c0d95a482cd0991cd25b0aac406a
			5816b6394100f37a1c69797554780bb38cc5a99f5ede4cf73c3ec2493a1839b3
			dbcba3f6ea46c5b7684df3548e7ddeb9c3bf9c73cc3f3bded74b562bfb19fb84
			022f8ef4cdd93795d77d06edbb7aaf2f58891850abbdca3d20398c276456cbc4
			2158407dd074ee`,
		retry: "ff000000010008f067a5502a4262b5746f6b656e04a265ba2eff4d829058fb3f0f2496ba",
	},
	{
		name: "RFC 9369", version: V2,
		clientKey: "8b1a0bc121284290a29e0971b5cd045d", clientIV: "91f73e2351d8fa91660e909f", clientHP: "45b95e15235d6f45a6b19cbcb0294ba9",
		serverKey: "82db637861d55e1d011f19ea71d5d2a7", serverIV: "dd13c276499c0249d3310652", serverHP: "edf6d05c83121201b436e16877593c3a",
		clientStart: "d76b3343cf088394c8f03e5157080000449ea0c95e82ffe67b6abcdb4298b485dd04de806071bf03dceebfa162e75d6c",
		clientEnd:   "9a37ddec600545473cfb5a05e08d0b209973b2172b4d21fb69745a262ccde96ba18b2faa745b6fe189cf772a9f84cbfc",
		server: `dc6b3343cf0008f067a5502a4262b5004075d92faaf16f05d8a4398c47089698
			baeea26b91eb761d9b89237bbf87263017915358230035f7fd3945d88965cf17
			f9af6e16886c61bfc703106fbaf3cb4cfa52382dd16a393e42757507698075b2
			c984c707f0a0812d8cd5a6881eaf21ceda98f4bd23f6fe1a3e2c43edd9ce7ca8
			4bed8521e2e140`,
		retry: "cf6b3343cf0008f067a5502a4262b5746f6b656ec8646ce8bfe33952d955543665dcc7b6",
	},
}

// client is the client's Initial packet, with number 2.
func (v *vector) client(t testing.TB) string {
	return initialPlan{version: v.version, dcid: string(unhex(t, vectorDCID)), number: 2, frames: string(unhex(t, clientFrames)), pad: 1162}.seal(t)
}

// Appendix A.1.
func TestKeys(t *testing.T) {
	for _, v := range vectors {
		t.Run(v.name, func(t *testing.T) {
			client, server := initialKeys(v.version.scheme(), unhex(t, vectorDCID))
			if got := hex.EncodeToString(client.iv[:]); got != v.clientIV {
				t.Errorf("client iv %s, want %s", got, v.clientIV)
			}
			if got := hex.EncodeToString(server.iv[:]); got != v.serverIV {
				t.Errorf("server iv %s, want %s", got, v.serverIV)
			}
			s := v.version.scheme()
			for _, side := range []struct{ label, key, hp string }{{"client in", v.clientKey, v.clientHP}, {"server in", v.serverKey, v.serverHP}} {
				secret := sideSecret(t, s, side.label)
				if got := hex.EncodeToString(expand(secret, s.labels+" key", 16)); got != side.key {
					t.Errorf("%s: key %s, want %s", side.label, got, side.key)
				}
				if got := hex.EncodeToString(expand(secret, s.labels+" hp", 16)); got != side.hp {
					t.Errorf("%s: hp %s, want %s", side.label, got, side.hp)
				}
			}
		})
	}
}

// Appendix A.2: the packet that is protected here begins and ends like the RFC's, tag included, so it is the
// RFC's, and opens to what went in.
func TestClientInitial(t *testing.T) {
	for _, v := range vectors {
		t.Run(v.name, func(t *testing.T) {
			packet := v.client(t)
			if len(packet) != 1200 {
				t.Fatalf("%d bytes, want 1200", len(packet))
			}
			if got := hex.EncodeToString([]byte(packet[:48])); got != v.clientStart {
				t.Errorf("begins %s\nwant   %s", got, v.clientStart)
			}
			if got := hex.EncodeToString([]byte(packet[1200-48:])); got != v.clientEnd {
				t.Errorf("ends %s\nwant %s", got, v.clientEnd)
			}
			checkOpens(t, v.version, []byte(packet), true, 2, string(unhex(t, clientFrames)))
		})
	}
}

// Appendix A.3.
func TestServerInitial(t *testing.T) {
	for _, v := range vectors {
		t.Run(v.name, func(t *testing.T) {
			checkOpens(t, v.version, unhex(t, v.server), false, 1, string(unhex(t, serverFrames)))
		})
	}
}

// checkOpens fails the test unless the packet opens to frames, behind which there may be PADDING.
func checkOpens(t *testing.T, v Version, packet []byte, fromClient bool, number int64, frames string) {
	t.Helper()
	h, why := parseLong(packet)
	if why != "" || h.typ != initialPacket || h.size != len(packet) {
		t.Fatalf("header %+v: %s", h, why)
	}
	set := keySet{scheme: h.scheme, version: v, id: unhex(t, vectorDCID)}
	opened, headerSize, n, ok := set.side(fromClient).open(nil, packet, h.numberAt, -1)
	if !ok || n != number {
		t.Fatalf("opened %v with number %d, want %d", ok, n, number)
	}
	m, why := parseInitial(&h, opened, headerSize, n)
	if why != "" {
		t.Error(why)
	}
	if diff := cmp.Diff(frames, string(m.payload()[:len(frames)])); diff != "" {
		t.Errorf("frames (-want +got):\n%s", diff)
	}
	if _, _, _, ok := set.side(!fromClient).open(nil, packet, h.numberAt, -1); ok {
		t.Error("the other side's keys open it too")
	}
}

// Appendix A.4.
func TestRetry(t *testing.T) {
	for _, v := range vectors {
		t.Run(v.name, func(t *testing.T) {
			b := unhex(t, v.retry)
			h, why := parseLong(b)
			if why != "" || h.typ != retryPacket {
				t.Fatalf("header %+v: %s", h, why)
			}
			m := parseRetry(&h, b)
			m.check(unhex(t, vectorDCID))
			if !m.Checked || !m.Genuine || string(m.Token) != "token" || hex.EncodeToString(m.SourceID) != vectorSCID {
				t.Errorf("%+v", m)
			}
			m.check(unhex(t, vectorSCID))
			if !m.Checked || m.Genuine {
				t.Error("a tag made of another connection id passes")
			}
		})
	}
}

// RFC 9000, appendix A.3 has the example: a9b3 after a82f30ea in 16 bits is a82f9b32.
func TestWholeNumber(t *testing.T) {
	for _, test := range []struct {
		largest   int64
		truncated uint64
		size      int
		want      int64
	}{
		{0xa82f30ea, 0x9b32, 2, 0xa82f9b32},
		{-1, 0, 1, 0},
		{-1, 255, 1, 255},
		{250, 3, 1, 259},
		{260, 250, 1, 250},
		{300, 0x12c, 4, 300},
	} {
		if got := wholeNumber(test.largest, test.truncated, test.size); got != test.want {
			t.Errorf("%x after %x in %d bytes is %x, want %x", test.truncated, test.largest, test.size, got, test.want)
		}
	}
}

// RFC 9000, section 16 and appendix A.1.
func TestVarint(t *testing.T) {
	for wire, want := range map[string]uint64{
		"c2197c5eff14e88c": 151288809941952652, "9d7f3e7d": 494878333, "7bbd": 15293, "25": 37, "4025": 37,
	} {
		s := unhexString(t, wire)
		var got uint64
		if !readVarint(&s, &got) || got != want || !s.Empty() {
			t.Errorf("%s is %d, want %d", wire, got, want)
		}
		for n := range len(wire) / 2 {
			cut := unhexString(t, wire)[:n]
			if readVarint(&cut, &got) || len(cut) != n {
				t.Errorf("%d bytes of %s were taken for a number", n, wire)
			}
		}
	}
}
