package main

import (
	"bytes"
	"path/filepath"
	"strings"
	"testing"

	"eavesdrop/cmd/demo/internal/scene"
	"eavesdrop/cmd/demo/internal/secret"
	"eavesdrop/decode/decodetest/golden"
)

// The lesson of the recorded captures is the same every time: it is the page as it should look.
func TestRecordedLesson(t *testing.T) {
	t.Setenv("LC_ALL", "C.UTF-8")
	t.Setenv("NO_COLOR", "")
	for name, color := range map[string]string{"lesson.txt": "never", "lesson.ansi": "always"} {
		var out bytes.Buffer
		dir := t.TempDir()
		l := &lesson{program: &program{stdout: &out, stderr: new(bytes.Buffer)}, secret: secret.Default, dir: dir, color: color}
		s, err := newShow(l, ground{recorded: true, why: "No capture rights here", advice: "To give …:  sudo …"})
		if err != nil {
			t.Fatal(err)
		}
		scenes, err := scene.Named()
		if err != nil {
			t.Fatal(err)
		}
		if err := l.show(t.Context(), s, scenes, func() ([]scene.Take, error) { return l.replay(scenes, s.taps) }); err != nil {
			t.Fatal(err)
		}
		got := strings.ReplaceAll(out.String(), dir, "demo-out")
		golden.Check(t, filepath.Join("testdata", name), got)
	}
}
