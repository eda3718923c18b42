package term

import (
	"strings"

	"github.com/fatih/color"

	"eavesdrop/decode"
)

// A paint colours text. The zero value leaves it as it is.
type paint struct{ before, after string }

func (p paint) on(s string) string {
	if s == "" || p.before == "" {
		return s
	}
	return p.before + s + p.after
}

// A style is the look that the options ask for: one accent per meaning.
type style struct {
	ascii bool
	head  paint // headings
	faint paint // what leads the eye astray: times, evidence, notes
	warn  paint // what qualifies a conclusion
	sight [decode.Readable + 1]paint
}

func newStyle(colored, ascii bool) style {
	use := func(attrs ...color.Attribute) paint {
		if !colored {
			return paint{}
		}
		c := color.New(attrs...)
		c.EnableColor() // whatever the library found out about the process's own output
		before, after, _ := strings.Cut(c.Sprint("|"), "|")
		return paint{before, after}
	}
	return style{
		ascii: ascii,
		head:  use(color.Bold),
		faint: use(color.Faint),
		warn:  use(color.FgYellow),
		sight: [...]paint{
			decode.Absent:   use(color.Faint),
			decode.Sealed:   use(color.FgGreen),
			decode.Derived:  use(color.FgMagenta),
			decode.Claimed:  use(color.FgYellow),
			decode.Readable: use(color.FgRed),
		},
	}
}

// sign is the sign of a degree of sight.
func (s *style) sign(v decode.Sight) string {
	if s.ascii {
		return [...]string{"-", "[S]", "[D]", "[C]", "[R]"}[v]
	}
	return [...]string{"–", "○", "◔", "◐", "●"}[v]
}

// signWidth is the number of columns that every sign gets, the space behind it included.
func (s *style) signWidth() int {
	if s.ascii {
		return 4
	}
	return 2
}

// arrow shows which way a message went, the client standing on the left.
func (s *style) arrow(d decode.Direction) string {
	switch {
	case s.ascii && d == decode.FromClient:
		return ">"
	case s.ascii:
		return "<"
	case d == decode.FromClient:
		return "▶"
	}
	return "◀"
}

// Plain replaces the signs of our own texts that a terminal without UTF-8 lacks, where the options ask for ASCII.
func (o Options) Plain(text string) string {
	s := style{ascii: o.ASCII}
	return s.plain(text)
}

// plain replaces the signs of our own texts that a terminal without UTF-8 lacks.
func (s *style) plain(text string) string {
	if !s.ascii {
		return text
	}
	return asciiSigns.Replace(text)
}

var asciiSigns = strings.NewReplacer("→", "->", "…", "...", "–", "-", "·", ".", "µ", "u", "×", "x")
