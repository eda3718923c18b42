package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"runtime"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"eavesdrop/cmd/demo/internal/pki"
	"eavesdrop/cmd/internal/console"
	"eavesdrop/report"
)

// paperFiles are the files that show shows when none is named.
var paperFiles = []string{
	pki.CAKeyFile, pki.CAFile, pki.ServerKeyFile, pki.RequestFile, pki.CertificateFile, pki.SelfSignedKeyFile, pki.SelfSignedFile,
}

func newPKIShow(p *program) *cobra.Command {
	pass := passphrase{program: p}
	c := &cobra.Command{
		Use:   "show [FILE...]",
		Short: "What is in a file: keys, requests, certificates",
		Long: `Show tells what is in each FILE, of whatever program it is: private keys, certificate requests, certificates. Of
private keys it shows only what is public. Without FILE it shows those of the usual names that are there;
"-" is standard input.`,
		Example: `  demo pki show
  demo pki show server-public-key.pem
  openssl s_client -connect localhost:5683 </dev/null 2>/dev/null | demo pki show -`,
		Args: cobra.ArbitraryArgs,
		RunE: func(c *cobra.Command, files []string) error {
			if len(files) == 0 {
				for _, f := range paperFiles {
					if _, err := os.Stat(f); err == nil {
						files = append(files, f)
					}
				}
			}
			if len(files) == 0 {
				return console.Usagef("no files of the usual names here: name one, or make them; see demo pki -h")
			}
			return pass.showAll(c.Context(), files)
		},
	}
	pass.add(c)
	return c
}

// showAll tells what is in each file, and goes on after one that it can't read.
func (k *passphrase) showAll(ctx context.Context, files []string) (failed error) {
	for i, f := range files {
		if i > 0 {
			fmt.Fprintln(k.stdout)
		}
		if err := k.show(ctx, f); err != nil {
			if failed != nil {
				k.tell("demo: %s", report.Escape(failed.Error()))
			}
			failed = err
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
	}
	return failed
}

// show tells what is in a file.
func (k *passphrase) show(ctx context.Context, file string) error {
	text, err := k.read(file)
	if err != nil {
		return err
	}
	var papers []pki.Paper
	err = k.open(ctx, file, func(ask pki.Passphrase) (err error) {
		papers, err = pki.Papers(text, time.Now(), ask)
		return err
	})
	for i, one := range papers {
		if i > 0 {
			fmt.Fprintln(k.stdout)
		}
		if printErr := k.printPaper(file, one); printErr != nil {
			return printErr
		}
	}
	if err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	return nil
}

// printPaper prints one paper of a file.
func (k *passphrase) printPaper(file string, one pki.Paper) error {
	if one.Kind == "private key" {
		if f, ok := openTo(file); ok {
			one.Facts = append(one.Facts, f)
		}
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s\n", report.Escape(file), report.Escape(one.Kind))
	for _, s := range one.Says {
		fmt.Fprintf(&b, "  %s\n", console.Fit(k.stdout, report.Escape(s), 2))
	}
	column := 0
	for _, f := range one.Facts {
		column = max(column, len(f.Name))
	}
	if len(one.Facts) > 0 {
		fmt.Fprintln(&b)
	}
	for _, f := range one.Facts {
		printFact(&b, f, column, console.Width(k.stdout))
	}
	_, err := io.WriteString(k.stdout, b.String())
	return err
}

// printFact prints a fact, its note in a column of its own where there is room, else on lines of its own.
func printFact(b *strings.Builder, f pki.Fact, column, width int) {
	const values = 34
	value, note := report.Escape(f.Value), report.Escape(f.Note)
	margin := "\n" + strings.Repeat(" ", column+5)
	room := max(width-column-5, values)
	if note != "" && max(report.Width(value), values)+3+report.Width(note) <= room {
		value, note = fmt.Sprintf("%s%*s   %s", value, max(0, values-report.Width(value)), "", note), ""
	}
	fmt.Fprintf(b, "  %-*s   %s", column, report.Escape(f.Name), strings.Join(report.Wrap(value, room), margin))
	if note != "" {
		b.WriteString(margin + strings.Join(report.Wrap(note, room), margin))
	}
	b.WriteByte('\n')
}

// openTo says who may read a file with a private key.
func openTo(file string) (pki.Fact, bool) {
	st, err := os.Stat(file)
	if err != nil || runtime.GOOS == "windows" || !st.Mode().IsRegular() {
		return pki.Fact{}, false
	}
	mode := st.Mode().Perm()
	f := pki.Fact{Name: "file", Value: fmt.Sprintf("%#o", mode), Note: "readable by its owner alone"}
	if mode&0o077 != 0 {
		f.Note = "OTHERS on this machine can use it: chmod 600 " + console.Quote(file)
	}
	return f, true
}
