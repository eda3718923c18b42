package arrows

import (
	"path"
	"strings"
	"testing"
)

// match says whether pattern matches name. "a/..." matches a and all below it; the rest is path.Match.
func match(pattern, name string) bool {
	if above, ok := strings.CutSuffix(pattern, "/..."); ok {
		return name == above || strings.HasPrefix(name, above+"/")
	}
	ok, err := path.Match(pattern, name)
	if err != nil {
		panic(err) // one of our own patterns is no pattern
	}
	return ok
}

// binds says whether the rule is for the package.
func (r rule) binds(pkg string) bool { return match(r.In, pkg) && (r.But == "" || !match(r.But, pkg)) }

func TestMatch(t *testing.T) {
	for _, test := range []struct {
		pattern, name string
		want          bool
	}{
		{"./decode/...", "./decode", true},
		{"./decode/...", "./decode/tlswire", true},
		{"./decode/...", "./decoder", false},
		{"./decode/*", "./decode", false},
		{"./decode/*", "./decode/tlswire", true},
		{"./decode", "./decode/tlswire", false},
		{"./...", "./cmd/sniff", true},
		{"fmt.Print*", "fmt.Println", true},
		{"fmt.Print*", "fmt.Fprintln", false},
		{"net/http.Get", "net/http.Get", true},
		{"os.*", "os.Stdout", true},
		{"os.*", "os/exec.Command", false},
	} {
		if got := match(test.pattern, test.name); got != test.want {
			t.Errorf("match(%q, %q) = %v", test.pattern, test.name, got)
		}
	}
}
