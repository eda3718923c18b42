package console

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// Executable is this program's path as a user would type it: relative where it lies below the current directory.
func Executable() (string, error) {
	path, err := os.Executable()
	if err != nil {
		return "", err
	}
	return Quote(typed(path)), nil
}

// Command is how a user calls the program of that name, ours or the one beside it: by its name alone where the
// shell finds it, else by its path.
func Command(name string) string {
	own, err := os.Executable()
	if err != nil {
		return name
	}
	beside := filepath.Join(filepath.Dir(own), name)
	there, err := os.Stat(beside)
	if err != nil {
		return name // not with us; the shell may know one
	}
	if found, err := exec.LookPath(name); err == nil {
		if st, err := os.Stat(found); err == nil && os.SameFile(st, there) {
			return name
		}
	}
	return Quote(typed(beside))
}

// typed shortens a path that lies below the current directory.
func typed(path string) string {
	here, err := os.Getwd()
	if err != nil {
		return path
	}
	rel, err := filepath.Rel(here, path)
	if err != nil || !filepath.IsLocal(rel) {
		return path
	}
	if filepath.Dir(rel) == "." {
		return "." + string(filepath.Separator) + rel
	}
	return rel
}

// Quote writes s as one word of a shell command.
func Quote(s string) string {
	safe := func(r rune) bool {
		return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("-_./=:,@+%", r)
	}
	if s != "" && strings.TrimFunc(s, safe) == "" {
		return s
	}
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}
