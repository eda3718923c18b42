package textwire

import (
	"encoding/base64"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"eavesdrop/decode"
	"eavesdrop/decode/decodetest"
	"eavesdrop/decode/decodetest/golden"
)

// sealed stands for TLS: whatever begins with a record's first two bytes.
type sealed struct{ c *decode.Conversation }

func (sealed) Name() string { return "tls" }
func (sealed) Sniff(_ decode.Direction, head []byte) decode.Verdict {
	switch {
	case head[0] != 0x16 && head[0] != '~':
		return decode.No
	case len(head) < 2:
		return decode.Maybe
	case head[0] == 0x16 && head[1] != 3:
		return decode.No
	}
	return decode.Yes
}
func (sealed) Decoder(c *decode.Conversation) decode.Decoder { return sealed{c} }
func (d sealed) Decode(dir decode.Direction, data []byte) int {
	at := d.c.Offset(dir)
	for i := range data {
		d.c.Emit(dir, at+uint64(i), at+uint64(i)+1, &Line{Protocol: "tls", Text: string(data[i : i+1]), Size: 1, Whole: true})
	}
	return len(data)
}
func (sealed) Gap(decode.Direction, []byte, int)        {}
func (sealed) End(decode.Direction, []byte, decode.How) {}

// opened stands for TLS that a key opens: what stands behind a record's first two bytes.
type opened struct {
	sealed
	inner *decode.Conversation
}

func (opened) Decoder(c *decode.Conversation) decode.Decoder {
	return opened{sealed{c}, c.Inner(decode.KeyLog)}
}
func (d opened) Decode(dir decode.Direction, data []byte) int {
	at, end := d.c.Offset(dir), d.c.Offset(dir)+uint64(len(data))
	d.inner.Feed(dir, data[2:], d.c.Trace(nil, dir, at+2, end, 0))
	return len(data)
}

func options() decode.Options {
	return decode.Options{Protocols: append(Protocols(), sealed{})}
}

// askTLS is what a client of PostgreSQL asks first.
const askTLS = "\x00\x00\x00\x08\x04\xd2\x16\x2f"

func b64(s string) string { return base64.StdEncoding.EncodeToString([]byte(s)) }

var client, server = decodetest.Client, decodetest.Server

