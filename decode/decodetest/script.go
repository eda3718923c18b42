// Package decodetest runs decoders in tests: it plays a conversation, given as a script of what each side
// says, through an Inspector, and collects what comes out in forms that are easy to compare.
//
// A decoder's events must not depend on how the network cut the stream into segments, so the package can also
// cut a script anywhere and compare (SplitAnywhere), and it holds every message's fields against the bytes
// that the event's trace leads back to (CheckFields).
package decodetest

import "eavesdrop/decode"

// A Say is one step of a conversation: bytes of one direction, what is missing before them, and whether the
// direction ends behind them.
type Say struct {
	Dir   decode.Direction
	Data  []byte
	Lost  int        // bytes that the capture missed just before Data
	Short int        // bytes that it cut off a datagram behind Data
	End   decode.How // not Going: nothing follows from this side
}

// Client is a Say of the client.
func Client(data string) Say { return Say{Dir: decode.FromClient, Data: []byte(data)} }

// Server is a Say of the server.
func Server(data string) Say { return Say{Dir: decode.FromServer, Data: []byte(data)} }

// Gap is a Say that lost bytes of dir are missing.
func Gap(dir decode.Direction, lost int) Say { return Say{Dir: dir, Lost: lost} }

// End is a Say that dir ends.
func End(dir decode.Direction, how decode.How) Say { return Say{Dir: dir, End: how} }

// Resplit cuts the script's data anew: after each byte of data the next cut says how many bytes the piece
// has, 1 to 256; when the cuts are used up, they begin again. Without cuts the script stays as it is.
func Resplit(script []Say, cuts []byte) []Say {
	if len(cuts) == 0 {
		return script
	}
	var out []Say
	i := 0
	for _, s := range script {
		rest := s
		for len(rest.Data) > 0 {
			n := min(int(cuts[i%len(cuts)])+1, len(rest.Data))
			i++
			piece := Say{Dir: s.Dir, Data: rest.Data[:n], Lost: rest.Lost}
			rest.Data, rest.Lost = rest.Data[n:], 0
			if len(rest.Data) == 0 {
				piece.End, rest.End = s.End, decode.Going
			}
			out = append(out, piece)
		}
		if rest.Lost > 0 || rest.End != decode.Going {
			out = append(out, rest)
		}
	}
	return out
}

// Truncate keeps the first n bytes of the script's data, and nothing behind them.
func Truncate(script []Say, n int) []Say {
	var out []Say
	for _, s := range script {
		if n < len(s.Data) {
			return append(out, Say{Dir: s.Dir, Data: s.Data[:n], Lost: s.Lost})
		}
		n -= len(s.Data)
		out = append(out, s)
	}
	return out
}

// Size is the number of bytes in the script.
func Size(script []Say) (n int) {
	for _, s := range script {
		n += len(s.Data)
	}
	return n
}
