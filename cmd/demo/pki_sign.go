package main

import (
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"eavesdrop/cmd/demo/internal/pki"
	"eavesdrop/cmd/internal/console"
)

func newPKISign(p *program) *cobra.Command {
	var (
		caFile, keyFile, file string
		how                   life
		options               pki.SignOptions
		o                     = output{program: p}
		pass                  = passphrase{program: p}
	)
	c := &cobra.Command{
		Use:   "sign [REQUEST]",
		Short: "Sign a request, as a certificate authority",
		Long: `Sign makes the certificate that REQUEST, ` + pki.RequestFile + ` unless said otherwise, asks for, and signs it as the
authority. It checks first that the request was signed with the private key that belongs to it. Whether the one
who asks is who they say they are, it can't check: that is the work of an authority.

Subject, public key and alternative names are taken over. A request that asks for other rights, such as to be
an authority itself, is refused; --copy-extensions grants whatever it asks for.`,
		Example: `  demo pki sign
  demo pki sign --days 365 -o squirrels.pem squirrels-csr.pem
  demo pki sign --from 2024-01-01 -o expired.pem
  demo pki sign --client -o member.pem member-csr.pem`,
		Args: console.Args(cobra.MaximumNArgs(1)),
		RunE: func(c *cobra.Command, args []string) error {
			span, err := how.parse()
			if err != nil {
				return err
			}
			request := argument(args, pki.RequestFile)
			if err := o.free(file, request, caFile, keyFile); err != nil {
				return err
			}
			text, err := p.read(request)
			if err != nil {
				return missing(err, request, "demo pki csr")
			}
			csr, err := pki.DecodeRequest(text)
			if err != nil {
				return fmt.Errorf("%s: %w", request, err)
			}
			var ca pki.Issuer
			err = pass.open(c.Context(), keyFile, func(ask pki.Passphrase) (err error) {
				ca, err = pki.ReadIssuer(caFile, keyFile, ask)
				return err
			})
			if err != nil {
				return caError(err, caFile, keyFile)
			}
			cert, err := ca.Sign(csr, span, options)
			if err != nil {
				return signError(err, request)
			}
			if err := o.write(file, pki.EncodeCertificates(cert), pki.Public, pki.Sentence(cert)+"."); err != nil {
				return err
			}
			for _, doubt := range ca.Doubts(cert, time.Now()) {
				p.tell("But %s.", doubt)
			}
			return nil
		},
	}
	how.add(c)
	f := c.Flags()
	f.StringVar(&caFile, "ca", pki.CAFile, "the authority's certificate, a PEM `file`")
	f.StringVar(&keyFile, "key", pki.CAKeyFile, "the authority's private key, a PEM `file`")
	f.StringVarP(&file, "out", "o", pki.CertificateFile, "write the certificate to this `file`; - is standard output")
	f.BoolVar(&options.Client, "client", false, "for a client to prove who it is, instead of a server")
	f.BoolVar(&options.AnyExtensions, "copy-extensions", false, "grant every extension that the request asks for, even to be an authority")
	pass.add(c)
	o.add(c)
	return c
}

// caError says what to do when an authority's papers can't be used.
func caError(err error, caFile, keyFile string) error {
	if errors.Is(err, pki.ErrNotCA) {
		return fmt.Errorf("%w; demo pki ca makes one that may sign", err)
	}
	return missing(missing(err, caFile, "demo pki ca"), keyFile, "demo pki key "+console.Quote(keyFile)+", then demo pki ca --force")
}

// signError says what to do when a request is refused.
func signError(err error, request string) error {
	var more *pki.ExtensionError
	if errors.As(err, &more) {
		return fmt.Errorf("%s: %w. If all of that is to be granted: --copy-extensions", request, err)
	}
	return fmt.Errorf("%s: %w", request, err)
}