// conversations of each protocol.
var conversations = map[string][]decodetest.Say{
	"ssh": {server("SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n"), client("SSH-2.0-squirrel\n\x00\x00\x01\x02 sealed\n"), server("\x00\x00\x02\x03")},
	"smtp": {
		server("220-mail.example.com ESMTP Squirrel 1.0\r\n220 come in\r\n"), client("EHLO tree.example\r\n"),
		server("250-mail.example.com\r\n250 AUTH PLAIN LOGIN\r\n"), client("AUTH PLAIN\r\n"), server("334 \r\n"), client(b64("\x00scout\x00fluffy tail") + "\r\n"),
		server("235 ok\r\n"), client("AUTH LOGIN\r\n"), server("334 VXNlcm5hbWU6\r\n"), client(b64("scout") + "\r\n"), server("334 UGFzc3dvcmQ6\r\n"), client(b64("nut") + "\r\n"),
		client("AUTH PLAIN " + b64("\x00a\x00b") + "\r\n"), server("535 no\r\n250 ok\r\n"),
		client("MAIL FROM:<a@example.com>\r\nRCPT TO:<b@example.com>\r\nDATA\r\n"), server("250 ok\r\n550 no such user\r\n354 go\r\n"),
		client("Subject: tails\r\n\r\n..fluffy\r\nDATA\r\n.\r\nDATA\r\n"), server("250 ok\r\n503 no\r\n"), client("BDAT 7 LAST\r\nfluffy\nNOOP\r\n"), client("STARTTLS\r\n"), server("220 go\r\n"),
		client("\x16\x03ab"), server("\x16\x03c"),
	},
	"smtp without a name":  {server("220 welcome\r\n"), client("HELO tree\r\n"), server("250 hello\r\n"), client("QUIT\r\n")},
	"ftp, much at once":    {server("220-tree's FTP\r\n" + strings.Repeat("220-long\r\n", 9) + "220 go\r\n"), client("USER scout\r\n")},
	"smtp half":            {client("EHLO tree\r\nSTARTTLS\r\n\x16\x03ab")},
	"smtp from the middle": {client("EHLO tree\r\n"), server("250 hello\r\n"), client("QUIT\r\n"), server("221 bye\r\n")},
	"ftp":                  {server("220 (tree)\r\n"), client("USER scout\r\n"), server("331 password?\r\n"), client("PASS fluffy tail\r\n"), server("230 in\r\n"), client("RETR nuts.txt\r\nAUTH TLS\r\n"), server("234 go\r\n"), client("\x16\x03\x01")},
	"pop3":                 {server("+OK Squirrel ready <1@tree>\r\n"), client("USER scout\r\n"), server("+OK\r\n"), client("PASS fluffy tail\r\n"), server("+OK\r\n"), client("RETR 1\r\n"), server("+OK 20 octets\r\nSubject: tails\r\n\r\nfluffy\r\n.\r\n"), client("QUIT\r\n"), server("+OK bye\r\n")},
	"imap": {server("* OK [CAPABILITY IMAP4rev2 AUTH=PLAIN] Squirrel ready.\r\n"), client("a1 LOGIN \"scout\" \"fluffy \\\"tail\"\r\n"), server("a1 OK in\r\n"), client("a2 AUTHENTICATE PLAIN\r\n"), server("+ \r\n"), client(b64("\x00scout\x00nut") + "\r\n"), server("a2 OK\r\n"),
		client("a3 FETCH 1 BODY[]\r\n"), server("* 1 FETCH (BODY[] {8}\r\nfluffy\r\n FLAGS ())\r\na3 OK\r\n"), client("a4 STARTTLS\r\n"), server("a4 OK\r\n"), client("\x16\x03\x01")},
	"smtp, logins of other kinds": {server("220 a ESMTP\r\n"), client("EHLO b\r\n"), server("250 ok\r\n"), client("AUTH XOAUTH2 " + b64("user=scout\x01auth=Bearer nut\x01\x01") + "\r\n"), server("535 no\r\n"),
		client("AUTH OAUTHBEARER\r\n"), server("334 \r\n"), client(b64("n,a=scout,\x01host=a\x01auth=Bearer nut\x01\x01") + "\r\n"), server("535 no\r\n"),
		client("AUTH CRAM-MD5\r\n"), server("334 " + b64("<1@a>") + "\r\n"), client(b64("scout 0123456789abcdef") + "\r\n"), server("535 no\r\n"),
		client("AUTH SCRAM-SHA-256 " + b64("n,,n=scout,r=abc") + "\r\n"), server("535 no\r\n"),
		client("AUTH DIGEST-MD5\r\n"), server("334 x\r\n"), client(b64(`charset=utf-8,username="scout",realm="a"`) + "\r\n"), server("535 no\r\n")},
	"smtp, a login refused at once":       {server("220 a ESMTP\r\n"), client("EHLO b\r\n"), server("250 ok\r\n"), client("AUTH LOGIN\r\n"), server("504 no\r\n"), client("NOOP\r\n"), server("250 ok\r\n"), client("DATA\r\n"), server("354 go\r\n"), client("fluffy\r\n.\r\n")},
	"smtp, TLS refused":                   {server("220 a ESMTP\r\n"), client("STARTTLS\r\n"), server("454 no\r\n"), client("QUIT\r\n")},
	"smtp, injected":                      {server("220 a ESMTP\r\n"), client("STARTTLS\r\nRSET\r\n"), server("220 go\r\n"), client("\x16\x03a"), server("\x16\x03b")},
	"pop3, much at once":                  {server("+OK ready\r\n"), client("STAT\r\nRETR 1\r\nRETR 2\r\nNOOP\r\nSTLS\r\n"), server("+OK 2\r\n+OK\r\nfluffy\r\n.\r\n+OK\r\ntail\r\n.\r\n+OK\r\n+OK go\r\n"), client("\x16\x03a")},
	"imap, literals":                      {server("* OK ready\r\n"), client("a LOGIN {5}\r\n"), server("+ go\r\n"), client("scout {8+}\r\nfluffy\"t\r\na1 LOGIN {5+}\r\nscout nut\r\n"), server("a1 NO\r\n")},
	"imap, TLS refused":                   {server("* OK ready\r\n"), client("a1 STARTTLS\r\n"), server("a1 BAD\r\n")},
	"ftp, with tickets":                   {server("220 FTP\r\n"), client("AUTH GSSAPI\r\n"), server("334 go\r\n"), client("ADAT abcd\r\n"), server("234 in\r\n"), client("USER a\r\n")},
	"socks5 with tickets":                 {client("\x05\x02\x01\x02"), server("\x05\x01"), client("\x01\x01\x00\x02ab")},
	"socks5 not captured":                 {client("\x05\x01\x02" + "\x01\x05scout\x03nut")},
	"socks5 listens":                      {client("\x05\x01\x00"), server("\x05\x00"), client("\x05\x02\x00\x01\xc0\x00\x02\x01\x01\xbb"), server("\x05\x00\x00\x01\xc0\x00\x02\x02\x04\x00"), server("\x05\x00\x00\x01\xc0\x00\x02\x01\x05\x00"), server("~x")},
	"socks4 listens":                      {client("\x04\x02\x01\xbb\xc0\x00\x02\x07\x00"), server("\x00\x5a\x01\xbb\x00\x00\x00\x00"), server("\x00\x5a\x01\xbb\xc0\x00\x02\x07~y"), client("~x")},
	"socks5":                              {client("\x05\x02\x00\x02"), server("\x05\x02"), client("\x01\x05scout\x0bfluffy tail"), server("\x01\x00"), client("\x05\x01\x00\x03\x0bexample.com\x01\xbb~x"), server("\x05\x00\x00\x01\xc0\x00\x02\x01\x04\x00~y"), client("z")},
	"socks5 refused":                      {client("\x05\x01\x00"), server("\x05\x00"), client("\x05\x01\x00\x01\xc0\x00\x02\x01\x01\xbb"), server("\x05\x05\x00\x01\x00\x00\x00\x00\x00\x00"), client("x")},
	"socks5 the other way round, at once": {client("knock"), server("\x05\x01\x00"), server("\x05\x01\x00\x01\xc0\x00\x02\x01\x01\xbb"), client("\x05\x00"), client("\x05\x00\x00\x01\xc0\x00\x02\x01\x04\x00~y"), server("~x")},
	"socks4":                              {client("\x04\x01\x01\xbb\xc0\x00\x02\x07scout\x00"), server("\x00\x5a\x01\xbb\x00\x00\x00\x00~y"), client("~x")},
	"socks4a":                             {client("\x04\x01\x16\x33\x00\x00\x00\x01\x00example.com\x00"), server("\x00\x5b\x00\x00\x00\x00\x00\x00")},
	"postgres":                            {client(askTLS), server("S"), client("\x16\x03ab"), server("\x16\x03c")},
	"postgres at once":                    {client(askTLS + "\x16\x03a"), server("S\x16\x03c")},
	"postgres half":                       {client(askTLS), client("\x16\x03ab"), decodetest.End(decode.FromClient, decode.Finished)},
	"postgres refused": {client("\x00\x00\x00\x08\x04\xd2\x16\x30"), server("N"), client(askTLS), server("N"), client("\x00\x00\x00\x2d\x00\x03\x00\x00user\x00scout\x00database\x00nuts\x00more\x00of it\x00\x00"),
		server("R\x00\x00\x00\x08\x00\x00\x00\x03"), client("p\x00\x00\x00\x10fluffy tail\x00"), server("R\x00\x00\x00\x08\x00\x00\x00\x00S\x00\x00\x00\x09a\x00b\x00\x00")},
	"postgres proof":  {client("\x00\x00\x00\x14\x00\x03\x00\x02user\x00scout\x00\x00"), server("R\x00\x00\x00\x17\x00\x00\x00\x0aSCRAM-SHA-256\x00\x00"), client("p\x00\x00\x00\x08tail"), server("E\x00\x00\x00\x05\x00")},
	"proxy 1":         {client("PROXY TCP4 192.0.2.1 198.51.100.1 50000 443\r\n\x16\x03ab"), server("\x16\x03c")},
	"proxy 1 unknown": {client("PROXY UNKNOWN\r\n\x16\x03ab")},
	"proxy 2":         {client(proxySignature + "\x21\x21\x00\x36" + strings.Repeat("\x00", 15) + "\x01" + strings.Repeat("\x00", 15) + "\x02" + "\xc3\x50\x01\xbb" + "\x01\x00\x02h2\x02\x00\x0aa.example." + "\x16\x03ab"), server("\x16\x03c")},
	"proxy 2 local":   {client(proxySignature + "\x20\x00\x00\x00" + "EHLO tree\r\n"), server("220 ESMTP\r\n")},
	"proxy 2 unix":    {client(proxySignature + "\x21\x31\x00\xd8" + strings.Repeat("\x00", 216) + "\x16\x03ab")},
	"proxy 2 short":   {client(proxySignature + "\x21\x11\x00\x04\x00\x00\x00\x00" + "\x16\x03ab")},
	"coap":            {client("\x30\xe1\x22\x04\x80" + "\x91\x01\x07\xb4tree\x43nut"), server("\x00\xe1" + "\x71\x45\x07\xfffluffy"), client("\x00\xe2")},
}

