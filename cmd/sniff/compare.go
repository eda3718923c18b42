package main

import (
	"bufio"
	"errors"
	"net/netip"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"eavesdrop/capture"
	"eavesdrop/cmd/internal/console"
	"eavesdrop/cmd/internal/wiring"
	"eavesdrop/decode"
	"eavesdrop/report"
	"eavesdrop/report/jsonl"
)

func newCompare(io streams) *cobra.Command {
	var (
		look   lookFlags
		keys   keyFlags
		as     []string
		filter string
	)
	c := &cobra.Command{
		Use:   "compare FILE FILE... | compare --as OBSERVER --as OBSERVER... FILE",
		Short: "What is learned from several captures, side by side",
		Long: `Compare prints one table: a column a capture, a row a question. With --as it shows what several observers learn
from one capture: passive (the listener), keylog, server_key, fernet_key (who holds the keys given with the flags
of these names), or several joined by +.`,
		Example: `  sniff compare http.pcapng fernet.pcapng tls.pcapng
  sniff compare --secret 'fluffy tail' http.pcapng tls.pcapng
  sniff compare --as passive --as fernet_key --fernet-key "$SECRET_KEY" fernet.pcapng
  sniff compare --as passive --as keylog --keylog keys.log tls.pcapng`,
		Args: console.Args(cobra.MinimumNArgs(1)),
		RunE: func(c *cobra.Command, files []string) error {
			options, err := keys.options()
			if err = errors.Join(err, look.check()); err != nil {
				return err
			}
			keylog, err := keys.openKeyLog(options, false)
			if err != nil {
				return err
			}
			if err := keylog.Close(); err != nil {
				return err
			}
			observers := []report.Observer{report.Passive}
			if len(as) > 0 {
				observers = nil
			}
			for _, name := range as {
				o, err := report.ParseObserver(name)
				if err != nil {
					return console.UsageError{Err: err}
				}
				observers = append(observers, o)
			}
			if len(files) < 2 && len(observers) < 2 {
				return console.Usagef("there is nothing to compare: give two captures or more, or one and --as twice")
			}
			var ledgers []*report.Ledger
			var errs []error
			for _, file := range files {
				l, err := learn(c, io, file, filter, observers, options, len(files) > 1)
				ledgers, errs = append(ledgers, l...), append(errs, err)
			}
			if len(ledgers) > 0 {
				errs = append(errs, printTable(io, &look, report.Compare(ledgers...)))
			}
			return errors.Join(errs...)
		},
	}
	f := c.Flags()
	f.StringArrayVar(&as, "as", nil, "`observer` whose view is a column: passive, keylog, server_key, fernet_key; may be repeated")
	f.StringVarP(&filter, "filter", "f", "", "packet `filter`, as tcpdump takes it")
	look.add(f)
	keys.add(f)
	return c
}

// learn reads one capture into a ledger an observer.
func learn(c *cobra.Command, io streams, file, filter string, observers []report.Observer, o *wiring.Options, many bool) ([]*report.Ledger, error) {
	var ledgers []*report.Ledger
	for _, observer := range observers {
		name := title(file)
		if len(observers) > 1 && many {
			name += ", " + observer.String()
		} else if len(observers) > 1 {
			name = observer.String()
		}
		ledgers = append(ledgers, wiring.Ledger(name, observer, o))
	}
	out := ledgerOutput(ledgers)
	w := newFollower(out, o)
	w.filter = packetFilter{expr: filter}
	r := reading{io: io, follower: w}
	err := r.files(c.Context(), []string{file})
	w.assembler.Flush()
	if err != nil && !r.opened {
		return nil, err
	}
	return ledgers, errors.Join(err, out.finish(r.counts(err)))
}

// title is a capture's name as the heading of a column: without folder and ending.
func title(file string) string {
	name := filepath.Base(file)
	for _, ending := range []string{".gz", ".pcapng", ".pcap", ".cap"} {
		name = strings.TrimSuffix(name, ending)
	}
	return name
}

// titles are those of several captures.
func titles(files []string) string {
	var names []string
	for _, f := range files {
		names = append(names, title(f))
	}
	return strings.Join(names, ", ")
}

// ledgerOutput only learns.
type ledgerOutput []*report.Ledger

func (o ledgerOutput) event(e *decode.Event) {
	for _, l := range o {
		l.Add(e)
	}
}

func (ledgerOutput) comment(report.Comment) {}

func (o ledgerOutput) named(addr netip.Addr, name string) {
	for _, l := range o {
		l.Named(addr, name)
	}
}

func (ledgerOutput) flush() error { return nil }

func (o ledgerOutput) finish(c report.Counts) error {
	for _, l := range o {
		l.Finish(c)
	}
	return nil
}

func printTable(io streams, look *lookFlags, t report.Table) error {
	if look.form == "json" {
		w := jsonl.New(io.out)
		w.Table(t)
		return w.Flush()
	}
	w := bufio.NewWriter(io.out)
	p := look.printerTo(w, io.out)
	p.Table(t)
	return errors.Join(p.Err(), w.Flush())
}

var _ output = ledgerOutput(nil)
var _ source = (*capture.Reader)(nil)
