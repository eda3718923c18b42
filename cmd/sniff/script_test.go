package main

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"eavesdrop/capture"
)

func TestMain(m *testing.M) {
	time.Local = time.UTC // for times of day in goldens
	testscript.Main(m, map[string]func(){"sniff": main})
}

// The scripts under testdata/script drive the program as a user would. $PCAPS is the folder of the captures that
// the demo recorded.
func TestScripts(t *testing.T) {
	pcaps, err := filepath.Abs("../../testdata/pcaps")
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir:             "testdata/script",
		UpdateScripts:   os.Getenv("UPDATE_SCRIPTS") != "",
		ContinueOnError: true,
		Setup: func(e *testscript.Env) error {
			e.Setenv("PCAPS", pcaps)
			key, err := os.ReadFile(filepath.Join(pcaps, "fernet.key"))
			if err != nil {
				return err
			}
			e.Setenv("FERNET_KEY", strings.TrimSpace(string(key)))
			e.Setenv("TZ", "UTC")
			return nil
		},
		Condition: func(cond string) (bool, error) {
			switch cond {
			case "live":
				return canListen(), nil
			case "filters":
				return hasFilters(), nil
			}
			return false, nil
		},
	})
}

// canListen says whether this user may capture on the loopback interface.
func canListen() bool {
	l, err := capture.Listen(context.Background(), capture.LiveOptions{})
	if err != nil {
		return false
	}
	l.Close()
	return true
}

// hasFilters says whether packet filters can be compiled.
func hasFilters() bool {
	_, err := capture.CompileFilter(capture.LinkEthernet, "tcp")
	return err == nil
}
