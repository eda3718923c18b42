package report

import (
	"strings"

	"eavesdrop/decode"
)

// Verdict is the conclusion in plain words, worked out from the answers alone. Valid after Finish.
func (l *Ledger) Verdict() string {
	switch {
	case l.flows.count > 0:
	case l.counts.Seen == 0:
		return "Nothing was captured. That is not to say that nothing was said."
	default:
		return were(l.counts.Seen, "packet") + " captured, but no conversation among them."
	}
	if l.flows.silent == l.flows.count {
		return l.flows.silence()
	}
	v := l.conclusion()
	if l.Answer(decode.Credentials).Sight == decode.Readable { // a certificate is a claim, and of no use to others
		v += " So are passwords or cookies: whoever has them can pass for their owner."
	}
	switch {
	case l.incomplete():
		v += " Not all of it was captured."
	case l.trouble.cut > 0:
		v += " Not all of it is complete."
	}
	return v
}

// with says what it took to open something.
func (l *Ledger) with(k decode.Key) string {
	if own := l.opts.Observer.own; own != "" {
		return own
	}
	return Holding(k).With()
}

// open says that an answer can be read.
func open(a Answer) bool { return a.Sight >= decode.Claimed }

// conclusion is the verdict on what was captured.
func (l *Ledger) conclusion() string {
	asked, body, secret := l.Answer(decode.Asked), l.Answer(decode.Body), l.Answer(decode.Secret)
	sealed := secret.Sight == decode.Sealed || body.Sight == decode.Sealed
	switch {
	case secret.Sight == decode.Derived:
		return "The secret can be worked out from what is readable."
	case open(secret) && secret.Opened != decode.InTheClear:
		return "With " + l.with(secret.Opened) + ", the secret is readable."
	case open(secret) && len(l.opts.Secrets) > 0:
		return l.leaked()
	case open(asked) && sealed && (open(body) || l.folds[decode.Asked].sights[decode.Sealed] > 0):
		return l.part()
	case open(asked) && sealed:
		return l.closedBody()
	case open(asked) && open(body):
		return l.openBody(asked, body)
	case open(body) && l.partlySealed():
		return l.part()
	case !open(asked) && l.talk.answered > 0 && l.partly():
		return l.part()
	case sealed || asked.Sight == decode.Sealed:
		return l.onlyWho()
	case open(asked) && l.partly():
		return l.part()
	case open(asked):
		return l.talk.questions()
	case open(body) && l.partly():
		return l.part()
	case open(body) && l.flows.unheard > 0:
		return "What was answered is readable; what was asked was not heard."
	case open(body):
		return "What was said is readable."
	case l.talk.answered > 0:
		return "What was answered is readable; what was asked was not heard."
	}
	for _, q := range []decode.Question{decode.ServerName, decode.Identity, decode.Software, decode.Changed} {
		if l.Answer(q).Sight > decode.Absent {
			if l.flows.strange > 0 {
				return "Who, when and how much, and little more: the rest was not recognised."
			}
			return "Who, when and how much; it ended before anything was asked."
		}
	}
	return "Who, when and how much. Nothing more was recognised."
}

// leaked concludes when the words that were looked for were found in the clear.
func (l *Ledger) leaked() string {
	switch {
	case l.partlySealed():
		return "The secret is readable, though part of what was said is sealed. Whoever can listen can attend the meeting."
	case l.partly():
		return "The secret is readable, though not all that was said was recognised. Whoever can listen can attend the meeting."
	}
	return "Everything is readable. Whoever can listen can attend the meeting."
}

// openBody concludes when question and answer can be read, and nothing else is known to be sought.
func (l *Ledger) openBody(asked, body Answer) string {
	switch {
	case asked.Opened != decode.InTheClear:
		return "With " + l.with(asked.Opened) + ", what was asked and answered is readable."
	case body.Opened != decode.InTheClear:
		return "With " + l.with(body.Opened) + ", the body is readable too."
	case l.partly():
		return l.part()
	}
	return "Everything is readable. Whoever can listen knows what was said."
}

// closedBody concludes when only the content is protected. A key that both sides have, though no exchange of
// keys was heard, must have come to them by another way: that is the question left open.
func (l *Ledger) closedBody() string {
	v := "The body is closed; who asked for what, when, and how long the answer is stays open."
	if l.Answer(decode.KeyExchange).Sight == decode.Absent && l.Answer(decode.Identity).Sight == decode.Absent && l.Answer(decode.Later).Sight == decode.Derived {
		v += " And how did the key get there?"
	}
	return v
}

// onlyWho concludes when all that was said is sealed.
func (l *Ledger) onlyWho() string {
	v := "Only who, when and how much"
	if open(l.Answer(decode.Identity)) {
		v += ", and the server's certificate"
	}
	later := l.Answer(decode.Later)
	if rest, ok := strings.CutPrefix(later.Text, "if "); ok && later.Sight == decode.Derived {
		return v + ", for now: the rest can be read if " + rest + "."
	}
	return v + "."
}

// partlySealed says that some message of another conversation, or another part of this one, stayed closed.
func (l *Ledger) partlySealed() bool {
	return l.folds[decode.Body].sights[decode.Sealed] > 0 || l.folds[decode.Asked].sights[decode.Sealed] > 0
}

// partly says that not all that was said could be read: some of it stayed closed, or was not recognised.
func (l *Ledger) partly() bool { return l.partlySealed() || l.flows.strange > 0 }

// part concludes when that is so, and the rest can be read.
func (l *Ledger) part() string {
	switch {
	case l.flows.strange == 0:
		return "Part of what was said is readable, part of it is sealed."
	case l.partlySealed():
		return "Part of what was said is readable; the rest is sealed or was not recognised."
	}
	return "Part of what was said is readable; the rest was not recognised."
}

// incomplete says that bytes are known to be missing.
func (l *Ledger) incomplete() bool {
	return l.flows.unsure > 0 || l.trouble.gaps > 0 || l.counts.KernelDropped > 0 || l.counts.Cut > 0 || l.counts.Torn != ""
}
