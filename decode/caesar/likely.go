package caesar

// What a text must be like before a guess is told.
const (
	maxText    = 512 // bytes: a longer text is no message that somebody made up a cipher for
	minLetters = 8   // fewer fit by chance
	minKinds   = 5   // different letters
	maxWord    = 24  // letters in a row: longer ones are no word
	gain       = 24  // half bits by which the shifted text must read better than the text as it stands
	gainLetter = 2   // the same, for each letter
	lead       = 6   // half bits by which it must read better than any other shift

	// half bits for ten letters with which it may still be English: several words, and a single one
	worst, worstWord = 103, 92
	// the same, below which it surely is
	english = 80
)

// wordy says whether the text can be words in the letters of the English alphabet, and how many letters and words it has:
// hardly anything else in it, and each word in lower case, in upper case, or with a capital. Base64, markup, JSON and
// program text are not.
func wordy(text []byte) (count, words int, ok bool) {
	var seen [letters]bool
	kinds, word, upper, digits := 0, 0, 0, 0
	for _, b := range text {
		p := place(b)
		if p == letters {
			if !between(b) {
				return 0, 0, false
			}
			if b >= '0' && b <= '9' {
				digits++
			}
			word, upper = 0, 0
			continue
		}
		capital := b < 'a'
		// "Word", "WORD" and "word" are words; "wOrd" and "WOrd" are not.
		if capital && upper != word || !capital && upper > 1 {
			return 0, 0, false
		}
		if word == 0 {
			words++
		}
		if word++; word > maxWord {
			return 0, 0, false
		}
		if capital {
			upper++
		}
		if count++; !seen[p] {
			seen[p] = true
			kinds++
		}
	}
	return count, words, count >= minLetters && kinds >= minKinds && digits*10 <= count
}

// between says whether a byte may stand between words: white space, digits, and the marks of prose.
func between(b byte) bool {
	switch b {
	case ' ', '\t', '\r', '\n', '.', ',', ';', ':', '!', '?', '\'', '"', '-', '(', ')':
		return true
	}
	return b >= '0' && b <= '9'
}

// likely finds the shift that makes the text read like English, 1 to 25; 0 when the text reads well enough as it
// stands, or no shift stands out.
func likely(text []byte) int {
	count, words, ok := wordy(text)
	if !ok {
		return 0
	}
	var room [maxText + 1]byte
	l := places(room[:0], text)
	plain := l.cost(0)
	if plain*10 < english*count {
		return 0
	}
	best, least, second := 0, plain, plain
	for n := byte(1); n < letters; n++ {
		switch c := l.cost(n); {
		case c < least:
			best, least, second = int(n), c, least
		case c < second:
			second = c
		}
	}
	limit := worst
	if words == 1 {
		limit = worstWord
	}
	if best == 0 || plain-least < max(gain, gainLetter*count) || second-least < lead || least*10 > limit*count {
		return 0
	}
	return best
}
