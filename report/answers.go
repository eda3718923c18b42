package report

import (
	"strings"

	"eavesdrop/decode"
)

// Answers are the answers to Questions, in their order, one each; valid after Finish.
func (l *Ledger) Answers() []Answer {
	answers := make([]Answer, 0, len(Questions))
	for _, q := range Questions {
		answers = append(answers, l.Answer(q))
	}
	return answers
}

// Answer is the answer to one question; valid after Finish.
func (l *Ledger) Answer(q decode.Question) Answer {
	a := Answer{Question: q, Title: Title(q)}
	if l.flows.count == 0 {
		a.Text = "nothing captured"
		if l.counts.Seen > 0 {
			a.Text = "nothing seen"
		}
		return a
	}
	switch q {
	case decode.Who:
		l.flows.answer(&a)
		a.Note = l.names.sentence(l.flows.client, l.flows.server.Addr())
	case decode.When, decode.HowMuch:
		l.flows.answer(&a)
	case decode.Headers:
		l.answerHeaders(&a)
	case decode.Credentials:
		l.answerCredentials(&a)
	case decode.Secret:
		l.answerSecret(&a)
	case decode.Changed, decode.Replayed:
		l.answerTampering(&a)
	case decode.Later:
		l.answerLater(&a)
	default:
		l.answerBest(&a)
	}
	switch q {
	case decode.Changed, decode.Replayed, decode.Later:
		if a.Sight == decode.Readable && a.Opened == decode.InTheClear && (l.folds[decode.Asked].sights[decode.Sealed] > 0 || l.folds[q].sights[decode.Sealed] > 0) {
			a.Text += ", part of it" // and of another part not
		}
	}
	return a
}

// answerBest answers with the best of what messages said.
func (l *Ledger) answerBest(a *Answer) {
	if f := l.folds[a.Question]; f.decided {
		f.answer(a)
		return
	}
	a.Text = silence(a.Question)
	switch {
	case a.Question != decode.Asked:
	case l.flows.unheard > 0:
		a.Text = "not heard"
	case l.flows.strange == 0:
		a.Text = "nothing"
	}
}

// answer fills a in with what was decided.
func (f *fold) answer(a *Answer) {
	b := &f.best
	a.Sight, a.Text, a.Note, a.Opened = b.fact.Sight, b.fact.Text, b.fact.Note, b.opened
	if b.where.Frame > 0 && a.Sight > decode.Absent {
		a.Evidence = append(a.Evidence, b.where)
	}
	f.addUp(a)
	a.More = max(0, f.differing(b.rank())-1)
	a.Bounded = len(f.distinct)+len(f.sums) >= maxDistinct
}

// answerHeaders joins what both sides said: "4 + 3", the client's first.
func (l *Ledger) answerHeaders(a *Answer) {
	client, server := &l.headers[decode.FromClient], &l.headers[decode.FromServer]
	switch {
	case client.decided && server.decided && client.best.fact.Sight == server.best.fact.Sight:
		var b Answer
		client.answer(a)
		server.answer(&b)
		a.Evidence = append(a.Evidence, b.Evidence...)
		a.More = 0
		up, counted := strings.CutSuffix(strings.TrimSuffix(a.Text, "s"), " header")
		down, countedToo := strings.CutSuffix(strings.TrimSuffix(b.Text, "s"), " header")
		switch {
		case counted && countedToo:
			a.Text = up + " + " + down
		case a.Text != b.Text:
			a.Text += " + " + b.Text
		}
	case client.decided && (!server.decided || client.best.rank().better(server.best.rank())):
		client.answer(a)
	case server.decided:
		server.answer(a)
	default:
		a.Text = silence(decode.Headers)
	}
}

// someCredential is how many columns of one of several credentials are shown.
const someCredential = 36

// answerCredentials names more than one: who reads a password will want to know of the cookie too.
func (l *Ledger) answerCredentials(a *Answer) {
	f := l.folds[decode.Credentials]
	if !f.decided {
		a.Text = silence(decode.Credentials)
		return
	}
	f.answer(a)
	if a.Sight < decode.Claimed || len(f.others) == 0 {
		return
	}
	a.Text = Shorten(a.Text, someCredential)
	for i := range f.others {
		o := &f.others[i]
		a.Text += ", " + Shorten(o.fact.Text, someCredential)
		if o.where.Frame > 0 {
			a.Evidence = append(a.Evidence, o.where)
		}
	}
	a.More = max(0, a.More-len(f.others))
}

// answerSecret answers by the words that were looked for, or where none were given by what messages say.
func (l *Ledger) answerSecret(a *Answer) {
	f := l.folds[decode.Secret]
	switch {
	case f.decided && f.best.fact.Sight > decode.Absent:
		f.answer(a)
	case l.folds[decode.Body].decided && l.folds[decode.Body].best.fact.Sight == decode.Sealed:
		l.folds[decode.Body].answer(a)
		a.More = 0
	case len(l.opts.Secrets) > 0:
		a.Text = "not found"
	default:
		a.Text = silence(decode.Secret)
	}
	if a.Sight <= decode.Sealed && len(l.opts.Secrets) > 0 && len(l.opts.Forms) > 0 {
		a.Note = join(a.Note, "Looked for in these forms: "+strings.Join(l.opts.Forms, ", ")+".")
	}
}

// answerTampering answers for those who only hear what is said; who is in the middle says it.
func (l *Ledger) answerTampering(a *Answer) {
	l.answerBest(a)
	if l.opts.Observer.ends && l.opened != decode.InTheClear {
		*a = Answer{
			Question: a.Question, Title: a.Title, Sight: decode.Readable, Text: "yes: it passes on what it likes",
			Note: "It opens what one side sends, and seals it anew for the other.", Opened: l.opened,
		}
	}
}

// answerLater answers for those without keys; for who has opened it all, later is now.
func (l *Ledger) answerLater(a *Answer) {
	f := l.folds[decode.Later]
	if f.decided {
		f.answer(a)
	} else {
		a.Text = silence(decode.Later)
	}
	if l.opened != decode.InTheClear && len(l.trouble.unopened) == 0 && a.Sight < decode.Readable {
		a.Sight, a.Text, a.Opened = decode.Readable, "now, with "+l.with(l.opened), l.opened
	}
}

// join joins two sentences, of which either may be empty.
func join(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + " " + b
}
