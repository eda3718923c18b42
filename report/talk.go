package report

import "eavesdrop/decode"

// talk counts what was asked and what was answered, of what can be read. A conclusion must not say that there was no
// answer because none of them had a body.
type talk struct{ asked, answered int }

// add counts an event, if it is one of them.
func (t *talk) add(e *decode.Event, asked bool) {
	if asked {
		t.asked++
	}
	if m, ok := e.Message.(interface{ Answer() bool }); ok && m.Answer() {
		t.answered++
	}
}

// questions concludes when no answer that can be read had content of its own.
func (t *talk) questions() string {
	switch {
	case t.answered == 0:
		return "What was asked is readable; there was no answer to read."
	case t.answered < t.asked:
		return "What was asked is readable; to part of it there was no answer to read."
	}
	return "What was asked and answered is readable."
}
