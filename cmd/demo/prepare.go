package main

import (
	"encoding/base64"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"eavesdrop/cmd/demo/internal/pki"
	"eavesdrop/cmd/demo/internal/scene"
)

// The files that only some scenes have, beside the server's papers.
const (
	memberKeyFile = "member-private-key.pem"
	memberFile    = "member-public-key.pem"
	veilFile      = "ech.txt" // the ECHConfigList in base64, as it stands in the DNS
)

// prepare makes what a scene needs that has papers of its own, and keeps it in dir, for the other half to find.
func prepare(s scene.Scene, st *scene.Stage, dir string) error {
	if err := s.Prepare(st); err != nil {
		return err
	}
	err := errors.Join(makeDir(dir), st.Papers.Write(dir, pki.ServerKeyFile, pki.CertificateFile))
	if st.Member != nil && err == nil {
		err = st.Member.Write(dir, memberKeyFile, memberFile)
	}
	if st.Veil != nil && err == nil {
		text := base64.StdEncoding.EncodeToString(st.Veil.List) + "\n"
		err = os.WriteFile(filepath.Join(dir, veilFile), []byte(text), 0o644)
	}
	return elsewhere(err)
}

// recall gives a member's stage what of that is for members. It stands in dir.
func recall(st *scene.Stage, dir string) error {
	member, err := pki.ReadServer(filepath.Join(dir, memberFile), filepath.Join(dir, memberKeyFile), "", nil)
	if err == nil {
		st.Member = member
	} else if !errors.Is(err, os.ErrNotExist) {
		return err
	}
	text, err := os.ReadFile(filepath.Join(dir, veilFile))
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	list, err := base64.StdEncoding.DecodeString(strings.TrimSpace(string(text)))
	if err != nil {
		return fmt.Errorf("%s: %w", veilFile, err)
	}
	st.Veil = &scene.Veil{List: list}
	return nil
}
