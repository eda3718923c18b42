// Package netns gives a program without capture rights a private loopback that it may listen on: the program
// runs again in a new user and network namespace (Linux, namespaces(7)), where an ordinary user holds the
// rights over a network that only this program and its children are in. Nothing of the host's traffic can be
// heard there, so no privilege is gained by it.
//
// A program that wants this calls Inside first thing in main, and Rerun where it finds that it may not listen:
//
//	inside, err := netns.Inside()
//	…
//	code, err := netns.Rerun(netns.Options{Args: os.Args[1:]})
package netns

import "os"

// marker is the environment variable that tells the second run where to report that its loopback is up.
const marker = "EAVESDROP_NETNS"

// Options say how the program is run again. Files that are nil are the program's own.
type Options struct {
	Args                  []string // after the program's name
	Env                   []string // "KEY=value", on top of the program's own environment
	Stdin, Stdout, Stderr *os.File
}
