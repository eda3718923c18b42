package arrows

import (
	"go/ast"
	"go/token"
	"go/types"
)

// A finding is something in a source that a rule could forbid.
type finding struct {
	what string // as rules write it: "time.Now", "go statement"
	pos  token.Position
}

// scan finds in a source all that rules are about: names of other packages, and habits.
func scan(s *source) (names, habits []finding) {
	habit := func(n ast.Node, what string) { habits = append(habits, finding{what, s.fset.Position(n.Pos())}) }
	for _, f := range s.files {
		ast.Inspect(f, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.Ident:
				if what := s.nameOf(n); what != "" {
					names = append(names, finding{what, s.fset.Position(n.Pos())})
				}
			case *ast.GoStmt:
				habit(n, "go statement")
			case *ast.FuncDecl:
				if n.Recv == nil && n.Name.Name == "init" {
					habit(n, "init function")
				}
			}
			for _, changed := range s.changed(n) {
				habit(changed, "changed global")
			}
			return true
		})
	}
	return names, habits
}

// nameOf is the full name of what an identifier stands for, if that is another package's, or a builtin.
func (s *source) nameOf(id *ast.Ident) string {
	obj := s.info.Uses[id]
	switch obj := obj.(type) {
	case nil, *types.PkgName:
		return ""
	case *types.Builtin:
		return "builtin." + obj.Name()
	case *types.Func:
		if recv := obj.Signature().Recv(); recv != nil {
			return ""
		}
	}
	if obj.Pkg() == nil || obj.Parent() != obj.Pkg().Scope() || short(obj.Pkg().Path()) == s.name {
		return ""
	}
	return short(obj.Pkg().Path()) + "." + obj.Name()
}

// changed lists the expressions by which n changes a variable of the package: assigns to it or to a part of it,
// hands it to a builtin that writes, or calls one of its methods that can change it (sync.Pool, sync.Once).
func (s *source) changed(n ast.Node) []ast.Expr {
	var targets []ast.Expr
	switch n := n.(type) {
	case *ast.AssignStmt:
		if n.Tok != token.DEFINE {
			targets = n.Lhs
		}
	case *ast.IncDecStmt:
		targets = []ast.Expr{n.X}
	case *ast.RangeStmt:
		if n.Tok == token.ASSIGN {
			targets = []ast.Expr{n.Key, n.Value}
		}
	case *ast.CallExpr:
		if id, ok := n.Fun.(*ast.Ident); ok && len(n.Args) > 0 {
			if b, ok := s.info.Uses[id].(*types.Builtin); ok {
				switch b.Name() {
				case "clear", "copy", "delete":
					targets = n.Args[:1]
				}
			}
		}
		if sel, ok := n.Fun.(*ast.SelectorExpr); ok && s.takesAddress(sel) {
			targets = []ast.Expr{sel.X}
		}
	}
	var globals []ast.Expr
	for _, target := range targets {
		if target != nil && s.isGlobal(target) {
			globals = append(globals, target)
		}
	}
	return globals
}

// takesAddress says whether a method is called through the address of a value.
func (s *source) takesAddress(sel *ast.SelectorExpr) bool {
	method := s.info.Selections[sel]
	if method == nil || method.Kind() != types.MethodVal {
		return false
	}
	_, pointed := method.Recv().Underlying().(*types.Pointer)
	_, byPointer := method.Obj().(*types.Func).Signature().Recv().Type().(*types.Pointer)
	return byPointer && !pointed
}

// isGlobal says whether an expression is a package variable, or a part of one.
func (s *source) isGlobal(e ast.Expr) bool {
	for {
		switch x := e.(type) {
		case *ast.ParenExpr:
			e = x.X
		case *ast.IndexExpr:
			e = x.X
		case *ast.SliceExpr:
			e = x.X
		case *ast.StarExpr:
			e = x.X
		case *ast.SelectorExpr:
			if s.info.Selections[x] == nil { // package.Variable
				e = x.Sel
			} else {
				e = x.X
			}
		case *ast.Ident:
			v, ok := s.info.Uses[x].(*types.Var)
			return ok && v.Pkg() != nil && v.Parent() == v.Pkg().Scope()
		default:
			return false
		}
	}
}