func TestGolden(t *testing.T) {
	var names []string
	for name := range conversations {
		names = append(names, name)
	}
	slices.Sort(names)
	var got strings.Builder
	for _, name := range names {
		got.WriteString("# " + name + "\n")
		for _, e := range decodetest.Run(t, options(), conversations[name]...) {
			decodetest.CheckFields(t, e)
			got.WriteString(strings.Join(e.Layers, "/") + " " + e.Line + "\n  " + e.JSON + "\n")
			for _, f := range e.Facts {
				got.WriteString("  fact " + f + "\n")
			}
		}
	}
	const file = "testdata/text.golden"
	golden.Check(t, file, got.String())
}

func TestSplitAnywhere(t *testing.T) {
	for name, script := range conversations {
		t.Run(name, func(t *testing.T) { decodetest.SplitAnywhere(t, options, script...) })
	}
}

func TestEveryTruncation(t *testing.T) {
	for _, script := range conversations {
		decodetest.Truncations(t, options, script, func(_ int, events []decodetest.Event) {
			for _, e := range events {
				decodetest.CheckFields(t, e)
			}
		})
	}
}

// Mails are content, without the dots that were doubled.
func TestMailIsContent(t *testing.T) {
	_, contents := decodetest.RunWatched(t, options(), conversations["smtp"]...)
	var mails []string
	for _, c := range contents {
		if c.Where == "mail" {
			mails = append(mails, c.Data)
		}
	}
	if diff := cmp.Diff([]string{"Subject: tails\r\n\r\n.fluffy\r\nDATA\r\n", "fluffy\n"}, mails); diff != "" {
		t.Errorf("mails (-want +got):\n%s", diff)
	}
}

