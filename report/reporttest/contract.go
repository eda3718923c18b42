package reporttest

import (
	"encoding/json"
	"os"
	"regexp"
	"strings"
	"testing"
)

// A Section is what the JSON contract says about one kind of event, and the examples there.
type Section struct {
	Text     string
	Examples []string
}

// Contract cuts the JSON contract in a file at its headings. "" is what stands under none of an event.
func Contract(t testing.TB, file string) map[string]Section {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	heading := regexp.MustCompile("(?m)^##(?:# `(.*)`| .*)$")
	example := regexp.MustCompile("(?m)^```json\n(.*)\n```$")
	sections := map[string]Section{}
	kind, rest := "", string(text)
	for {
		at := heading.FindStringSubmatchIndex(rest)
		own := rest
		if at != nil {
			own = rest[:at[0]]
		}
		s := Section{Text: own}
		for _, m := range example.FindAllStringSubmatch(own, -1) {
			s.Examples = append(s.Examples, m[1])
		}
		s.Text = sections[kind].Text + s.Text
		sections[kind] = s
		if at == nil {
			return sections
		}
		if kind = ""; at[2] >= 0 {
			kind = rest[at[2]:at[3]]
		}
		rest = rest[at[1]:]
	}
}

// Documented fails the test where a JSON line is not described by the contract: its kind needs a section, and each
// of its members has to be named in it. A line without an event is of the kind that its only member names, or belongs
// to a table.
func Documented(t testing.TB, sections map[string]Section, line string) {
	t.Helper()
	var object map[string]any
	if err := json.Unmarshal([]byte(line), &object); err != nil {
		t.Errorf("%v: %s", err, line)
		return
	}
	kind, isEvent := object["event"].(string)
	if !isEvent && len(object) == 1 {
		for name := range object {
			kind = name
		}
	}
	section, known := sections[kind]
	_, row := object["question"]
	_, column := object["column"]
	if !known || kind == "" && !row && !column {
		t.Errorf("kind %q is not described: %s", kind, line)
		return
	}
	members(object, func(name string) {
		if name != kind && !strings.Contains(section.Text, "`"+name+"`") && !strings.Contains(sections[""].Text, "`"+name+"`") && !likeAnother(sections, section, name) {
			t.Errorf("%s: member %q is not described: %s", kind, name, line)
		}
	})
}

// members calls name for each member of an object, of those inside it too.
func members(v any, name func(string)) {
	switch v := v.(type) {
	case map[string]any:
		for member, value := range v {
			name(member)
			members(value, name)
		}
	case []any:
		for _, value := range v {
			members(value, name)
		}
	}
}

// likeAnother says that a section leaves it to another one, which it names, to describe a member.
func likeAnother(sections map[string]Section, s Section, member string) bool {
	for kind, other := range sections {
		if strings.Contains(s.Text, "`"+kind+"`") && strings.Contains(other.Text, "`"+member+"`") {
			return true
		}
	}
	return false
}
