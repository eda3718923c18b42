package scene

import (
	"testing"

	"eavesdrop/decode"
)

func TestWhoComesBackIsSeen(t *testing.T) {
	learned(t, Resume(), map[string][]want{
		"resume": {
			{decode.Linked, decode.Readable, "the ticket of conversation 1 again"},
			{decode.Identity, decode.Claimed, "I am CN=localhost"},
			{decode.Secret, decode.Sealed, "sealed"},
			{decode.Later, decode.Derived, "if the key of the server's tickets leaks"},
		},
		"resume-1.3": {
			{decode.Linked, decode.Derived, "it shows a ticket from before"},
			{decode.Secret, decode.Sealed, "sealed"},
			{decode.Later, decode.Sealed, "ephemeral"},
		},
	})
}
