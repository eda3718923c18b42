package main

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"slices"

	"eavesdrop/cmd/demo/internal/pki"
	"eavesdrop/cmd/demo/internal/scene"
	"eavesdrop/decode"
)

// keepKeys keeps what opens the captures: the secrets of the TLS sessions, and the private keys that the lesson is
// about.
func (l *lesson) keepKeys(takes []scene.Take) error {
	old, err := os.ReadFile(filepath.Join(l.dir, keyLogFile))
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return elsewhere(err)
	}
	err = writePrivate(l.dir, keyLogFile, keyLog(old, takes))
	for i := range takes {
		t := &takes[i]
		if t.Keys.Server == nil || !slices.ContainsFunc(t.Scene.Holders, func(h scene.Holder) bool { return h.Sees.Sees(decode.ServerKey) }) {
			continue
		}
		text, encodeErr := pki.EncodeKey(t.Keys.Server, nil)
		if encodeErr == nil {
			encodeErr = writePrivate(l.dir, t.Scene.Name+keySuffix, text)
		}
		err = errors.Join(err, encodeErr)
	}
	return err
}

// keyLog writes the secrets of scenes in NSS key log format, under comments with their names. What old has of other
// scenes stays.
func keyLog(old []byte, takes []scene.Take) []byte {
	var log []byte
	stays := true
	for line := range bytes.Lines(old) {
		if name, comment := bytes.CutPrefix(line, []byte("# ")); comment {
			name = bytes.TrimSpace(name)
			stays = !slices.ContainsFunc(takes, func(t scene.Take) bool { return t.Scene.Name == string(name) })
		}
		if stays {
			log = append(log, line...)
		}
	}
	for i := range takes {
		if secrets := takes[i].Keys.Log; len(secrets) > 0 {
			log = append(append(append(log, "# "...), takes[i].Scene.Name...), '\n')
			log = append(log, secrets...)
		}
	}
	return log
}
