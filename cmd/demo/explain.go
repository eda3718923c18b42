package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"eavesdrop/cmd/demo/internal/scene"
	"eavesdrop/cmd/demo/internal/words"
	"eavesdrop/cmd/internal/console"
	"eavesdrop/report"
	"eavesdrop/report/term"
)

// introduce says what a scene is about before it is shown.
func (p *page) introduce(s scene.Scene) {
	term.New(p.w, p.look).Heading(s.Name + ": " + s.Question)
	about(p.w, s, p.width())
}

// about says what happens in a scene, and what to look for in it.
func about(w io.Writer, s scene.Scene, width int) {
	for _, part := range []struct{ title, text string }{{"What happens", s.Story}, {"Look for", s.Look}} {
		entry(w, part.title, part.text, len("What happens"), width)
	}
}

// entry prints a title, and a text beside it in as many lines as it takes.
func entry(w io.Writer, title, text string, titles, width int) {
	for _, line := range report.Wrap(text, max(width-titles-4, 20)) {
		fmt.Fprintf(w, "  %s  %s\n", pad(title, titles), line)
		title = ""
	}
}

// explain says what the words mean that stand in what was told of takes: their stories, their conversations, and what
// else was told of them. It leaves out those that it has said the meaning of before.
func (p *page) explain(takes []scene.Take, told ...string) {
	var text strings.Builder
	for i := range takes {
		s := &takes[i].Scene
		fmt.Fprintln(&text, s.Question, s.Story, s.Look)
		for _, e := range p.conversations[s.Name].events {
			text.WriteString(e.text)
		}
	}
	for _, part := range told {
		text.WriteString(part)
	}
	var unknown []words.Word
	for _, w := range words.In(text.String()) {
		if !p.explained[w.Word] {
			p.explained[w.Word] = true
			unknown = append(unknown, w)
		}
	}
	if len(unknown) > 0 {
		p.w.WriteByte('\n')
		term.New(p.w, p.look).Heading("Words")
		glossary(p.w, unknown, p.width())
	}
}

// glossary prints words with their meanings.
func glossary(w io.Writer, all []words.Word, width int) {
	widest := 0
	for _, one := range all {
		widest = max(widest, report.Width(one.Word))
	}
	for _, one := range all {
		entry(w, one.Word, one.Means, widest, width)
	}
}

func newWords(p *program) *cobra.Command {
	return &cobra.Command{
		Use:   "words [WORD...]",
		Short: "What the words mean: AEAD, SNI, ephemeral and the others",
		Long: `Words says what the words mean that the lessons use: all of them, or those that are named or begin like that.
The lessons explain them too, where they first come up.`,
		Example: `  demo words
  demo words AEAD HMAC`,
		RunE: func(_ *cobra.Command, args []string) error {
			all := words.All()
			if len(args) > 0 {
				var err error
				if all, err = named(all, args); err != nil {
					return err
				}
			}
			glossary(p.stdout, all, console.Width(p.stdout))
			return nil
		},
	}
}

// named are the words that begin with one of the names.
func named(all []words.Word, names []string) (found []words.Word, err error) {
	for _, name := range names {
		n := len(found)
		for _, w := range all {
			if strings.HasPrefix(strings.ToLower(w.Word), strings.ToLower(name)) {
				found = append(found, w)
			}
		}
		if len(found) == n {
			return nil, console.Usagef("no word like %q is explained; demo words lists those that are", name)
		}
	}
	return found, nil
}
