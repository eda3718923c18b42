package main

import (
	"github.com/spf13/cobra"

	"eavesdrop/cmd/demo/internal/pki"
	"eavesdrop/cmd/internal/console"
)

func newPKIRequest(p *program) *cobra.Command {
	var (
		keyFile, file string
		who           subject
		names         []string
		o             = output{program: p}
		pass          = passphrase{program: p}
	)
	c := &cobra.Command{
		Use:   "csr",
		Short: "Ask for a certificate: a certificate signing request",
		Long: `Csr makes a certificate signing request: who a server is, the names that its clients ask for, and its public key,
signed with its private key, which never leaves the server.`,
		Example: `  demo pki csr
  demo pki csr --alt-name localhost --alt-name 127.0.0.1
  demo pki csr --name squirrels.example --alt-name '*.squirrels.example'
  demo pki csr -o - | openssl req -noout -text`,
		Args: console.Args(cobra.NoArgs),
		RunE: func(c *cobra.Command, _ []string) error {
			if err := who.check(); err != nil {
				return err
			}
			alt, err := who.altNames(names)
			if err != nil {
				return err
			}
			if err := o.free(file, keyFile); err != nil {
				return err
			}
			key, err := pass.key(c.Context(), keyFile)
			if err != nil {
				return err
			}
			csr, err := pki.Request(key, who.Subject, alt...)
			if err != nil {
				return err
			}
			return o.write(file, pki.EncodeRequest(csr), pki.Public, pki.Wish(csr))
		},
	}
	who.add(c, "localhost")
	addAltNames(c, &names)
	c.Flags().StringVar(&keyFile, "key", pki.ServerKeyFile, "the server's private key, a PEM `file`")
	c.Flags().StringVarP(&file, "out", "o", pki.RequestFile, "write the request to this `file`; - is standard output")
	pass.add(c)
	o.add(c)
	return c
}
