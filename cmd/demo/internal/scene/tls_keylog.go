package scene

import (
	"eavesdrop/cmd/demo/internal/secret"
	"eavesdrop/decode"
	"eavesdrop/report"
)

// TLSKeyLog is the lesson in which one of the ends gives its keys away.
func TLSKeyLog() Scene {
	return protected(Scene{
		Name:     "tls-keylog",
		Scheme:   "https",
		Question: "Who can read TLS 1.3 in a recording, if not the listener?",
		Story:    "The same conversation as in tls. But the client wrote the session's secrets to a file, as browsers do where SSLKEYLOGFILE names one.",
		Look:     "One capture, two readers: who has the key log reads all of it, the certificate and the secret. Everybody else is where they were.",
		Holders:  []Holder{{Name: "with the key log", Sees: report.Holding(decode.KeyLog)}},
	}, func(st *Stage) secret.Protection { return secret.TLS(st.Papers, st.KeyLog) })
}
