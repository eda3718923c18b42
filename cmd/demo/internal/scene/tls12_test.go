package scene

import (
	"testing"

	"eavesdrop/decode"
)

func TestTLS12ShowsTheCertificate(t *testing.T) {
	learned(t, TLS12(), map[string][]want{"tls12": {
		{decode.ServerName, decode.Claimed, "localhost"},
		{decode.Identity, decode.Claimed, "I am CN=localhost according to CN=Secret Squirrels demo CA"},
		{decode.KeyExchange, decode.Readable, "x25519: both public values readable, the secret not"},
		{decode.Asked, decode.Sealed, "sealed"},
		{decode.Secret, decode.Sealed, "sealed"},
		{decode.Changed, decode.Sealed, "AEAD"},
		{decode.Later, decode.Sealed, "ephemeral"},
	}})
}
