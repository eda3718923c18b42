package main

import (
	"errors"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"eavesdrop/cmd/demo/internal/pki"
	"eavesdrop/cmd/internal/console"
)

// A subject is who a certificate is about.
type subject struct{ pki.Subject }

// add adds the flags that say so. name is the name unless said otherwise.
func (s *subject) add(c *cobra.Command, name string) {
	f := c.Flags()
	f.StringVar(&s.Country, "country", "", "`country`, in two letters")
	f.StringVar(&s.State, "state", "", "`state` or province")
	f.StringVar(&s.Locality, "locality", "", "`town`")
	f.StringVar(&s.Organization, "organisation", "", "`organisation`")
	f.StringVar(&s.CommonName, "name", name, "common `name`")
	f.SetNormalizeFunc(func(_ *pflag.FlagSet, flag string) pflag.NormalizedName {
		return pflag.NormalizedName(strings.Replace(flag, "organization", "organisation", 1))
	})
}

// check says what is wrong with the flags.
func (s *subject) check() error {
	s.Country = strings.ToUpper(s.Country)
	if err := s.Check(); err != nil {
		return console.Usagef("%w", err)
	}
	return nil
}

// altNames are the names that clients compare with: those given or, without any, the subject's name where it can
// be one.
func (s *subject) altNames(given []string) ([]string, error) {
	if len(given) == 0 {
		if name, err := pki.ParseAltName(s.CommonName); err == nil {
			return []string{name}, nil
		}
		return nil, console.Usagef("no names for clients to compare with: add --alt-name localhost, say")
	}
	var names []string
	for _, g := range given {
		name, err := pki.ParseAltName(g)
		if err != nil {
			return nil, console.Usagef("--alt-name %w", err)
		}
		names = append(names, name)
	}
	return names, nil
}

func addAltNames(c *cobra.Command, names *[]string) {
	c.Flags().StringArrayVar(names, "alt-name", nil, "a DNS `name` or IP address that clients will ask for; may be repeated (default: that of --name)")
}

// A life is how long a certificate holds.
type life struct {
	days int
	from string
}

func (l *life) add(c *cobra.Command) {
	c.Flags().IntVar(&l.days, "days", 30, "how many `days` the certificate holds")
	c.Flags().StringVar(&l.from, "from", "", "when that begins: a `date` (2025-03-01) or time (2025-03-01T12:00:00Z); default: now")
}

// parse is what the flags say.
func (l *life) parse() (pki.Life, error) {
	const most = 36500
	if l.days < 1 || l.days > most {
		return pki.Life{}, console.Usagef("--days %d: there are 1 to %d", l.days, most)
	}
	from, err := moment("--from", l.from)
	return pki.Life{From: from, Length: time.Duration(l.days) * 24 * time.Hour}, err
}

// moment is the time that a flag says, now if it says nothing.
func moment(flag, text string) (time.Time, error) {
	if text == "" {
		return time.Now(), nil
	}
	for _, layout := range []string{time.DateOnly, time.RFC3339} {
		if t, err := time.Parse(layout, text); err == nil {
			return t, nil
		}
	}
	return time.Time{}, console.UsageError{Err: errors.New(flag + " " + text + ": write 2025-03-01 or 2025-03-01T12:00:00Z")}
}
