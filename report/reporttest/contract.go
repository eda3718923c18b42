package reporttest

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
)

// A Section is what the JSON contract says about one kind of event, and the examples there.
type Section struct {
	Text     string
	Examples []string
}

// Contract cuts the text of the JSON contract at its headings. "" is what stands under none of an event.
func Contract(text string) map[string]Section {
	heading := regexp.MustCompile("(?m)^##(?:# `(.*)`| .*)$")
	example := regexp.MustCompile("(?m)^```json\n(.*)\n```$")
	sections := map[string]Section{}
	kind, rest := "", text
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

// Undescribed says what of a JSON line the contract does not describe: its kind needs a section, and each of its
// members has to be named in it. A line without an event is of the kind that its only member names, or belongs to a
// table.
func Undescribed(sections map[string]Section, line string) (problems []string) {
	var object map[string]any
	if err := json.Unmarshal([]byte(line), &object); err != nil {
		return []string{fmt.Sprintf("%v: %s", err, line)}
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
		return []string{fmt.Sprintf("kind %q is not described: %s", kind, line)}
	}
	members(object, func(name string) {
		if name != kind && !strings.Contains(section.Text, "`"+name+"`") && !strings.Contains(sections[""].Text, "`"+name+"`") && !likeAnother(sections, section, name) {
			problems = append(problems, fmt.Sprintf("%s: member %q is not described: %s", kind, name, line))
		}
	})
	return problems
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
