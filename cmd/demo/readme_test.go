package main

import (
	"os"
	"strings"
	"testing"

	"eavesdrop/decode/decodetest/golden"
)

// The README shows the lesson's table as it really prints.
func TestReadmeTable(t *testing.T) {
	lesson, err := os.ReadFile("testdata/lesson.txt")
	if err != nil {
		t.Fatal(err)
	}
	_, table, found := strings.Cut(string(lesson), "\nWhat the listener learned")
	if !found {
		t.Fatal("the lesson has no table")
	}
	table, _, _ = strings.Cut("What the listener learned"+table, "\n\nKept in")
	table = "```\n" + strings.TrimRight(table, "\n") + "\n```\n"

	const path, marker = "../../README.md", "a test holds it so. -->\n"
	readme, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	before, after, found := strings.Cut(string(readme), marker)
	shown, rest, closed := strings.Cut(strings.TrimPrefix(after, "```\n"), "```\n")
	if !found || !closed {
		t.Fatal("the README has no place for the table")
	}
	if golden.Update() {
		golden.Write(t, path, before+marker+table+rest)
		return
	}
	if "```\n"+shown+"```\n" != table {
		t.Errorf("the README shows another table than the lesson prints; if that is right: go test ./cmd/demo -update\n%s", table)
	}
}
