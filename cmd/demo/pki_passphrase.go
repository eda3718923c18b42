package main

import (
	"bytes"
	"context"
	"crypto"
	"errors"
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"eavesdrop/cmd/demo/internal/pki"
	"eavesdrop/cmd/internal/console"
)

// passphraseVar is the environment variable that holds the passphrase of a verb's private key.
const passphraseVar = "SECRET_PASSPHRASE"

// tries is how often a passphrase may be typed wrong.
const tries = 3

// A passphrase is that of the private key which a verb reads or makes.
type passphrase struct {
	*program
	from string // --passphrase-file
	none bool   // --no-passphrase: the key that is made is not encrypted

	line []byte // what was read from there
}

// add adds the flag that says where the passphrase is.
func (k *passphrase) add(c *cobra.Command) {
	c.Flags().StringVar(&k.from, "passphrase-file", "", "the key's passphrase is the first line of this `file`")
}

// addNew adds the flags of a verb that makes a key.
func (k *passphrase) addNew(c *cobra.Command) {
	k.add(c)
	c.Flags().BoolVar(&k.none, "no-passphrase", false, "write the key without encryption")
	c.MarkFlagsMutuallyExclusive("passphrase-file", "no-passphrase")
}

// given is the passphrase that needs no asking, nil if there is none.
func (k *passphrase) given() ([]byte, error) {
	if k.from == "" {
		return []byte(os.Getenv(passphraseVar)), nil
	}
	if k.line != nil {
		return k.line, nil // standard input is read once
	}
	text, err := k.read(k.from)
	if err != nil {
		return nil, err
	}
	line, _, _ := bytes.Cut(text, []byte("\n"))
	line = bytes.TrimSuffix(line, []byte("\r"))
	if len(line) == 0 {
		return nil, fmt.Errorf("%s: its first line should be the passphrase, and is empty", k.from)
	}
	k.line = line
	return line, nil
}

// choose is the passphrase for a new key, empty if the key is not to be encrypted. At a terminal, it is typed twice.
func (k *passphrase) choose(ctx context.Context, keyFile string) ([]byte, error) {
	if k.none {
		return nil, nil
	}
	if secret, err := k.given(); err != nil || len(secret) > 0 {
		return secret, err
	}
	if !console.IsTerminal(k.stdin) {
		return nil, fmt.Errorf("no terminal to ask for a passphrase: give it with --passphrase-file or %s, or do without: --no-passphrase", passphraseVar)
	}
	for range tries {
		secret, err := k.askHidden(ctx, "Passphrase for "+keyFile+" (empty: no encryption): ")
		if err != nil || len(secret) == 0 {
			return nil, err
		}
		again, err := k.askHidden(ctx, "The same again: ")
		if err != nil {
			return nil, err
		}
		if bytes.Equal(secret, again) {
			return secret, nil
		}
		k.tell("These were two different ones.")
	}
	return nil, errors.New("no passphrase was typed twice the same")
}

// open has read read a private key, and gives it the passphrase. Who types a wrong one is asked again.
func (k *passphrase) open(ctx context.Context, keyFile string, read func(pki.Passphrase) error) error {
	asked := 0
	ask := func() ([]byte, error) {
		if secret, err := k.given(); err != nil || len(secret) > 0 {
			return secret, err
		}
		if !console.IsTerminal(k.stdin) {
			return nil, fmt.Errorf("%w: there is no terminal to ask for it; give it with --passphrase-file or %s", pki.ErrSealed, passphraseVar)
		}
		asked++
		secret, err := k.askHidden(ctx, "Passphrase of "+keyFile+": ")
		if err == nil && len(secret) == 0 {
			err = pki.ErrSealed
		}
		return secret, err
	}
	for {
		err := read(ask)
		if !errors.Is(err, pki.ErrPassphrase) || asked == 0 || asked == tries {
			return err
		}
		k.tell("That does not open it.")
	}
}

// read reads a file; "-" is the standard input.
func (p *program) read(path string) ([]byte, error) {
	if path == "-" {
		return pki.Read(p.stdin, "standard input")
	}
	return pki.ReadFile(path)
}

// key reads a private key.
func (k *passphrase) key(ctx context.Context, keyFile string) (key crypto.Signer, err error) {
	err = k.open(ctx, keyFile, func(ask pki.Passphrase) (err error) {
		key, err = pki.ReadKey(keyFile, ask)
		return err
	})
	return key, missing(err, keyFile, "demo pki key "+console.Quote(keyFile))
}
