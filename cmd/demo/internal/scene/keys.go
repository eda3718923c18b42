package scene

import (
	"bytes"
	"crypto"
	"fmt"

	"eavesdrop/cmd/demo/internal/secret"
	"eavesdrop/cmd/internal/wiring"
	"eavesdrop/decode"
)

// Keys are what opens a capture. Each may be missing.
type Keys struct {
	Log    []byte            // secrets of TLS sessions, in NSS key log format
	Server crypto.Signer     // the server's private key
	Fernet *secret.FernetKey // that server and members share
}

// keys are those of the stage, with what was written to its key log.
func (st *Stage) keys(log []byte) Keys {
	k := Keys{Log: log, Fernet: st.Key}
	if st.Papers != nil {
		k.Server = st.Papers.Key
	}
	return k
}

// hold has the scene's holders read the capture, each with the keys that they hold. search looks for the secret.
func (t *Take) hold(pcapng []byte, search wiring.Options) error {
	for _, h := range t.Scene.Holders {
		e, err := t.open(h, pcapng, search)
		if err != nil {
			return err
		}
		t.Held = append(t.Held, e.ledger)
	}
	if len(t.Held) > 0 {
		t.pcapng = pcapng
	}
	return nil
}

// Reopen shows each event of the take to tap, once more, as a holder sees it.
func (t *Take) Reopen(h Holder, tap func(*decode.Event)) error {
	_, err := t.open(h, t.pcapng, wiring.Options{}, tap)
	return err
}

// open has a holder read a capture.
func (t *Take) open(h Holder, pcapng []byte, o wiring.Options, taps ...func(*decode.Event)) (*ear, error) {
	if h.Sees.Sees(decode.KeyLog) {
		o.TakeSecrets(t.Keys.Log)
	}
	if h.Sees.Sees(decode.ServerKey) && t.Keys.Server != nil {
		o.ServerKeys = []crypto.PrivateKey{t.Keys.Server}
	}
	if h.Sees.Sees(decode.FernetKey) && t.Keys.Fernet != nil {
		if err := o.AddFernetKeys(t.Keys.Fernet.Encode()); err != nil {
			return nil, err
		}
	}
	e := t.Scene.ear(h, o, func(string) {}, taps...)
	if err := e.read(bytes.NewReader(pcapng), t.Scene.Name); err != nil {
		return nil, fmt.Errorf("%s: %w", h.Name, err)
	}
	return e, nil
}
