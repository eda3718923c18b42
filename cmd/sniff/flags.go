package main

import (
	"io"
	"slices"
	"time"

	"github.com/spf13/pflag"

	"eavesdrop/cmd/internal/console"
	"eavesdrop/cmd/internal/wiring"
	"eavesdrop/decode"
	"eavesdrop/report"
	terminal "eavesdrop/report/term"
)

// lookFlags say how results are shown.
type lookFlags struct {
	form  string
	color string
}

func (l *lookFlags) add(f *pflag.FlagSet) {
	f.StringVarP(&l.form, "output", "o", "text", "`form` of the results: text, or json (one object a line)")
	f.StringVar(&l.color, "color", "auto", "colour: auto, always, never; NO_COLOR is respected")
}

func (l *lookFlags) check() error {
	if !slices.Contains([]string{"text", "json"}, l.form) {
		return console.Usagef("-o %s: there are text and json", l.form)
	}
	return console.CheckColor(l.color)
}

// printerTo makes a printer that writes to w what in the end goes to out: that decides about colour and width.
func (l *lookFlags) printerTo(w, out io.Writer) *terminal.Printer {
	return terminal.New(w, console.Options(l.color, out))
}

// keyFlags say what is looked for, and which keys there are.
type keyFlags struct {
	secrets    []string
	fernetKeys []string
	ttl        time.Duration
	digest     bool
	keylog     string
	serverKeys []string
	cas        []string
}

func (k *keyFlags) add(f *pflag.FlagSet) {
	f.StringArrayVar(&k.secrets, "secret", nil, "look for these `words` in every form they may travel in; may be repeated")
	f.StringArrayVar(&k.fernetKeys, "fernet-key", nil, "open Fernet tokens with this `key` (44 characters); may be repeated")
	f.StringVar(&k.keylog, "keylog", "", "open TLS with the secrets in this `file`, as SSLKEYLOGFILE names it")
	f.StringArrayVar(&k.serverKeys, "server-key", nil, "open TLS with RSA key exchange with the server's private key in this PEM `file`; may be repeated")
	f.StringArrayVar(&k.cas, "ca", nil, "say which certificates do not lead to a CA in this PEM `file`; system: to those that this machine trusts")
	f.DurationVar(&k.ttl, "ttl", 0, "take Fernet tokens as expired that were older than this when they were seen")
	f.BoolVar(&k.digest, "digest", false, "SHA-256 of each direction's bytes, and of each body")
}

// options turns the flags into what the wiring needs.
func (k *keyFlags) options() (*wiring.Options, error) {
	o := &wiring.Options{TTL: k.ttl, Digest: k.digest}
	if err := o.AddFernetKeys(k.fernetKeys...); err != nil {
		return o, console.UsageError{Err: err}
	}
	if err := o.LookFor(k.secrets...); err != nil {
		return o, console.UsageError{Err: err}
	}
	for _, path := range k.serverKeys {
		if err := o.AddServerKey(path); err != nil {
			return o, err
		}
	}
	for _, path := range k.cas {
		if err := o.TrustCA(path); err != nil {
			return o, err
		}
	}
	return o, nil
}

// openKeyLog opens the key log that was named, if any. growing: it is read again as it grows.
func (k *keyFlags) openKeyLog(o *wiring.Options, growing bool) (*wiring.KeyLogFile, error) {
	if k.keylog == "" {
		return nil, nil
	}
	return o.OpenKeyLog(k.keylog, growing)
}

// detailFlags say how much of each message is shown.
type detailFlags struct {
	tree, hex bool
	frames    *frameStore // set when frames have to be kept for it
}

func (d *detailFlags) add(f *pflag.FlagSet) {
	f.BoolVarP(&d.tree, "verbose", "V", false, "show the layers of each message, field by field")
	f.BoolVarP(&d.hex, "hex", "x", false, "show the bytes of the frames that carried each message")
}

// observer is who holds the keys that were given.
func (k *keyFlags) observer() report.Observer {
	var kinds []decode.Key
	if k.keylog != "" {
		kinds = append(kinds, decode.KeyLog)
	}
	if len(k.serverKeys) > 0 {
		kinds = append(kinds, decode.ServerKey)
	}
	if len(k.fernetKeys) > 0 {
		kinds = append(kinds, decode.FernetKey)
	}
	return report.Holding(kinds...)
}
