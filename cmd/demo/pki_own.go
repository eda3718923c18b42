package main

import (
	"context"
	"path/filepath"

	"github.com/spf13/cobra"

	"eavesdrop/cmd/demo/internal/pki"
	"eavesdrop/cmd/internal/console"
	"eavesdrop/report"
)

// ownPapers are those that a server is told to prove itself with, instead of the demo's.
type ownPapers struct {
	passphrase
	certFile, keyFile string // both or none
}

// add adds the flags that name them.
func (o *ownPapers) add(c *cobra.Command) {
	c.Flags().StringVar(&o.certFile, "cert", "", "serve with the certificates in this PEM `file`")
	c.Flags().StringVar(&o.keyFile, "key", "", "the private key that goes with --cert, a PEM `file`")
	o.passphrase.add(c)
}

// check says what is wrong with the flags.
func (o *ownPapers) check() error {
	if (o.certFile == "") != (o.keyFile == "") {
		return console.Usagef("--cert and --key go together")
	}
	return nil
}

// load reads them, and says in which file clients find whom to trust.
func (o *ownPapers) load(ctx context.Context) (server *pki.Server, caFile string, err error) {
	err = o.open(ctx, o.keyFile, func(ask pki.Passphrase) (err error) {
		server, err = pki.ReadServer(o.certFile, o.keyFile, "", ask)
		return err
	})
	if err != nil {
		const how = "demo pki self-signed"
		return nil, "", missing(missing(err, o.certFile, how), o.keyFile, how)
	}
	if err := pki.Named(server.Chain[0], serverNames[0]); err != nil {
		o.tell("The certificate in %s will be refused: %v.", report.Escape(o.certFile), err)
	}
	if server.CA != nil { // it signed itself
		return server, o.certFile, nil
	}
	return server, filepath.Join(filepath.Dir(o.certFile), pki.CAFile), nil
}
