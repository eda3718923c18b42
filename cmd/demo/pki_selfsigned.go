package main

import (
	"cmp"

	"github.com/spf13/cobra"

	"eavesdrop/cmd/demo/internal/pki"
	"eavesdrop/cmd/internal/console"
)

func newPKISelfSigned(p *program) *cobra.Command {
	var (
		keyFile, certFile string
		who               subject
		names             []string
		how               life
		o                 = output{program: p}
		n                 = newKey{passphrase: passphrase{program: p}}
	)
	c := &cobra.Command{
		Use:   "self-signed",
		Short: "A key, and a certificate without any authority",
		Long: `Self-signed makes a private key and a certificate that the server gives itself, in one go. Nobody vouches for it:
clients warn or refuse, unless they are told to trust this very certificate.`,
		Example: `  demo pki self-signed
  demo pki self-signed --alt-name localhost --alt-name 127.0.0.1 --no-passphrase
  demo serve tls --cert cert.pem --key key.pem
  curl --cacert cert.pem https://localhost:5683/`,
		Args: console.Args(cobra.NoArgs),
		RunE: func(c *cobra.Command, _ []string) error {
			if err := cmp.Or(who.check(), n.check()); err != nil {
				return err
			}
			alt, err := who.altNames(names)
			if err != nil {
				return err
			}
			span, err := how.parse()
			if err != nil {
				return err
			}
			if err := cmp.Or(o.free(keyFile, certFile), o.free(certFile)); err != nil {
				return err
			}
			key, text, said, err := n.make(c.Context(), keyFile)
			if err != nil {
				return err
			}
			cert, err := pki.SelfSigned(key, who.Subject, span, alt...)
			if err != nil {
				return err
			}
			if err := o.write(keyFile, text, pki.Private, said); err != nil {
				return err
			}
			return o.write(certFile, pki.EncodeCertificates(cert), pki.Public, pki.Sentence(cert)+".")
		},
	}
	who.add(c, "localhost")
	addAltNames(c, &names)
	how.add(c)
	c.Flags().StringVar(&keyFile, "key", pki.SelfSignedKeyFile, "write the private key to this `file`")
	c.Flags().StringVar(&certFile, "cert", pki.SelfSignedFile, "write the certificate to this `file`")
	n.addNew(c)
	o.add(c)
	return c
}
