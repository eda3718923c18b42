package wiring

import (
	"bytes"
	"crypto"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"os"

	"eavesdrop/decode/tlswire"
)

// A KeyLogFile is a file in NSS key log format, as SSLKEYLOGFILE names it. Programs add to it while they talk.
type KeyLogFile struct {
	path string
	file *os.File
	log  *tlswire.KeyLog
	rest []byte // a last line that has no end yet
	got  int    // secrets read so far
	odd  int    // lines that were none
}

// maxKeyLine is how long a line of a key log may be, in bytes; the longest there are have some 400.
const maxKeyLine = 64 << 10

// OpenKeyLog has the sessions opened whose secrets stand in the file, now or later. A file that is not there yet is
// no error when growing is true.
func (o *Options) OpenKeyLog(path string, growing bool) (*KeyLogFile, error) {
	k := &KeyLogFile{path: path, log: o.keyLog()}
	if growing {
		o.KeyLog.Await()
	}
	err := k.Poll()
	switch {
	case errors.Is(err, os.ErrNotExist) && growing:
		return k, nil
	case err != nil:
		return nil, err
	case !growing:
		k.lastLine()
	}
	if k.got == 0 && !growing {
		return nil, errors.Join(fmt.Errorf("%s has no line of a key log (NSS format, as programs write it where SSLKEYLOGFILE says)", path), k.Close())
	}
	return k, nil
}

// keyLog is the log of the options, made when it is first needed.
func (o *Options) keyLog() *tlswire.KeyLog {
	if o.KeyLog == nil {
		o.KeyLog = tlswire.NewKeyLog()
	}
	return o.KeyLog
}

// TakeSecrets takes over a key log that stood in a capture file.
func (o *Options) TakeSecrets(keylog []byte) { o.keyLog().Add(keylog) }

// Poll takes over what has been added to the file since. It costs a system call when that is nothing.
func (k *KeyLogFile) Poll() error {
	if k == nil {
		return nil
	}
	if k.file == nil {
		f, err := os.Open(k.path)
		if err != nil {
			return fmt.Errorf("can't read the key log: %w", err)
		}
		k.file = f
	}
	buf := make([]byte, 32<<10)
	for {
		n, err := k.file.Read(buf)
		k.rest = append(k.rest, buf[:n]...)
		if end := bytes.LastIndexByte(k.rest, '\n'); end >= 0 {
			k.add(k.rest[:end+1])
			k.rest = append(k.rest[:0], k.rest[end+1:]...)
		}
		if len(k.rest) > maxKeyLine {
			k.rest = k.rest[:0]
			k.odd++
		}
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return fmt.Errorf("can't read the key log: %w", err)
		}
	}
}

func (k *KeyLogFile) add(lines []byte) {
	got, odd := k.log.Add(lines)
	k.got += got
	k.odd += odd
}

// lastLine takes over a last line without an end.
func (k *KeyLogFile) lastLine() {
	k.add(k.rest)
	k.rest = nil
}

// Close takes over a last line without an end, and closes the file.
func (k *KeyLogFile) Close() error {
	if k == nil || k.file == nil {
		return nil
	}
	k.lastLine()
	return k.file.Close()
}

// AddServerKey reads a server's private key from a PEM file.
func (o *Options) AddServerKey(path string) error {
	b, err := os.ReadFile(path)
	if err != nil {
		return fmt.Errorf("can't read the server's key: %w", err)
	}
	key, err := parseKey(b)
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	o.ServerKeys = append(o.ServerKeys, key)
	return nil
}

// TrustCA has certificates judged by whether they lead to one of the CAs in a PEM file; "system" stands for those
// that this machine trusts.
func (o *Options) TrustCA(path string) error {
	if path == "system" {
		system, err := x509.SystemCertPool()
		if err != nil {
			return fmt.Errorf("can't tell which CAs this machine trusts: %w", err)
		}
		o.Roots = system
		return nil
	}
	b, err := os.ReadFile(path)
	if err != nil {
		return fmt.Errorf("can't read the CA: %w", err)
	}
	if o.Roots == nil {
		o.Roots = x509.NewCertPool()
	}
	if !o.Roots.AppendCertsFromPEM(b) {
		return fmt.Errorf("%s has no certificate in PEM form", path)
	}
	return nil
}

// parseKey finds the first private key in PEM text.
func parseKey(text []byte) (crypto.PrivateKey, error) {
	for {
		block, rest := pem.Decode(text)
		if block == nil {
			return nil, errors.New("there is no private key in PEM form in it")
		}
		text = rest
		switch block.Type {
		case "PRIVATE KEY":
			return x509.ParsePKCS8PrivateKey(block.Bytes)
		case "RSA PRIVATE KEY":
			if block.Headers["DEK-Info"] != "" {
				return nil, errEncrypted
			}
			return x509.ParsePKCS1PrivateKey(block.Bytes)
		case "EC PRIVATE KEY":
			return x509.ParseECPrivateKey(block.Bytes)
		case "ENCRYPTED PRIVATE KEY":
			return nil, errEncrypted
		}
	}
}

var errEncrypted = errors.New("the key is encrypted; decrypt it first: openssl pkey -in KEY -out PLAIN")
