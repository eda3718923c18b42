package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"eavesdrop/cmd/demo/internal/scene"
	"eavesdrop/cmd/demo/internal/secret"
	"eavesdrop/report/reporttest"
)

// Every line that the demo keeps of the whole course is described in docs/events.md, with all its members.
func TestKeptEventsAreDescribed(t *testing.T) {
	scenes, err := scene.Named("all")
	if err != nil {
		t.Fatal(err)
	}
	l := &lesson{program: &program{stdout: new(bytes.Buffer), stderr: new(bytes.Buffer)}, secret: secret.Default, dir: t.TempDir(), color: "never"}
	s, err := newShow(l, ground{recorded: true})
	if err != nil {
		t.Fatal(err)
	}
	if err := l.show(t.Context(), s, scenes, func() ([]scene.Take, error) { return l.replay(scenes, s.taps) }); err != nil {
		t.Fatal(err)
	}
	kept, err := os.ReadFile(filepath.Join(l.dir, eventsFile))
	if err != nil {
		t.Fatal(err)
	}
	contract, err := os.ReadFile("../../docs/events.md")
	if err != nil {
		t.Fatal(err)
	}
	sections := reporttest.Contract(string(contract))
	for _, own := range []string{`"event":"scene"`, `"event":"demo.page"`, `"event":"demo.replayed"`} {
		if !bytes.Contains(kept, []byte(own)) {
			t.Errorf("nothing with %s was kept", own)
		}
	}
	for line := range strings.Lines(string(kept)) {
		for _, problem := range reporttest.Undescribed(sections, line) {
			t.Error(problem)
		}
	}
}
