package scene

import (
	"net/netip"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func names(scenes []Scene) (names []string) {
	for _, s := range scenes {
		names = append(names, s.Name)
	}
	return names
}

func TestNamed(t *testing.T) {
	for asked, want := range map[string][]string{
		"":             {"http", "fernet", "tls"},
		"tls http":     {"tls", "http"},
		"tls tls":      {"tls"},
		"tls all http": append([]string{"tls"}, without(names(columns(All())), "tls")...),
	} {
		got, err := Named(strings.Fields(asked)...)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, names(got)); diff != "" {
			t.Errorf("%q (-want +got):\n%s", asked, diff)
		}
	}
	if _, err := Named("http", "nothing"); err == nil || !strings.Contains(err.Error(), "there are http, ") {
		t.Errorf("error %v", err)
	}
}

func without(all []string, one string) (rest []string) {
	for _, s := range all {
		if s != one {
			rest = append(rest, s)
		}
	}
	return rest
}

func TestScenesExplainThemselves(t *testing.T) {
	named := map[string]bool{}
	for _, s := range columns(All()) {
		if named[s.Name] {
			t.Errorf("two scenes are called %s", s.Name)
		}
		named[s.Name] = true
		if s.Name != strings.ToLower(s.Name) || !strings.HasSuffix(s.Question, "?") || !strings.HasSuffix(s.Story, ".") || !strings.HasSuffix(s.Look, ".") {
			t.Errorf("%+v", s)
		}
		if s.Scheme != "http" && s.Scheme != "https" || s.Serve == nil || s.Ask == nil {
			t.Errorf("%s: scheme %q, or a half is missing", s.Name, s.Scheme)
		}
	}
}

func TestFilter(t *testing.T) {
	if got, want := Filter(netip.MustParseAddrPort("127.0.0.2:5683")), "port 5683 and host 127.0.0.2"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	both := Filter(netip.MustParseAddrPort("127.0.0.2:5683"), netip.MustParseAddrPort("127.0.0.3:5683"))
	if want := "(port 5683 and host 127.0.0.2) or (port 5683 and host 127.0.0.3)"; both != want {
		t.Errorf("%q, want %q", both, want)
	}
}
