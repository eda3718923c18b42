package main

import (
	"github.com/spf13/cobra"

	"eavesdrop/cmd/internal/console"
)

func newPKI(p *program) *cobra.Command {
	c := &cobra.Command{
		Use:   "pki",
		Short: "Keys, certificate requests, certificates: the papers that TLS asks for",
		Long: `Pki makes what a server proves itself with, and what its clients trust. A certificate says no more than "from A
to B I am X according to Y". The files are PEM, which openssl, curl, browsers and Python read too.

  ca-private-key.pem      the authority's key, which it keeps to itself
  ca-public-key.pem       its certificate, which clients trust
  server-private-key.pem  the server's key, which it keeps to itself
  server-csr.pem          the server's request for a certificate
  server-public-key.pem   its certificate, signed by the authority
  key.pem, cert.pem       key and certificate of a server that signs for itself

Passphrases of keys are asked for at a terminal. Else they come from --passphrase-file or from ` + passphraseVar + `
in the environment. No file is replaced without --force.`,
		Example: `  demo pki key ca-private-key.pem      become an authority:  a key,
  demo pki ca --country DE             and a certificate that it gives itself
  demo pki key                         a server:  a key,
  demo pki csr --alt-name localhost    a request,
  demo pki sign                        which the authority signs
  demo pki show                        what is in all those files
  demo pki verify                      what a client checks
  demo serve tls --cert server-public-key.pem --key server-private-key.pem
  demo ask tls --cacert ca-public-key.pem`,
		Args: cobra.ArbitraryArgs,
		RunE: func(c *cobra.Command, args []string) error {
			if len(args) > 0 {
				return console.Usagef("no verb %q; see demo pki -h", args[0])
			}
			return c.Help()
		},
	}
	c.AddCommand(newPKIKey(p), newPKICA(p), newPKIRequest(p), newPKISign(p), newPKISelfSigned(p), newPKIShow(p), newPKIVerify(p))
	return c
}
