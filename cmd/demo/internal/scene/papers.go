package scene

import (
	"time"

	"eavesdrop/cmd/demo/internal/pki"
)

// A paperwork is what is special about a server's certificate. The zero value is the club's usual one.
type paperwork struct {
	names     []string // that it is for; nil: the server's
	algorithm pki.Algorithm
	life      pki.Life
}

// prepare gives a stage papers that are made for the scene alone.
func (w paperwork) prepare(st *Stage) error {
	ca, err := pki.NewAuthority(time.Now())
	if err != nil {
		return err
	}
	return w.issue(st, ca)
}

// issue has a CA sign the server's papers.
func (w paperwork) issue(st *Stage, ca pki.Issuer) (err error) {
	if w.names == nil {
		w.names = []string{"localhost", "127.0.0.1", "::1"}
	}
	if w.algorithm == "" {
		w.algorithm = pki.P256
	}
	if w.life.From.IsZero() {
		w.life = pki.LifeAt(time.Now())
	}
	st.Papers, err = ca.Issue(w.algorithm, w.life, pki.SignOptions{}, w.names...)
	return err
}
