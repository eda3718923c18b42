package arrows

import (
	"encoding/json"
	"errors"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// module is the name of ours; in rules, "." stands for it.
const module = "eavesdrop"

// A listed package is what go list says of one, ours or a dependency.
type listed struct {
	ImportPath, Dir, Export            string
	GoFiles, CgoFiles                  []string
	Imports, TestImports, XTestImports []string
	Standard                           bool
}

// name is the package's name in rules.
func (p *listed) name() string { return short(p.ImportPath) }

// short writes an import path as rules do: ours from ".".
func short(path string) string {
	if path == module || strings.HasPrefix(path, module+"/") {
		return "." + strings.TrimPrefix(path, module)
	}
	return path
}

// list lists our packages, and by import path all that they depend on, compiled.
func list(t *testing.T) (ours []*listed, all map[string]*listed) {
	t.Helper()
	cmd := exec.Command("go", "list", "-deps", "-export",
		"-json=ImportPath,Dir,Export,GoFiles,CgoFiles,Imports,TestImports,XTestImports,Standard", "./...")
	cmd.Dir = filepath.Join("..", "..", "..")
	out, err := cmd.Output()
	if err != nil {
		var exit *exec.ExitError
		if errors.As(err, &exit) {
			t.Fatalf("go list: %v\n%s", err, exit.Stderr)
		}
		t.Fatal(err)
	}
	all = map[string]*listed{}
	for dec := json.NewDecoder(strings.NewReader(string(out))); ; {
		p := new(listed)
		if err := dec.Decode(p); err == io.EOF {
			return ours, all
		} else if err != nil {
			t.Fatal(err)
		}
		all[p.ImportPath] = p
		if strings.HasPrefix(p.name(), ".") {
			ours = append(ours, p)
		}
	}
}

// A source is a package's files, tests left out, with the meaning of every name in them.
type source struct {
	name  string // as in rules
	fset  *token.FileSet
	files []*ast.File
	info  *types.Info
}

// check finds out what the names in files mean. What they import is looked up in all.
func check(name string, fset *token.FileSet, files []*ast.File, all map[string]*listed) (*source, error) {
	s := &source{name: name, fset: fset, files: files, info: &types.Info{
		Uses:       map[*ast.Ident]types.Object{},
		Selections: map[*ast.SelectorExpr]*types.Selection{},
	}}
	conf := types.Config{Importer: importer.ForCompiler(fset, "gc", func(path string) (io.ReadCloser, error) {
		p := all[path]
		if p == nil {
			return nil, errors.New("not among what go list lists: " + path)
		}
		return os.Open(p.Export)
	})}
	_, err := conf.Check(name, fset, files, s.info)
	return s, err
}

// read reads the files of a package of ours.
func read(t *testing.T, p *listed, all map[string]*listed) *source {
	t.Helper()
	fset := token.NewFileSet()
	var files []*ast.File
	for _, name := range p.GoFiles {
		f, err := parser.ParseFile(fset, filepath.Join(p.Dir, name), nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, f)
	}
	s, err := check(p.name(), fset, files, all)
	if err != nil {
		t.Fatal(err)
	}
	return s
}
