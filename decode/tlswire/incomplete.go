package tlswire

import "eavesdrop/decode"

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
