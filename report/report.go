// Package report turns events into answers: what someone who listened has learned, with the bytes that prove
// it, and what stayed hidden.
//
// A Ledger folds the events of one capture, as one Observer sees them, into answers to the fixed questions of
// package decode. Compare lays ledgers side by side, aligned by question. The packages below this one print:
// one folder a form. None of them knows a protocol; messages say themselves what can be learned from them.
package report
