package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"eavesdrop/capture"
	"eavesdrop/cmd/internal/console"
	"eavesdrop/cmd/internal/wiring"
	"eavesdrop/report"
)

func newLive(io streams) *cobra.Command {
	var (
		look     lookFlags
		keys     keyFlags
		detail   detailFlags
		o        capture.LiveOptions
		save     string
		count    int
		duration time.Duration
	)
	c := &cobra.Command{
		Use:   "live [FILTER...]",
		Short: "Listen on an interface, and say what is learned",
		Long: `Live listens on a network interface through libpcap and prints each message as it happens,
a line each; Ctrl-C ends it with what was learned. FILTER is a packet filter as tcpdump takes it.`,
		Example: `  sniff live port 5683
  sniff live -i eth0 -w kept.pcapng 'tcp and host 192.0.2.7'
  sniff live --secret 'fluffy tail' --duration 1m port 5683
  sniff live -o json port 5683 | jq .http.target`,
		RunE: func(c *cobra.Command, args []string) error {
			options, err := keys.options()
			if err = errors.Join(err, look.check()); err != nil {
				return err
			}
			o.Filter = strings.Join(args, " ")
			ctx := c.Context()
			if duration > 0 {
				var cancel context.CancelFunc
				ctx, cancel = context.WithTimeout(ctx, duration)
				defer cancel()
			}
			src, err := capture.Listen(ctx, o)
			if err != nil {
				return err
			}
			defer src.Close()
			out := newOutput(io.saving(save), &look, &detail, "live", keys.observer(), options)
			w := newFollower(out, options)
			w.frames, w.limit = detail.frames, count
			w.save = newSaver(save, io.out)
			if err := w.save.open(); err != nil {
				return err
			}
			keylog, err := keys.openKeyLog(options, true)
			if err != nil {
				return err
			}
			defer keylog.Close()
			w.before = func(*capture.Frame) error { return keylog.Poll() }
			w.save.begin(0, func() []capture.Interface {
				return []capture.Interface{{Link: src.Link(), Name: src.Interface(), Filter: o.Filter, SnapLen: o.SnapLen}}
			})
			if w.save != nil {
				w.save.flush = true
			}
			fmt.Fprintln(io.err, listening(src.Interface(), o.Filter))
			// What has come is shown before the next packet is waited for.
			w.each = func(*capture.Frame) error { return out.flush() }
			err = w.follow(src)
			w.assembler.Flush()
			counts := liveCounts(w.assembler.Counts(), src)
			if errors.Is(err, errEnough) {
				err = nil
			}
			if s, failed := src.Stats(); failed == nil {
				err = errors.Join(err, w.save.counts(uint64(s.Received), uint64(s.Dropped+s.IfDrops)))
			}
			return errors.Join(err, w.save.close(), out.finish(counts))
		},
	}
	f := c.Flags()
	f.StringVarP(&o.Interface, "interface", "i", "", "`name` of the interface; the loopback interface if not given")
	f.StringVarP(&save, "write", "w", "", "save the packets to this pcapng `file`; - is standard output")
	f.IntVarP(&count, "count", "c", 0, "end after this many packets")
	f.DurationVar(&duration, "duration", 0, "end after this time, as 30s or 5m")
	f.IntVarP(&o.SnapLen, "snapshot-length", "s", 0, "keep this many `bytes` of each packet; all if not given")
	f.BoolVarP(&o.Promisc, "promiscuous", "p", false, "also take packets that are not for this machine")
	look.add(f)
	keys.add(f)
	detail.add(f)
	_ = c.RegisterFlagCompletionFunc("interface", completeInterfaces)
	return c
}

// listening is the line that says that it has begun.
func listening(name, filter string) string {
	s := "Listening on " + name
	if filter != "" {
		s += fmt.Sprintf(", filter %q", filter)
	}
	return s + ". Ctrl-C for what was learned."
}

// liveCounts adds the kernel's count to the assembler's.
func liveCounts(c capture.Counts, src *capture.Live) report.Counts {
	counts := wiring.Counts(c)
	if s, err := src.Stats(); err == nil {
		counts.KernelKnown, counts.KernelDropped = true, s.Dropped+s.IfDrops
	}
	return counts
}

func completeInterfaces(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
	devices, _ := capture.Devices()
	var names []string
	for _, d := range devices {
		names = append(names, d.Name)
	}
	return names, cobra.ShellCompDirectiveNoFileComp
}

// hintFor says what to do about an error, where that is known; "" where it is not.
func hintFor(err error) string {
	switch {
	case errors.Is(err, capture.ErrNoPermission):
		self, err := console.Executable()
		if err != nil {
			self = "bin/sniff"
		}
		return "Give this program the right to capture: sudo setcap cap_net_raw+ep " + self + "\n" +
			"(or run it with sudo; or hear the lesson, which needs no rights: " + console.Command("demo") + ")"
	case errors.Is(err, capture.ErrNoInterface):
		return "See what can be listened on: sniff interfaces"
	}
	return ""
}
