package jsonl

import (
	"eavesdrop/decode"
	"eavesdrop/report"
)

// Table writes a comparison: one object a question, with an answer a column; then one object a column, with what
// is said of it as a whole.
//
//	{"question":"secret","title":"the secret","answers":[{"name":"http","observer":"passive","sight":"readable",
//	 "text":"fluffy tail","evidence":[{"flow":1,"frame":6,"at":159,"len":11}]},…]}
//	{"column":"http","observer":"passive","verdict":"…","qualifications":[…],"packets":{"seen":10,"decoded":10,…}}
func (w *Writer) Table(t report.Table) {
	if w.err != nil {
		return
	}
	o := &w.obj
	for _, r := range t.Rows {
		o.Begin(w.buf)
		o.Str("question", string(r.Question))
		o.Str("title", r.Title)
		o.Array("answers")
		for i := range r.Answers {
			answer(o, t.Columns[i], &r.Answers[i])
		}
		o.Close(']')
		w.buf = append(o.End(), '\n')
	}
	for _, c := range t.Columns {
		o.Begin(w.buf)
		o.Str("column", c.Name)
		o.Str("observer", c.Observer.String())
		o.Str("verdict", c.Verdict)
		o.Strs("qualifications", c.Qualifications)
		counts(o, c.Counts)
		w.buf = append(o.End(), '\n')
	}
}

// answer writes one answer of a column.
func answer(o *decode.Object, c report.Column, a *report.Answer) {
	o.Object("")
	o.Str("name", c.Name)
	o.Str("observer", c.Observer.String())
	o.Str("sight", a.Sight.String())
	o.Str("text", a.Text)
	if a.Note != "" {
		o.Str("note", a.Note)
	}
	if a.Opened != decode.InTheClear {
		o.Str("opened", string(a.Opened))
	}
	if a.More > 0 {
		o.Int("more", int64(a.More))
	}
	o.Array("evidence")
	for _, e := range a.Evidence {
		o.Object("")
		o.Int("flow", int64(e.Flow))
		o.Int("frame", int64(e.Frame))
		if e.Len > 0 {
			o.Int("at", int64(e.At))
			o.Int("len", int64(e.Len))
		}
		o.Close('}')
	}
	o.Close(']')
	o.Close('}')
}

// counts writes what the capture said about itself.
func counts(o *decode.Object, c report.Counts) {
	o.Object("packets")
	o.Int("seen", int64(c.Seen))
	o.Int("decoded", int64(c.Decoded))
	o.Int("skipped", int64(c.SkippedTotal()))
	if c.KernelKnown {
		o.Int("dropped", int64(c.KernelDropped))
	}
	o.Close('}')
}
