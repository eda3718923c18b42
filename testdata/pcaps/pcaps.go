// Package pcaps is the captures that the demo recorded of itself. README.md says how.
package pcaps

import "embed"

// Files are the captures, one a scene: http.pcapng; and the keys that open them.
//
//go:embed *.pcapng *.key *.pem keys.log
var Files embed.FS
