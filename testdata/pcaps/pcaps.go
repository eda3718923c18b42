// Package pcaps is the captures that the demo recorded of itself. README.md says how.
package pcaps

import "embed"

// Files are the captures, one a scene: http.pcapng.
//
//go:embed *.pcapng
var Files embed.FS
