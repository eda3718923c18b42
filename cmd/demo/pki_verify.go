package main

import (
	"crypto/x509"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"eavesdrop/cmd/demo/internal/pki"
	"eavesdrop/cmd/internal/console"
	"eavesdrop/report"
)

func newPKIVerify(p *program) *cobra.Command {
	var (
		caFile, name, at string
		client           bool
	)
	c := &cobra.Command{
		Use:   "verify [CERTIFICATE]",
		Short: "What a client checks before it believes a certificate",
		Long: `Verify asks of CERTIFICATE, ` + pki.CertificateFile + ` unless said otherwise, what a client asks: do signatures lead to
somebody it trusts? may they sign? what does the clock say? is it for the name that was asked for? is it a
server's? Further certificates in the file may be links between the first and the trusted ones.

The exit code is 1 when a client would refuse.`,
		Example: `  demo pki verify
  demo pki verify --name example.com
  demo pki verify --at 2030-01-01
  demo pki verify cert.pem --cacert cert.pem`,
		Args: console.Args(cobra.MaximumNArgs(1)),
		RunE: func(c *cobra.Command, args []string) error {
			now, err := moment("--at", at)
			if err != nil {
				return err
			}
			file := argument(args, pki.CertificateFile)
			chain, err := p.certificates(file)
			if err != nil {
				return missing(err, file, "demo pki sign")
			}
			roots, err := p.certificates(caFile)
			if err != nil {
				return missing(err, caFile, "demo pki ca")
			}
			trust := pki.Trust{Roots: roots, Name: name, Now: now, Peer: x509.ExtKeyUsageServerAuth}
			if client {
				trust.Peer, trust.Name = x509.ExtKeyUsageClientAuth, ""
			}
			fmt.Fprintf(p.stdout, "%s\n\n", console.Fit(p.stdout, report.Escape(file+": "+pki.Sentence(chain[0])+"."), 0))
			return p.printChecks(pki.Verify(chain, trust), fmt.Sprintf("Who trusts %s", caFile))
		},
	}
	f := c.Flags()
	f.StringVar(&caFile, "cacert", pki.CAFile, "trust the authorities in this PEM `file`, and no other")
	f.StringVar(&name, "name", serverNames[0], "the `name` that the client asks for")
	f.StringVar(&at, "at", "", "what the client's clock says: a `date` or time; default: now")
	f.BoolVar(&client, "client", false, "check it as a client's certificate, which is not asked for a name")
	return c
}

// certificates reads the certificates of a file; "-" is the standard input.
func (p *program) certificates(file string) ([]*x509.Certificate, error) {
	text, err := p.read(file)
	if err != nil {
		return nil, err
	}
	chain, err := pki.DecodeCertificates(text)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return chain, nil
}

// printChecks prints what was checked; the error says which checks failed.
func (p *program) printChecks(checks []pki.Check, who string) error {
	var rows [][]string
	var failed []string
	for _, c := range checks {
		sign, says := "ok", c.Found
		if c.Err != nil {
			sign, says = "FAILED", c.Err.Error()
			failed = append(failed, c.Name)
		}
		rows = append(rows, []string{c.Name, sign, report.Escape(says)})
	}
	if err := console.Columns(p.stdout, rows); err != nil {
		return err
	}
	if len(failed) > 0 {
		return fmt.Errorf("a client would refuse it: %s", strings.Join(failed, ", "))
	}
	_, err := fmt.Fprintf(p.stdout, "\n%s accepts it.\n", who)
	return err
}
