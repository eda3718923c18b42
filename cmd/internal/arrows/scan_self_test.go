package arrows

import (
	"go/ast"
	"go/parser"
	"go/token"
	"slices"
	"strings"
	"testing"
)

// guilty does all that is forbidden in decode; what has to be found on a line stands behind it.
const guilty = `package decode

import (
	"fmt"
	"net"
	"sync"
	clock "time"
)

var table = map[string]int{"a": 1}
var pool sync.Pool // sync.Pool
var cursor struct{ at, end int }
var entry *struct{ n int }
var list [4]int

func init() { // init function
	fmt.Sprint() // fmt.Sprint
}

func guilty() {
	now := clock.Now // time.Now
	fmt.Println(now) // fmt.Println
	go now() // go statement
	net.Dial("tcp", "") // net.Dial
	println() // builtin.println
	table["b"] = 2 // changed global
	delete(table, "a") // builtin.delete, changed global
	pool.Put(nil) // changed global
	cursor.at++ // changed global
	entry.n = 1 // changed global
	for list[0], list[1] = range list { // changed global, changed global
	}
}

type meter struct{ n int }

func (m *meter) init() { m.n = table["a"] + len(list) }

func innocent(t clock.Time) bool { // time.Time
	table := map[string]int{}
	table["b"] = 2
	m := new(meter)
	m.init()
	return t.After(t)
}
`

func TestScanFindsAll(t *testing.T) {
	_, all := list(t)
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, "guilty.go", guilty, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	s, err := check("./decode", fset, []*ast.File{f}, all)
	if err != nil {
		t.Fatal(err)
	}
	names, habits := scan(s)
	found := map[int][]string{}
	for _, x := range slices.Concat(names, habits) {
		if !strings.HasPrefix(x.what, "builtin.len") && !strings.HasPrefix(x.what, "builtin.new") {
			found[x.pos.Line] = append(found[x.pos.Line], x.what)
		}
	}
	for i, line := range strings.Split(guilty, "\n") {
		_, want, _ := strings.Cut(line, " // ")
		slices.Sort(found[i+1])
		if got := strings.Join(found[i+1], ", "); got != want {
			t.Errorf("line %d, %s\n found %q, want %q", i+1, strings.TrimSpace(line), got, want)
		}
	}
	if said := forbidden("./decode", names, uses); len(said) != 4 {
		t.Errorf("rules forbid %d names, want 4 (the clock, two prints, the dial):\n%s", len(said), strings.Join(said, "\n"))
	}
	if said := forbidden("./decode", habits, []rule{{In: "./decode/...", Not: "go statement", Why: "order"}}); len(said) != 1 ||
		!strings.HasSuffix(said[0], "go statement: order") {
		t.Errorf("rules forbid %q", said)
	}
}
