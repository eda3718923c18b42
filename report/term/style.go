package term

import (
	"github.com/fatih/color"

	"eavesdrop/decode"
)

// paint colours a text; without colours it returns it as it is.
type paint func(string) string

// A style is the look that the options ask for.
type style struct {
	ascii                             bool
	bold, faint, inverse, quote, warn paint
	sight                             [decode.Readable + 1]paint
}

func newStyle(colored, ascii bool) style {
	use := func(attrs ...color.Attribute) paint {
		if !colored {
			return func(s string) string { return s }
		}
		c := color.New(attrs...)
		c.EnableColor()
		return func(s string) string {
			if s == "" {
				return ""
			}
			return c.Sprint(s)
		}
	}
	return style{
		ascii: ascii,
		bold:  use(color.Bold), faint: use(color.Faint), inverse: use(color.ReverseVideo), quote: use(color.Bold), warn: use(color.FgYellow),
		sight: [...]paint{use(color.Faint), use(color.FgGreen), use(color.FgMagenta), use(color.FgYellow), use(color.FgRed)},
	}
}

// sign is the sign of a degree of sight, uncoloured.
func (s *style) sign(v decode.Sight) string {
	if s.ascii {
		return [...]string{"-  ", "[S]", "[D]", "[C]", "[R]"}[v]
	}
	return [...]string{"–", "○", "◔", "◐", "●"}[v]
}

// mark is the sign in its colour.
func (s *style) mark(v decode.Sight) string { return s.sight[v](s.sign(v)) }

// arrow shows which way a message went.
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
