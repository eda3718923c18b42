package report

import "eavesdrop/decode"

// told is what the facts of one message are about.
type told struct {
	asked, open, headers, credentials bool // open: what was asked can be read
	body, secret, made                bool
}

// note takes a fact.
func (t *told) note(f decode.Fact) {
	switch f.Question {
	case decode.Asked:
		t.asked, t.open = true, t.open || f.Sight >= decode.Claimed
	case decode.Headers:
		t.headers = true
	case decode.Credentials:
		t.credentials = true
	case decode.Body:
		t.body = t.body || f.Sight >= decode.Claimed || f.Sight == decode.Absent
	case decode.Secret:
		t.secret = true
	case decode.Made:
		t.made = true
	}
}

// missing are the questions that a message would answer once it is open, and does not. What it would say is not sealed any
// more: it was not said.
func (t *told) missing() (questions []decode.Question) {
	ask := func(q decode.Question, answered bool) {
		if !answered {
			questions = append(questions, q)
		}
	}
	if t.asked {
		ask(decode.Headers, t.headers)
		ask(decode.Credentials, t.credentials)
	}
	if t.body {
		ask(decode.Secret, t.secret)
		ask(decode.Made, t.made)
	}
	return questions
}