func TestNothingElse(t *testing.T) {
	for _, data := range []string{
		"", "GET / HTTP/1.1\r\nHost: a\r\n\r\n", "+OK\r\n", "+PONG\r\n", "220\r\n", "HELP\r\n", "* 1 FETCH\r\n", "SSH is a protocol\r\n", "EHLO\x00tree\r\n",
		"\x05\x00\x0b\x03\x10\x00\x00\x00", "\x05\x02\x00\x00", "\x05\x01\x0a", "\x05\x02\x01\x00", "\x05\x01\x02\x05\x00\x00\x01", "\x05\x01\x00\x01", "\x04\x03\x00\x50\x7f\x00\x00\x01\x00", "\x04\x01\x00\x00\x7f\x00\x00\x01\x00",
		"\x00\xe1\x00\x00\x00\x00", "\x30\xe1\x32\x04\x80", "\x16\x03\x01\x00\x05", "\x00\x00\x00\x09\x04\xd2\x16\x2f", "\x00\x00\x00\x0a\x00\x03\x00\x00u\x00", "\x00\x00\x27\x10\x00\x03\x00\x00u", "\x00\x00\x00\x2fABCD",
		"PROXY TCP4 a b 1 2\r\n", "PROXY / HTTP/1.1\r\n", "PROXY " + strings.Repeat("1", 200), proxySignature + "\x11\x11\x00\x0c", proxySignature + "\x21\x11\xff\xff", "a LOGIN b c\r\n", "200 ok\r\n", "220 \x00\r\n",
		strings.Repeat("220-long\r\n", 2000), strings.Repeat("x", 5000),
	} {
		for _, p := range Protocols() {
			if len(data) == 0 {
				continue
			}
			if v := p.Sniff(decode.FromClient, []byte(data)); v != decode.No && !(v == decode.Maybe && strings.HasPrefix(data, "220")) {
				t.Errorf("%s takes %.20q: %v", p.Name(), data, v)
			}
		}
	}
}

