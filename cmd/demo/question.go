package main

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"eavesdrop/cmd/demo/internal/scene"
	"eavesdrop/decode"
	"eavesdrop/report"
)

// asking is what every quiz asks.
const asking = "Which of these can the listener read?"

// askedOf are the things that a quiz asks about, as far as they are there.
var askedOf = []decode.Question{
	decode.ServerName, decode.Identity, decode.KeyExchange, decode.Asked, decode.Headers, decode.Credentials, decode.Body, decode.Secret, decode.Length,
	decode.Made, decode.Software,
}

// A question asks which things the listener of a scene could read. Its key is the ledger.
type question struct{ things []report.Answer }

func newQuestion(t *scene.Take) question {
	var q question
	for _, of := range askedOf {
		a := t.Ledger.Answer(of)
		if of == decode.Identity {
			a.Title = "the server's certificate"
			if strings.HasPrefix(a.Text, "refused") {
				a.Title = "what the client made of the certificate"
			}
		}
		if a.Sight > decode.Absent {
			q.things = append(q.things, a)
		}
	}
	return q
}

// legible says whether a thing can be read: it stands there in the clear, proved or not.
func legible(a report.Answer) bool { return a.Sight >= decode.Claimed }

// ask is the question with its things, numbered from 1.
func (q question) ask() string {
	var b strings.Builder
	b.WriteString(asking)
	for i, a := range q.things {
		fmt.Fprintf(&b, "\n %2d  %s", i+1, a.Title)
	}
	return b.String()
}

// parse reads an answer: numbers with anything but digits and letters between them, none, or all.
func (q question) parse(line string) (picked []int, err error) {
	words := strings.FieldsFunc(strings.ToLower(line), func(r rune) bool { return r == ' ' || r == ',' || r == ';' || r == '.' || r == '\t' })
	switch {
	case len(words) == 0:
		return nil, errors.New("numbers, please: 1 3 4; or none, or all")
	case len(words) == 1 && words[0] == "none":
		return nil, nil
	case len(words) == 1 && words[0] == "all":
		for i := range q.things {
			picked = append(picked, i)
		}
		return picked, nil
	}
	for _, w := range words {
		n, err := strconv.Atoi(w)
		if err != nil || n < 1 || n > len(q.things) {
			return nil, fmt.Errorf("there is no %s; numbers go from 1 to %d", w, len(q.things))
		}
		picked = append(picked, n-1)
	}
	return picked, nil
}

// judge says what is right about an answer and what is not. What can't be read but worked out is neither.
func (q question) judge(picked []int) (verdict []string, right bool) {
	var missed, wrong, derived []string
	for i, a := range q.things {
		switch named := slices.Contains(picked, i); {
		case a.Sight == decode.Derived:
			derived = append(derived, a.Title)
		case legible(a) && !named:
			missed = append(missed, a.Title)
		case !legible(a) && named:
			wrong = append(wrong, a.Title)
		}
	}
	if right = len(missed)+len(wrong) == 0; right {
		verdict = append(verdict, "Right.")
	} else {
		verdict = append(verdict, "Not quite.")
	}
	for _, part := range []struct {
		what   string
		titles []string
	}{{"Readable too", missed}, {"Sealed", wrong}, {"Not to be read, but to be worked out", derived}} {
		if len(part.titles) > 0 {
			verdict = append(verdict, part.what+": "+strings.Join(part.titles, ", ")+".")
		}
	}
	return verdict, right
}
