package main

import (
	"context"
	"crypto"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"eavesdrop/cmd/demo/internal/pki"
	"eavesdrop/cmd/internal/console"
)

func newPKIKey(p *program) *cobra.Command {
	o, n := output{program: p}, newKey{passphrase: passphrase{program: p}}
	c := &cobra.Command{
		Use:   "key [FILE]",
		Short: "Make a private key",
		Long: `Key makes a pair of keys, and writes the private one, in which the public one is, to FILE, readable by its owner
alone: ` + pki.ServerKeyFile + ` unless said otherwise, "-" for standard output. With a passphrase it is encrypted
(PKCS #8, PBES2 with AES-256-CBC), so that a stolen file is not yet a stolen key.`,
		Example: `  demo pki key
  demo pki key ca-private-key.pem
  demo pki key --type p256 --no-passphrase
  demo pki key --passphrase-file pass.txt ca-private-key.pem`,
		Args: console.Args(cobra.MaximumNArgs(1)),
		RunE: func(c *cobra.Command, args []string) error {
			file := argument(args, pki.ServerKeyFile)
			if err := n.check(); err != nil {
				return err
			}
			if err := o.free(file); err != nil {
				return err
			}
			_, text, said, err := n.make(c.Context(), file)
			if err != nil {
				return err
			}
			return o.write(file, text, pki.Private, said)
		},
	}
	n.addNew(c)
	o.add(c)
	return c
}

// A newKey is a private key that a verb makes.
type newKey struct {
	passphrase
	kind string // --type
}

func (n *newKey) addNew(c *cobra.Command) {
	n.passphrase.addNew(c)
	c.Flags().StringVar(&n.kind, "type", string(pki.RSA2048), "the `kind` of key: "+kinds())
	c.RegisterFlagCompletionFunc("type", cobra.FixedCompletions(strings.Split(kinds(), ", "), cobra.ShellCompDirectiveNoFileComp))
}

// kinds lists the kinds of keys.
func kinds() string {
	var all []string
	for _, a := range pki.Algorithms() {
		all = append(all, string(a))
	}
	return strings.Join(all, ", ")
}

// check says what is wrong with the flags.
func (n *newKey) check() error {
	if !slices.Contains(pki.Algorithms(), pki.Algorithm(n.kind)) {
		return console.Usagef("--type %s: there are %s", n.kind, kinds())
	}
	return nil
}

// make makes the key, and what goes into its file, with a sentence that says what it is.
func (n *newKey) make(ctx context.Context, file string) (key crypto.Signer, text []byte, said string, err error) {
	secret, err := n.choose(ctx, file)
	if err != nil {
		return nil, nil, "", err
	}
	if key, err = pki.GenerateKey(pki.Algorithm(n.kind)); err != nil {
		return nil, nil, "", err
	}
	how := "not encrypted: who can read the file has the key"
	if len(secret) > 0 {
		how = "encrypted with the passphrase"
	}
	said = fmt.Sprintf("A private key, %s; %s.", pki.KeyName(key.Public()), how)
	text, err = pki.EncodeKey(key, secret)
	return key, text, said, err
}

// argument is the one argument of a verb, or what stands for it.
func argument(args []string, otherwise string) string {
	if len(args) == 0 {
		return otherwise
	}
	return args[0]
}
