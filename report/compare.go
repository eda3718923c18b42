package report

import "eavesdrop/decode"

// A Table lays ledgers side by side: a column a ledger, a row a question.
type Table struct {
	Columns []Column
	Rows    []Row
}

// A Column is what is said of one ledger as a whole.
type Column struct {
	Name           string
	Observer       Observer
	Verdict        string
	Qualifications []string
	Counts         Counts
	Looked         bool // words were looked for
}

// A Row is one question with its answer in each column.
type Row struct {
	Question decode.Question
	Title    string
	Answers  []Answer // one a column
	Quiet    bool     // nobody has anything to say to it; a reporter may leave it out
}

// Compare aligns finished ledgers by question. The same ledgers in the same order give the same table.
func Compare(ledgers ...*Ledger) Table {
	var t Table
	for _, l := range ledgers {
		t.Columns = append(t.Columns, Column{l.Name(), l.Observer(), l.Verdict(), l.Qualifications(), l.Counts(), len(l.opts.Secrets) > 0})
	}
	for _, q := range Questions {
		r := Row{Question: q, Title: Title(q), Quiet: true}
		for _, l := range ledgers {
			a := l.Answer(q)
			r.Answers = append(r.Answers, a)
			r.Quiet = r.Quiet && a.Sight == decode.Absent
		}
		t.Rows = append(t.Rows, r)
	}
	return t
}
