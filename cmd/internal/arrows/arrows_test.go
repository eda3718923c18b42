package arrows

import (
	"path"
	"slices"
	"strings"
	"testing"
)

func TestImports(t *testing.T) {
	ours, _ := list(t)
	for _, p := range ours {
		for _, r := range imports {
			if !r.binds(p.name()) {
				continue
			}
			for _, to := range p.Imports {
				to = short(to)
				if match(r.Not, to) && to != p.name() && !strings.HasPrefix(to, p.name()+"/internal") {
					t.Errorf("%s imports %s: %s", p.name(), to, r.Why)
				}
			}
		}
	}
}

// Tests may reach further than what they test, but gopacket's faults would be everybody's again.
func TestImportsOfTests(t *testing.T) {
	ours, _ := list(t)
	for _, p := range ours {
		for _, to := range slices.Concat(p.TestImports, p.XTestImports) {
			if match("github.com/google/gopacket/...", to) && !match("./capture/...", p.name()) {
				t.Errorf("the tests of %s import %s: gopacket stays in capture", p.name(), to)
			}
		}
	}
}

func TestSiblings(t *testing.T) {
	ours, _ := list(t)
	for _, p := range ours {
		for _, r := range siblings {
			if !r.binds(p.name()) {
				continue
			}
			for _, to := range p.Imports {
				to = short(to)
				if match(r.In, to) && path.Base(to) != "internal" {
					t.Errorf("%s imports its neighbour %s: %s", p.name(), to, r.Why)
				}
			}
		}
	}
}

func TestUsesAndHabits(t *testing.T) {
	ours, all := list(t)
	for _, p := range ours {
		names, done := scan(read(t, p, all))
		for _, x := range forbidden(p.name(), names, uses) {
			t.Error(x)
		}
		for _, x := range forbidden(p.name(), done, habits) {
			t.Error(x)
		}
	}
}

// forbidden says which of the findings in a package the rules forbid, and why.
func forbidden(pkg string, found []finding, rules []rule) (said []string) {
	for _, r := range rules {
		if !r.binds(pkg) {
			continue
		}
		for _, f := range found {
			if match(r.Not, f.what) {
				said = append(said, f.pos.String()+": "+f.what+": "+r.Why)
			}
		}
	}
	return said
}

// Rules that bind no package hold nothing: a folder was renamed, or the rule mistyped.
func TestRulesBind(t *testing.T) {
	ours, _ := list(t)
	for _, r := range slices.Concat(imports, siblings, uses, habits) {
		if r.Why == "" {
			t.Errorf("the rule against %q in %s gives no reason", r.Not, r.In)
		}
		if !slices.ContainsFunc(ours, func(p *listed) bool { return r.binds(p.name()) }) {
			t.Errorf("the rule against %q binds nothing: no package matches %s", r.Not, r.In)
		}
	}
}
