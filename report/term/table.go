package term

import "eavesdrop/report"

// Table prints ledgers side by side, a column a ledger, and below it a verdict for each, and what qualifies it.
func (p *Printer) Table(t report.Table) {}

// Ledger prints one ledger with all its notes, its verdict and its qualifications.
func (p *Printer) Ledger(l *report.Ledger) {}

// Counts prints the capture's balance in one line.
func (p *Printer) Counts(c report.Counts) { p.print(c.Line() + "\n") }
