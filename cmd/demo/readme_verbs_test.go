package main

import (
	"bytes"
	"fmt"
	"os"
	"strings"
	"testing"

	"eavesdrop/cmd/demo/internal/scene"
)

// The README names every verb, and counts the lessons right.
func TestReadmeNamesEveryVerb(t *testing.T) {
	text, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	readme := string(text)
	root := newRoot(&program{stdout: new(bytes.Buffer), stderr: new(bytes.Buffer)})
	for _, c := range root.Commands() {
		if !c.Hidden && c.Name() != "help" && c.Name() != "completion" && !strings.Contains(readme, "`demo "+c.Name()) {
			t.Errorf("demo %s is not in the README", c.Name())
		}
	}
	for _, flag := range []string{"--pause", "--quiz", "--quiz-sheet"} {
		if !strings.Contains(readme, flag) {
			t.Errorf("%s is not in the README", flag)
		}
	}
	if n := fmt.Sprintf("%d lessons", len(scene.All())); !strings.Contains(readme, n) {
		t.Errorf("the README does not speak of %s", n)
	}
}
