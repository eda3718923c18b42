package console

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"
)

func TestOptions(t *testing.T) {
	for _, c := range []struct {
		noColor, lang, color string
		colored, ascii       bool
	}{
		{"", "en_US.UTF-8", "auto", false, false}, // not a terminal
		{"", "en_US.UTF-8", "always", true, false},
		{"1", "en_US.UTF-8", "auto", false, true},
		{"1", "en_US.UTF-8", "always", true, true},
		{"", "C", "never", false, true},
		{"", "", "never", false, false},
	} {
		t.Setenv("NO_COLOR", c.noColor)
		t.Setenv("LC_ALL", "")
		t.Setenv("LC_CTYPE", "")
		t.Setenv("LANG", c.lang)
		o := Options(c.color, new(bytes.Buffer))
		if o.Color != c.colored || o.ASCII != c.ascii {
			t.Errorf("NO_COLOR=%q LANG=%q --color=%s: colour %v, ASCII %v", c.noColor, c.lang, c.color, o.Color, o.ASCII)
		}
	}
}

func TestExitCode(t *testing.T) {
	for err, want := range map[error]int{
		nil:                                     0,
		errors.New("broke"):                     1,
		Usagef("what?"):                         2,
		fmt.Errorf("more: %w", Usagef("what?")): 2,
	} {
		if got := ExitCode(err); got != want {
			t.Errorf("ExitCode(%v) = %d, want %d", err, got, want)
		}
	}
	if CheckColor("auto") != nil || ExitCode(CheckColor("sometimes")) != 2 {
		t.Error("--color is not checked")
	}
}

func TestQuote(t *testing.T) {
	for s, want := range map[string]string{
		"./bin/demo": "./bin/demo", "a b": "'a b'", "it's": `'it'\''s'`, "": "''", "$(x)": "'$(x)'",
		"a;b": "'a;b'", "gAAA_-=": "gAAA_-=",
	} {
		if got := Quote(s); got != want {
			t.Errorf("Quote(%q) = %s, want %s", s, got, want)
		}
	}
}

func TestCommand(t *testing.T) {
	own, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	dir, name := filepath.Dir(own), filepath.Base(own)
	t.Setenv("PATH", "/nowhere")
	t.Chdir(dir)
	if got := Command(name); got != "./"+name {
		t.Errorf("beside us, in the current directory: %s", got)
	}
	t.Chdir(filepath.Dir(dir))
	if got, want := Command(name), filepath.Join(filepath.Base(dir), name); got != want {
		t.Errorf("below the current directory: %s, want %s", got, want)
	}
	t.Chdir(t.TempDir())
	if got := Command(name); got != own {
		t.Errorf("elsewhere: %s, want %s", got, own)
	}
	t.Setenv("PATH", dir)
	if got := Command(name); got != name {
		t.Errorf("in the PATH: %s", got)
	}
	if got := Command("no-such-program"); got != "no-such-program" {
		t.Errorf("not with us: %s", got)
	}
}
