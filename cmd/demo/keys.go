package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"eavesdrop/cmd/demo/internal/pki"
	"eavesdrop/cmd/demo/internal/scene"
	"eavesdrop/cmd/demo/internal/secret"
)

// sharedKey is the Fernet key that server and members share: the one in SECRET_KEY, or a new one.
func sharedKey() (key *secret.FernetKey, made bool, err error) {
	text := os.Getenv("SECRET_KEY")
	if text == "" {
		key, err = secret.NewFernetKey()
		return key, true, err
	}
	if key, err = secret.ParseFernetKey(text); err != nil {
		return nil, false, fmt.Errorf("SECRET_KEY: %w", err)
	}
	return key, false, nil
}

// sharedKey is that of the scenes: the one in SECRET_KEY, or the one that is kept with the captures of earlier ones, which
// it is to open still, or a new one, which is kept then.
func (l *lesson) sharedKey() (*secret.FernetKey, error) {
	path := filepath.Join(l.dir, fernetKeyFile)
	if os.Getenv("SECRET_KEY") == "" {
		text, err := os.ReadFile(path)
		if err == nil {
			l.keptKey = true
			key, err := secret.ParseFernetKey(strings.TrimSpace(string(text)))
			if err != nil {
				err = fmt.Errorf("%s: %w; remove the file, and a new one is made", path, err)
			}
			return key, err
		}
		if !errors.Is(err, os.ErrNotExist) {
			return nil, elsewhere(err)
		}
	}
	key, made, err := sharedKey()
	if err != nil || !made {
		return key, err
	}
	l.keptKey = true
	return key, writePrivate(l.dir, fernetKeyFile, []byte(key.Encode()+"\n"))
}

// giveAway has the secrets of TLS sessions added to the file that SSLKEYLOGFILE in the environment names, if any.
func giveAway(st *scene.Stage) (closeLog func() error, err error) {
	path := os.Getenv("SSLKEYLOGFILE")
	if path == "" {
		return func() error { return nil }, nil
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o600)
	if err != nil {
		return nil, fmt.Errorf("SSLKEYLOGFILE: %w", err)
	}
	st.KeyLog = f
	return f.Close, nil
}

// serverNames are what the server is called.
var serverNames = []string{"localhost", "127.0.0.1", "::1"}

// papers are what the server of scenes with TLS proves itself with. They are kept in dir, so that a browser
// that was told to trust the CA still does so the next time.
func papers(dir string) (*pki.Server, error) {
	s, err := pki.OpenServer(dir, time.Now(), serverNames...)
	if err != nil {
		return nil, fmt.Errorf("can't keep the server's certificate: %w", elsewhere(err))
	}
	return s, nil
}
