// Package arrows holds the shape of the house: which package may know of which, and what the packages in the
// middle never do. It is all tests; the rules stand in rules_test.go, each with its reason.
//
//	cmd ─▶ capture, decode/*, report/*      capture ─▶ decode      report ─▶ decode
package arrows
