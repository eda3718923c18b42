package main

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"eavesdrop/cmd/demo/internal/scene"
	"eavesdrop/cmd/demo/internal/secret"
)

var update = flag.Bool("update", false, "write what the demo prints now as what it should print")

// The lesson of the recorded captures is the same every time: it is the page as it should look.
func TestRecordedLesson(t *testing.T) {
	t.Setenv("LC_ALL", "C.UTF-8")
	t.Setenv("NO_COLOR", "")
	for golden, color := range map[string]string{"lesson.txt": "never", "lesson.ansi": "always"} {
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
		file := filepath.Join("testdata", golden)
		if *update {
			if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(got, "\n")); diff != "" {
			t.Errorf("%s (-want +got):\n%s\nIf that is right: go test ./cmd/demo -update", file, diff)
		}
	}
}
