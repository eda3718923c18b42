package httpsem

import (
	"encoding/json"
	"strings"

	"eavesdrop/decode"
)

// json tells the members of a JSON text whose names say that they let somebody in. The text may be cut off anywhere, and
// breaks its rules at worst: what came before is told.
func (f *facts) json(m *Message) {
	if kind := m.mediaType(); !EqualFold(kind, "application/json") && !strings.HasSuffix(kind, "+json") {
		return
	}
	d := json.NewDecoder(strings.NewReader(m.Body.Text))
	var objects []bool // what is open, from the outside in: an object, or an array
	name, named := "", false
	for {
		token, err := d.Token()
		if err != nil {
			return
		}
		in := len(objects) > 0 && objects[len(objects)-1]
		switch t := token.(type) {
		case json.Delim:
			if t == '}' || t == ']' {
				objects = objects[:len(objects)-1]
			} else {
				objects = append(objects, t == '{')
			}
			named = false
		case string:
			if in && !named {
				name, named = t, true
				continue
			}
			if named && t != "" && letsIn(name) && !strings.HasPrefix(t, "gAAAAA") { // a Fernet token speaks for itself
				f.tell(decode.Credentials, decode.Readable, name+"="+t, m.BodySpan, "It stands in the JSON, for all to read.")
			}
			named = false
		default:
			named = false
		}
	}
}

// letsIn says that a member of that name is for getting in: no secret that is told to whoever got in, nor a token that says
// which form was answered or where a list goes on.
func letsIn(name string) bool {
	name = strings.ToLower(name)
	for _, other := range [...]string{"csrf", "xsrf", "authenticity", "page"} {
		if strings.Contains(name, other) {
			return false
		}
	}
	return name != "secret" && secretName(name)
}
