// Package words says what the words mean that a lesson can't do without.
package words

import (
	"regexp"
	"slices"
	"strings"
)

// A Word is a term with its meaning, in words that need none.
type Word struct {
	Word  string
	Means string // one sentence, without a full stop

	found *regexp.Regexp // where text uses the word
}

// All are the words, in alphabetical order.
func All() []Word {
	all := make([]Word, 0, len(table))
	for _, w := range table {
		if w.pattern == "" {
			w.pattern = `\b` + regexp.QuoteMeta(w.word) + `\b`
		}
		all = append(all, Word{w.word, w.means, regexp.MustCompile(w.pattern)})
	}
	slices.SortFunc(all, func(a, b Word) int { return strings.Compare(strings.ToLower(a.Word), strings.ToLower(b.Word)) })
	return all
}

// In are the words that a text uses.
func In(text string) []Word {
	return slices.DeleteFunc(All(), func(w Word) bool { return !w.found.MatchString(text) })
}
