package report

import "eavesdrop/decode"

// An Answer is what one observer learned about one question.
type Answer struct {
	Question decode.Question
	Title    string // the question for a person: "who talks to whom"
	Sight    decode.Sight
	Text     string     // in a few words; captured text in it is raw: who prints it escapes it
	Note     string     // one plain sentence more, may be empty; raw like Text
	Evidence []Evidence // what proves it; empty for what the packets' headers say about the flow as a whole
	Opened   decode.Key // which key the observer needed for it; zero: none
	More     int        // further answers, different from this one
	Bounded  bool       // no more than More were told apart; there may be further ones
}

// Evidence leads from an answer to the bytes that prove it.
type Evidence struct {
	Flow  int // the flow's ID
	Frame int // number of the frame in the capture, from 1
	At    int // where the bytes begin in that frame; valid if Len is not 0
	Len   int // how many bytes of that frame prove it; 0: the message as a whole does
}

// Questions are the questions of every ledger, in the order in which they are told.
var Questions = []decode.Question{
	decode.Who, decode.When, decode.HowMuch, decode.ServerName, decode.Identity, decode.KeyExchange, decode.Asked, decode.Headers,
	decode.Credentials, decode.Body, decode.Secret, decode.Length, decode.Made, decode.Software, decode.Linked,
	decode.Changed, decode.Replayed, decode.Later,
}

// Title is a question in a person's words.
func Title(q decode.Question) string {
	switch q {
	case decode.Who:
		return "who talks to whom"
	case decode.When:
		return "when"
	case decode.HowMuch:
		return "how much"
	case decode.ServerName:
		return "name of the server"
	case decode.Identity:
		return "is it really that server"
	case decode.KeyExchange:
		return "how a key was agreed on"
	case decode.Asked:
		return "what was asked"
	case decode.Headers:
		return "headers"
	case decode.Credentials:
		return "passwords and cookies"
	case decode.Body:
		return "what was answered"
	case decode.Secret:
		return "the secret"
	case decode.Length:
		return "its length"
	case decode.Made:
		return "when it was made"
	case decode.Software:
		return "software"
	case decode.Linked:
		return "was the client seen before"
	case decode.Changed:
		return "can it be changed unnoticed"
	case decode.Replayed:
		return "can it be sent again"
	case decode.Later:
		return "can it be read later"
	}
	return string(q)
}

// silence is what is said of a question that nothing in a conversation answered.
func silence(q decode.Question) string {
	switch q {
	case decode.Identity:
		return "nobody checked"
	case decode.KeyExchange:
		return "not over this wire"
	case decode.Headers, decode.Body:
		return "none"
	case decode.Credentials:
		return "none seen"
	case decode.Asked:
		return "nothing that was recognised"
	case decode.ServerName, decode.Made, decode.Software:
		return "not said"
	case decode.Secret:
		return "no word to look for was given"
	case decode.Linked:
		return "nothing links it"
	}
	return "not known"
}
