package scene

import (
	"testing"

	"eavesdrop/decode"
)

func TestWhoTheClientIs(t *testing.T) {
	learned(t, MTLS(), map[string][]want{
		"mtls": {
			{decode.Identity, decode.Claimed, "I am CN=localhost"},
			{decode.Credentials, decode.Claimed, "client certificate: From 2"},
			{decode.Credentials, decode.Claimed, "I am CN=hazel according to CN=Secret Squirrels demo CA"},
			{decode.Secret, decode.Sealed, "sealed"},
		},
		"mtls-1.3": {
			{decode.Identity, decode.Sealed, "certificate sealed"},
			{decode.Credentials, decode.Sealed, "a client certificate, sealed"},
			{decode.Secret, decode.Sealed, "sealed"},
		},
	})
}
