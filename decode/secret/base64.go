package secret

// base64Chain is the word in base64 behind before bytes (0, 1 or 2) of its group of three, in both alphabets. A
// character at either end may carry bits of the neighbours too; it then stands for all characters whose other
// bits are the word's.
func base64Chain(word string, before int) (chain []element) {
	bit := func(i int) (b int, known bool) { // of the group's stream of bits
		if i < 8*before || i >= 8*(before+len(word)) {
			return 0, false
		}
		i -= 8 * before
		return int(word[i/8]) >> (7 - i%8) & 1, true
	}
	first, end := 8*before/6, (8*(before+len(word))+5)/6
	for c := first; c < end; c++ {
		var values []int
		for v := range 64 {
			fits := true
			for k := range 6 {
				if b, known := bit(6*c + k); known && b != v>>(5-k)&1 {
					fits = false
				}
			}
			if fits {
				values = append(values, v)
			}
		}
		chain = append(chain, base64Element(values, c > first))
	}
	return chain
}

// base64Element is one character that has one of the values. Where base64 stands inside something else, "+" and
// "/" may be percent-encoded, "/" may have JSON's backslash, and a line may have been broken before any
// character (RFC 2045, section 6.8).
func base64Element(values []int, breaks bool) element {
	const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
	var set byteSet
	var e element
	for _, v := range values {
		set.add(alphabet[v])
		switch v {
		case 62:
			set.add('-')
			e = append(e, anyCase("%2B"))
		case 63:
			set.add('_')
			e = append(e, anyCase("%2F"), literal(`\/`, true))
		}
	}
	e = append(e, way{bytes: []byteSet{set}})
	if breaks {
		e = append(e,
			way{bytes: []byteSet{setOf('\n'), set}},
			way{bytes: []byteSet{setOf('\r'), setOf('\n'), set}},
		)
	}
	return e
}

// basicMarker is what stands before the credentials of an Authorization header (RFC 7617, section 2). The name
// and the scheme are of either case (RFC 9110, sections 5.1 and 11.1).
func basicMarker() spelling {
	chain := []element{}
	for _, w := range anyCase("authorization:").bytes {
		chain = append(chain, element{way{bytes: []byteSet{w}}})
	}
	chain = append(chain, element{anyCase("basic "), anyCase(" basic ")})
	return spelling{word: marker, form: BasicAuth, chain: chain, plain: true}
}

// inBase64 says whether b can stand in the credentials of Basic auth.
func inBase64(b byte) bool {
	return b >= '0' && b <= '9' || b|0x20 >= 'a' && b|0x20 <= 'z' || b == '+' || b == '/' || b == '-' || b == '_' || b == '='
}
