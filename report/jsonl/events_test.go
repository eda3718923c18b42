package jsonl_test

import (
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	rt "eavesdrop/report/reporttest"
)

const (
	contract = "../../docs/events.md"
	decoders = "../../decode"
)

// readContract reads the contract's sections.
func readContract(t *testing.T) map[string]rt.Section {
	t.Helper()
	text, err := os.ReadFile(contract)
	if err != nil {
		t.Fatal(err)
	}
	return rt.Contract(string(text))
}

// A writer is a package of decoders: the kinds of its events, and the members that its code names.
type writer struct{ kinds, members []string }

// readDecoders reads the packages' sources. Kinds are the strings that methods called Kind return, or that their
// comments name in quotation marks; members are the strings that name what is written to a decode.Object.
func readDecoders(t *testing.T) map[string]*writer {
	t.Helper()
	writers := map[string]*writer{}
	err := filepath.WalkDir(decoders, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") || strings.Contains(path, "decodetest") {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		dir := filepath.Dir(path)
		if writers[dir] == nil {
			writers[dir] = &writer{}
		}
		for _, d := range file.Decls {
			if f, ok := d.(*ast.FuncDecl); ok && f.Body != nil {
				writers[dir].read(f)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return writers
}

// objectMethods are those of decode.Object whose first argument is a member's name.
var objectMethods = []string{"Str", "Int", "Bool", "Time", "Hex", "Strs", "Ints", "Object", "Array"}

// quoted is a kind in a comment.
var quoted = regexp.MustCompile(`"([a-z0-9_]+(?:\.[a-z0-9_]+)?)"`)

func (w *writer) read(f *ast.FuncDecl) {
	if f.Recv != nil && f.Name.Name == "Kind" {
		for _, m := range quoted.FindAllStringSubmatch(f.Doc.Text(), -1) {
			w.kinds = append(w.kinds, m[1])
		}
	}
	ast.Inspect(f.Body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.ReturnStmt:
			if f.Recv != nil && f.Name.Name == "Kind" && len(n.Results) == 1 {
				if s, ok := literal(n.Results[0]); ok && !slices.Contains(w.kinds, s) {
					w.kinds = append(w.kinds, s)
				}
			}
		case *ast.CallExpr:
			call, ok := n.Fun.(*ast.SelectorExpr)
			if !ok || len(n.Args) == 0 || !slices.Contains(objectMethods, call.Sel.Name) {
				return true
			}
			if o, ok := call.X.(*ast.Ident); !ok || o.Name != "o" {
				return true
			}
			if s, ok := literal(n.Args[0]); ok && s != "" {
				w.members = append(w.members, s)
			}
		}
		return true
	})
}

func literal(e ast.Expr) (string, bool) {
	l, ok := e.(*ast.BasicLit)
	if !ok || l.Kind != token.STRING {
		return "", false
	}
	s, err := strconv.Unquote(l.Value)
	return s, err == nil
}

// Every kind of event has a section, and every member that a package writes stands in one of its sections; what
// helps several packages may stand in any.
func TestContractIsComplete(t *testing.T) {
	sections := readContract(t)
	var everything strings.Builder
	for _, s := range sections {
		everything.WriteString(s.Text)
	}
	kinds := 0
	for dir, w := range readDecoders(t) {
		text := ""
		for _, kind := range w.kinds {
			kinds++
			if _, ok := sections[kind]; !ok {
				t.Errorf("%s: event %q is not in %s", dir, kind, contract)
			}
			text += sections[kind].Text
		}
		if strings.HasSuffix(dir, "http2wire") || text == "" {
			text = everything.String() // its requests and responses are those of HTTP
		}
		for _, m := range w.members {
			if !strings.Contains(text, "`"+m+"`") {
				t.Errorf("%s: member %q is not in the sections of %q in %s", dir, m, w.kinds, contract)
			}
		}
	}
	if kinds < 30 {
		t.Errorf("only %d kinds of events were found in the sources", kinds)
	}
}

// The examples are lines of their section's event, with the members that every line has, in their order, and no
// member that is not documented there.
func TestContractsExamples(t *testing.T) {
	sections := readContract(t)
	for kind, s := range sections {
		if kind == "" {
			continue
		}
		if len(s.Examples) == 0 {
			t.Errorf("%s has no example", kind)
		}
		looks, own := shape(kind)
		for _, line := range s.Examples {
			if !looks.MatchString(line) {
				t.Errorf("%s: not a line of it: %s", kind, line)
				continue
			}
			var object map[string]json.RawMessage
			if err := json.Unmarshal([]byte(line), &object); err != nil {
				t.Errorf("%s: %v", kind, err)
				continue
			}
			var members map[string]json.RawMessage
			if err := json.Unmarshal(object[own], &members); err != nil {
				t.Errorf("%s: object %q: %v", kind, own, err)
			}
			for name := range members {
				if !strings.Contains(s.Text, "`"+name+"`") {
					t.Errorf("%s: member %q of the example is not documented", kind, name)
				}
			}
		}
	}
}

// shape is how a line of that kind looks, and which of its members is the kind's own object.
func shape(kind string) (line *regexp.Regexp, own string) {
	own, _, _ = strings.Cut(kind, ".")
	name := `"` + regexp.QuoteMeta(kind) + `"`
	switch own {
	case "interface", "listener":
		return regexp.MustCompile(`^\{` + name + `:\{.*\}\}$`), own
	case "scene":
		return regexp.MustCompile(`^\{"event":` + name + `,"scene":\{.*\}\}$`), own
	case "capture":
		return regexp.MustCompile(`^\{"event":` + name + `,"frames":\[\d*\],"capture":\{.*\}\}$`), own
	case "flow":
		own = "flow_info"
	}
	return regexp.MustCompile(`^\{"time":"[^"]*Z","event":` + name + `,"flow":\d+(,"from":"(?:client|server)")?,"client":"[^"]*","server":"[^"]*","layers":\[[^]]*\],` +
		`"frames":\[[^]]*\](,"opened":"[a-z_]+")?,"` + own + `":\{.*\}\}$`), own
}