func TestGaps(t *testing.T) {
	for name, c := range map[string]struct {
		script []decodetest.Say
		want   string
	}{
		"in a line": {[]decodetest.Say{server("220 tree ESMTP\r\n250 a"), decodetest.Gap(decode.FromServer, 9), server("b\r\n250 c\r\n")}, `
server readable SMTP greeting |  | "220 tree ESMTP"
server absent 9 bytes missing from the capture |  | ""
server readable SMTP reply | breaks off | "250 a"
server readable SMTP reply |  | "250 c"
`},
		"in a mail": {[]decodetest.Say{client("EHLO a\r\nDATA\r\n"), server("220 x\r\n"), client("fluffy"), decodetest.Gap(decode.FromClient, 9), client(".\r\nx\r\n.\r\nQUIT\r\n")}, `
server readable SMTP greeting |  | "220 x"
client readable SMTP command |  | "EHLO a"
client readable SMTP command |  | "DATA"
client absent 9 bytes missing from the capture |  | ""
client readable SMTP data | 24 bytes | ""
client readable SMTP command |  | "QUIT"
`},
		"over DATA": {[]decodetest.Say{server("220 x\r\n"), client("EHLO a\r\nMAIL FROM:<a>\r\nRC"), decodetest.Gap(decode.FromClient, 19), server("250 a\r\n250 b\r\n250 c\r\n354 go\r\n"), client("AUTH PLAIN is no command here\r\n.\r\nQUIT\r\n")}, `
server readable SMTP greeting |  | "220 x"
client absent 19 bytes missing from the capture |  | ""
client readable SMTP command |  | "EHLO a"
client readable SMTP command |  | "MAIL FROM:<a>"
client readable SMTP command | breaks off | "RC"
server readable SMTP reply |  | "250 a"
server readable SMTP reply |  | "250 b"
server readable SMTP reply |  | "250 c"
server readable SMTP reply |  | "354 go"
client readable SMTP data | 34 bytes | ""
client readable SMTP command |  | "QUIT"
`},
		"over the end of a mail": {[]decodetest.Say{server("220 x\r\n"), client("EHLO a\r\nDATA\r\n"), server("250 a\r\n354 go\r\n"), client("fluffy\r\n"), decodetest.Gap(decode.FromClient, 9), server("250 ok\r\n"), client("AUTH PLAIN\r\n")}, `
server readable SMTP greeting |  | "220 x"
client readable SMTP command |  | "EHLO a"
client readable SMTP command |  | "DATA"
server readable SMTP reply |  | "250 a"
server readable SMTP reply |  | "354 go"
client absent 9 bytes missing from the capture |  | ""
client readable SMTP data | 17 bytes breaks off | ""
server readable SMTP reply |  | "250 ok"
client readable SMTP command |  | "AUTH PLAIN"
`},
		"in a literal": {[]decodetest.Say{server("* OK ready\r\n* 1 {20}\r\nfluffy"), decodetest.Gap(decode.FromServer, 10), server("tail)\r\n")}, `
server readable IMAP greeting |  | "* OK ready"
server readable IMAP reply |  | "* 1 {20}"
server absent 10 bytes missing from the capture |  | ""
server readable IMAP data | 20 bytes | ""
server readable IMAP reply |  | ")"
`},
		"over the end of a literal": {[]decodetest.Say{server("* OK ready\r\n* 1 {20}\r\nfluffy"), decodetest.Gap(decode.FromServer, 100), server("tail)\r\n* 2\r\n")}, `
server readable IMAP greeting |  | "* OK ready"
server readable IMAP reply |  | "* 1 {20}"
server absent 100 bytes missing from the capture |  | ""
server readable IMAP data | 20 bytes breaks off | ""
server readable IMAP reply |  | "* 2"
`},
		"over the beginning of TLS": {[]decodetest.Say{server("220 a ESMTP\r\n"), client("STARTTLS\r\n"), server("220 go\r\n"), decodetest.Gap(decode.FromClient, 9), client("~y"), server("\x15\n")}, `
server readable SMTP greeting |  | "220 a ESMTP"
client readable SMTP command |  | "STARTTLS"
server readable SMTP reply |  | "220 go"
client absent 9 bytes missing from the capture |  | ""
client readable TLS  |  | "~"
client readable TLS  |  | "y"
server readable TLS  |  | "\x15"
server readable TLS  |  | "\n"
`},
		"in SOCKS": {[]decodetest.Say{client("\x05\x01\x00"), decodetest.Gap(decode.FromServer, 2), client("xyz")}, `
client readable SOCKS | SOCKS5, offers no login | ""
server absent 2 bytes missing from the capture |  | ""
`},
	} {
		if diff := cmp.Diff(strings.TrimPrefix(c.want, "\n"), decodetest.Lines(decodetest.Run(t, options(), c.script...))); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

// A session goes on inside of the TLS that began in it, whatever is said first, and nobody greets again.
func TestSessionInsideTLS(t *testing.T) {
	const tls = "\x16\x03"
	for name, c := range map[string]struct {
		script []decodetest.Say
		want   string // inside
	}{
		"pop3 (RFC 2595, section 4)": {[]decodetest.Say{
			server("+OK ready\r\n"), client("STLS\r\n"), server("+OK go\r\n"),
			client(tls + "CAPA\r\n"), server(tls + "+OK\r\nUSER\r\n.\r\n"), client(tls + "USER scout\r\n"), server(tls + "+OK fine\r\n"),
		}, `
client readable POP3 command |  | "CAPA"
server readable POP3 reply |  | "+OK"
server readable POP3 reply |  | "USER"
server readable POP3 reply |  | "."
client readable POP3 command |  | "USER scout"
server readable POP3 reply |  | "+OK fine"
`},
		"imap, an untagged answer first": {[]decodetest.Say{
			server("* OK ready\r\n"), client("a1 STARTTLS\r\n"), server("a1 OK go\r\n"), client(tls + "a2 LIST \"\" *\r\n"), server(tls + "* OK [ALERT] soon\r\n"),
		}, `
client readable IMAP command |  | "a2 LIST \"\" *"
server readable IMAP reply |  | "* OK [ALERT] soon"
`},
		"ftp": {[]decodetest.Say{
			server("220 FTP\r\n"), client("AUTH TLS\r\n"), server("234 go\r\n"), client(tls + "FEAT\r\n"), server(tls + "211 none\r\n"),
		}, `
client readable FTP command |  | "FEAT"
server readable FTP reply |  | "211 none"
`},
		"no text": {[]decodetest.Say{
			server("+OK ready\r\n"), client("STLS\r\n"), server("+OK go\r\n"), client(tls + "\x01\x02"),
		}, `
client readable unrecognised | 2 bytes | ""
`},
		"TLS from the beginning": {[]decodetest.Say{server(tls + "+OK ready\r\n"), client(tls + "CAPA\r\n")}, `
server readable POP3 greeting |  | "+OK ready"
client readable POP3 command |  | "CAPA"
`},
	} {
		o := decode.Options{Protocols: append(Protocols(), opened{})}
		events := slices.DeleteFunc(decodetest.Run(t, o, c.script...), func(e decodetest.Event) bool { return e.Opened == decode.InTheClear })
		if diff := cmp.Diff(strings.TrimPrefix(c.want, "\n"), decodetest.Lines(events)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func TestLimits(t *testing.T) {
	events := decodetest.Run(t, options(), server("220 tree ESMTP\r\n"+strings.Repeat("x", 50<<10)+"\r\n250 on\r\n250 \x01\r\n250 off\r\n"))
	want := `server readable SMTP greeting |  | "220 tree ESMTP"
server readable malformed smtp | a line of more than 16384 bytes | ""
server readable SMTP reply |  | "250 on"
server readable malformed smtp | not text any more; not followed | ""
`
	if diff := cmp.Diff(want, decodetest.Lines(events)); diff != "" {
		t.Errorf("events (-want +got):\n%s", diff)
	}
}

func FuzzSplit(f *testing.F) {
	for _, script := range conversations {
		f.Add(script[0].Data, script[1%len(script)].Data, []byte{0, 3, 9})
	}
	f.Fuzz(func(t *testing.T, a, b, cuts []byte) {
		for _, start := range []string{"EHLO x\r\n", "220 ESMTP\r\n"} {
			first := decodetest.Client(start + string(a))
			second := decodetest.Server(string(b))
			if start[0] == '2' {
				first.Dir, second.Dir = decode.FromServer, decode.FromClient
			}
			if strings.ContainsAny(string(a)+string(b), "\x14\x15\x16\x17") {
				return // what begins to be TLS and is not is skipped as it was cut
			}
			decodetest.Same(t, options, []decodetest.Say{first, second, decodetest.End(decode.FromClient, decode.Finished)}, cuts)
		}
	})
}

func FuzzSniff(f *testing.F) {
	for _, script := range conversations {
		for _, s := range script {
			f.Add(s.Data)
		}
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		decodetest.Run(t, options(), decodetest.Client(string(data)), decodetest.Server(string(data)), decodetest.Client(string(data)))
	})
}

// TestAnswer: what a server says unasked, before anything else, answers nothing.
func TestAnswer(t *testing.T) {
	for role, want := range map[Role]bool{Greeting: false, Command: false, Reply: true, Data: false} {
		if got := (&Line{Role: role}).Answer(); got != want {
			t.Errorf("%s: %v, want %v", role, got, want)
		}
	}
}
