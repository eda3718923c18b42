package main

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"eavesdrop/capture"
	"eavesdrop/cmd/internal/console"
)

func newRead(io streams) *cobra.Command {
	var (
		look   lookFlags
		keys   keyFlags
		detail detailFlags
		save   string
		filter string
		count  int
	)
	c := &cobra.Command{
		Use:   "read FILE... [FILTER...]",
		Short: "The same from capture files",
		Long: `Read takes capture files, pcap or pcapng, as they are or packed with gzip; - is standard input. Several are
read one after the other, as one capture, their frames numbered through. What follows the files is a packet
filter as tcpdump takes it.`,
		Example: `  sniff read capture.pcapng
  sniff read part1.pcap part2.pcap.gz port 5683
  sniff read -V -x capture.pcapng
  sniff read -o json --secret 'fluffy tail' capture.pcapng
  tcpdump -U -w - | sniff read -`,
		Args: console.Args(cobra.MinimumNArgs(1)),
		RunE: func(c *cobra.Command, args []string) error {
			options, err := keys.options()
			if err = errors.Join(err, look.check()); err != nil {
				return err
			}
			files, rest := splitFiles(args)
			if filter == "" {
				filter = strings.Join(rest, " ")
			} else if len(rest) > 0 {
				return console.Usagef("no such file: %s", rest[0])
			}
			if err := overwrites(save, files, io); err != nil {
				return err
			}
			keylog, err := keys.openKeyLog(options, false)
			if err != nil {
				return err
			}
			if err := keylog.Close(); err != nil {
				return err
			}
			results := io.saving(save)
			out := newOutput(results, &look, &detail, titles(files), keys.observer(), options)
			w := newFollower(out, options)
			w.frames, w.limit, w.filter = detail.frames, count, packetFilter{expr: filter}
			w.save = newSaver(save, io.out)
			r := reading{io: results, follower: w}
			err = errors.Join(r.files(c.Context(), files), takenAsFiles(files[1:], r.misread))
			var misfiltered *capture.FilterError
			if err != nil && (!r.opened || errors.As(err, &misfiltered) && w.taken == 0) {
				return err // there is nothing to say anything about
			}
			if r.opened {
				err = errors.Join(err, w.save.open())
			}
			w.assembler.Flush()
			if r.stopped != "" && look.form == "json" {
				fmt.Fprintf(io.err, "sniff: %s\n", r.stopped)
			}
			return errors.Join(err, w.save.close(), out.finish(r.counts(err)))
		},
	}
	f := c.Flags()
	f.StringVarP(&save, "write", "w", "", "save the packets that passed the filter to this pcapng `file`; - is standard output")
	f.StringVarP(&filter, "filter", "f", "", "packet `filter`, instead of behind the files")
	f.IntVarP(&count, "count", "c", 0, "end after this many packets")
	look.add(f)
	keys.add(f)
	detail.add(f)
	return c
}

// splitFiles tells files from the packet filter behind them: the filter begins with the first word that is no
// file, unless that looks like one.
func splitFiles(args []string) (files, filter []string) {
	for i, a := range args {
		if i > 0 && a != "-" && !exists(a) && !looksLikeFile(a) {
			return args[:i], args[i:]
		}
	}
	return args, nil
}

// takenAsFiles says which words were taken for files that may have been meant for the filter.
func takenAsFiles(words []string, misread bool) error {
	words = slices.DeleteFunc(slices.Clone(words), func(w string) bool { return w == "-" || looksLikeFile(w) })
	if !misread || len(words) == 0 {
		return nil
	}
	return fmt.Errorf("taken as files: %s; use -f FILTER", strings.Join(words, ", "))
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

func looksLikeFile(name string) bool {
	for _, ending := range []string{".pcap", ".pcapng", ".cap", ".gz", ".ntar"} {
		if strings.HasSuffix(strings.ToLower(name), ending) {
			return true
		}
	}
	return false
}
