package main

import (
	"github.com/spf13/cobra"

	"eavesdrop/cmd/demo/internal/pki"
	"eavesdrop/cmd/internal/console"
)

func newPKICA(p *program) *cobra.Command {
	var (
		keyFile, file string
		who           subject
		how           life
		o             = output{program: p}
		pass          = passphrase{program: p}
	)
	c := &cobra.Command{
		Use:   "ca",
		Short: "Become a certificate authority: a certificate it gives itself",
		Long: `Ca makes the certificate of a certificate authority (CA), for the key in ` + pki.CAKeyFile + `, and signs it with
that same key. It says of itself that it may sign others (basicConstraints CA:TRUE). Those who take it for
trustworthy trust all that it signs.`,
		Example: `  demo pki ca
  demo pki ca --country DE --organisation 'Secret Squirrels' --name my-ca.com
  demo pki ca --days 365`,
		Args: console.Args(cobra.NoArgs),
		RunE: func(c *cobra.Command, _ []string) error {
			if err := who.check(); err != nil {
				return err
			}
			span, err := how.parse()
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
			ca, err := pki.CA(key, who.Subject, span)
			if err != nil {
				return err
			}
			return o.write(file, pki.EncodeCertificates(ca), pki.Public, pki.Sentence(ca)+".")
		},
	}
	who.add(c, "my-ca.com")
	how.add(c)
	c.Flags().StringVar(&keyFile, "key", pki.CAKeyFile, "the authority's private key, a PEM `file`")
	c.Flags().StringVarP(&file, "out", "o", pki.CAFile, "write the certificate to this `file`; - is standard output")
	pass.add(c)
	o.add(c)
	return c
}
