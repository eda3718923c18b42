package report

import "eavesdrop/decode"

// Verdict is the conclusion in plain words, worked out from the answers. Valid after Finish.
func (l *Ledger) Verdict() string {
	if l.flows.count == 0 {
		if l.counts.Seen == 0 {
			return "Nothing was captured, so nothing can be concluded."
		}
		return "Packets were captured, but no conversation among them."
	}
	asked, body, secret := l.Answer(decode.Asked), l.Answer(decode.Body), l.Answer(decode.Secret)
	open := func(a Answer) bool { return a.Sight >= decode.Claimed }
	var v string
	switch {
	case open(asked) && (open(body) || open(secret)):
		v = "Everything is readable. Whoever can listen can attend the meeting."
	case open(asked) && body.Sight == decode.Sealed:
		v = "The body is closed; who asked for what, when, and how long the answer is stays open."
	case open(secret) || open(body):
		v = "The secret is out."
	case body.Sight == decode.Sealed || asked.Sight == decode.Sealed || secret.Sight == decode.Sealed:
		v = "Only who, when and how much."
	case open(asked):
		v = "What was asked is readable."
	default:
		v = "Who, when and how much; nothing more was recognised."
	}
	return v
}
