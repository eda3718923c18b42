package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"eavesdrop/cmd/demo/internal/pki"
	"eavesdrop/cmd/demo/internal/scene"
)

// defaultDir is where things are kept unless said otherwise.
const defaultDir = "demo-out"

// The files that are kept, beside a capture for each scene and the server's papers.
const (
	keyLogFile    = "keys.log"   // secrets of the TLS sessions, in NSS key log format
	fernetKeyFile = "fernet.key" // unless it came from SECRET_KEY
	eventsFile    = "demo.json"
	textFile      = "demo.txt"
	captureSuffix = ".pcapng"          // behind a scene's name
	keySuffix     = "-private-key.pem" // behind a scene's name: the server's, where the lesson is about who has it
)

// capture is where a scene's capture is kept.
func (l *lesson) capture(s scene.Scene) string { return filepath.Join(l.dir, s.Name+captureSuffix) }

// makeDir makes the directory in which things are kept.
func makeDir(dir string) error {
	return elsewhere(os.MkdirAll(dir, 0o755))
}

// elsewhere adds to an error of writing what to do about it.
func elsewhere(err error) error {
	if errors.Is(err, os.ErrPermission) {
		return fmt.Errorf("%w; choose another place with --out", err)
	}
	return err
}

// writePrivate writes a file that is for its owner only.
func writePrivate(dir, name string, text []byte) error {
	return pki.WriteFile(filepath.Join(dir, name), text, pki.Private, true)
}
