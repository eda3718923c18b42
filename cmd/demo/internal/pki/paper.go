package pki

import (
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"time"
)

// A Paper is one thing in a file, told for a person. Its texts may hold anything that the file does: they are
// to be escaped before they are shown.
type Paper struct {
	Kind  string   // "certificate", "certificate request", "private key", "public key", or the PEM label
	Says  []string // in sentences
	Facts []Fact
}

// A Fact is one thing that a paper holds.
type Fact struct {
	Name  string // the standard's word
	Value string
	Note  string // what that means; may be empty
}

func (p *Paper) add(name, value, note string) { p.Facts = append(p.Facts, Fact{name, value, note}) }

// Papers tells all that a file holds: PEM, or one certificate or request in DER. Keys are shown by what is public
// of them. For encrypted ones, passphrase is asked; when it answers ErrSealed, they are told as far as they can
// be read without it. After an error, those before it are still told.
func Papers(text []byte, now time.Time, passphrase Passphrase) (all []Paper, err error) {
	for block, rest := pem.Decode(text); block != nil; block, rest = pem.Decode(rest) {
		p, err := paper(block, now, passphrase)
		if err != nil {
			return all, fmt.Errorf("%s: %w", p.Kind, err)
		}
		all = append(all, p)
	}
	if len(all) > 0 {
		return all, nil
	}
	if c, err := x509.ParseCertificate(text); err == nil {
		return []Paper{certificatePaper(c, now)}, nil
	}
	if csr, err := x509.ParseCertificateRequest(text); err == nil {
		return []Paper{requestPaper(csr)}, nil
	}
	return nil, none(text, "key, request or certificate", "CERTIFICATE")
}

// paper tells one PEM block.
func paper(block *pem.Block, now time.Time, passphrase Passphrase) (Paper, error) {
	if isKey(block) {
		return keyPaper(block, passphrase)
	}
	switch block.Type {
	case "CERTIFICATE":
		c, err := x509.ParseCertificate(block.Bytes)
		if err != nil {
			return Paper{Kind: "certificate"}, plain(err)
		}
		return certificatePaper(c, now), nil
	case "CERTIFICATE REQUEST", "NEW CERTIFICATE REQUEST":
		csr, err := x509.ParseCertificateRequest(block.Bytes)
		if err != nil {
			return Paper{Kind: "certificate request"}, plain(err)
		}
		return requestPaper(csr), nil
	case "PUBLIC KEY":
		key, err := x509.ParsePKIXPublicKey(block.Bytes)
		if err != nil {
			return Paper{Kind: "public key"}, plain(err)
		}
		p := Paper{Kind: "public key", Says: []string{"What this key verifies, the holder of the private key signed. It doesn't say who that is."}}
		p.key(key)
		return p, nil
	}
	return Paper{Kind: block.Type, Says: []string{fmt.Sprintf("%d bytes that are not explained here.", len(block.Bytes))}}, nil
}
