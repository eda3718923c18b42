// Demo is the lesson: one secret, sent in several ways, and what someone listening learns each time.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"

	"eavesdrop/capture/netns"
)

func main() {
	private, err := netns.Inside()
	if err != nil {
		os.Exit(1) // the first run has been told
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second Ctrl-C ends it at once
	code := run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr, private)
	stop()
	os.Exit(code)
}
