package tlswire

import "eavesdrop/decode"

// unfinished is what is said of a handshake message that is not all there, and why.
func unfinished(why string) string { return "a handshake message is not complete: " + why }

// bytesMissing is why something is not complete behind a gap.
const bytesMissing = "bytes are missing from the capture"

// endedFirst is why something is not complete when a side ends.
func endedFirst(how decode.How) string {
	switch how {
	case decode.Finished:
		return "the connection ended first"
	case decode.Reset:
		return "the connection was cut off first"
	}
	return "the capture ended first"
}
