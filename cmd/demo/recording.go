package main

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"eavesdrop/cmd/demo/internal/pki"
	"eavesdrop/cmd/demo/internal/scene"
	"eavesdrop/cmd/demo/internal/secret"
	"eavesdrop/testdata/pcaps"
)

// recording is a scene as it was recorded.
func recording(s scene.Scene) ([]byte, error) {
	raw, err := pcaps.Files.ReadFile(s.Name + captureSuffix)
	if err != nil {
		return nil, fmt.Errorf("scene %s was never recorded", s.Name)
	}
	return raw, nil
}

// recordedKeys are those that belong to a scene's recording.
func recordedKeys(s scene.Scene) (k scene.Keys, err error) {
	read := func(name string) (text []byte) {
		var readErr error
		if text, readErr = pcaps.Files.ReadFile(name); !errors.Is(readErr, fs.ErrNotExist) {
			err = errors.Join(err, readErr)
		}
		return text
	}
	k.Log = read(keyLogFile)
	if text := read(fernetKeyFile); text != nil {
		var keyErr error
		k.Fernet, keyErr = secret.ParseFernetKey(strings.TrimSpace(string(text)))
		err = errors.Join(err, keyErr)
	}
	if text := read(s.Name + keySuffix); text != nil {
		var keyErr error
		k.Server, keyErr = pki.DecodeKey(text, nil)
		err = errors.Join(err, keyErr)
	}
	return k, err
}
