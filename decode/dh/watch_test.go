package dh_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"eavesdrop/decode"
	"eavesdrop/decode/decodetest"
	"eavesdrop/decode/dh"
	"eavesdrop/decode/httpwire"
)

// Two exchanges that the demo had. The small one's client thought of 596572.
const (
	smallOffer  = `{"group":"modp","p":1048343,"g":5,"A":782630}`
	smallAnswer = `{"B":14352,"kdf":"HKDF-SHA256","token":"gAAAAABrBAn6-ywtukPP_dt6jj5MSUoj3vefaCKTdCfwQT4NVmRrvMNTIvOlEB7CwN2N7N2oMyoKJ_Pd5pphDjhRONWVfP2LqQ=="}`
	curveOffer  = `{"group":"x25519","A":"B7pamCDH6rD750OMH3hg9zLcNnWVcJSfgkFom+opp0k="}`
	curveAnswer = `{"B":"YWvfEWJhs7Dgw1s8TgW5/3ZnECuZUagAeWUl8pZiF10=","kdf":"HKDF-SHA256","token":"gAAAAABrBAn6hbQcPijvwQQnB4ndh6qUtuNWubEpV_JP47MtIw3GyDtgYeH-aN2Dta5oGBVMk707RfaWp-amt37c3pYIBBmKWg=="}`
)

func options() decode.Options {
	return decode.Options{
		Protocols: []decode.Protocol{httpwire.Protocol(httpwire.Options{})},
		Watchers:  []func(*decode.Conversation) decode.Watcher{dh.Watch()},
	}
}

func exchange(offer, answer string) []decodetest.Say {
	return []decodetest.Say{
		decodetest.Client(fmt.Sprintf("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n\r\n%s", len(offer), offer)),
		decodetest.Server(fmt.Sprintf("HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s", len(answer), answer)),
	}
}

// ours are the package's events among all.
func ours(events []decodetest.Event) (found []decodetest.Event) {
	for _, e := range events {
		if strings.HasPrefix(e.Kind, "dh.") {
			found = append(found, e)
		}
	}
	return found
}

func TestSmallIsSolved(t *testing.T) {
	events := ours(decodetest.Run(t, options(), exchange(smallOffer, smallAnswer)...))
	want := `client readable Diffie-Hellman, public value A = 782630 | powers of 5 modulo the prime 1048343, 20 bits | ""
server readable Diffie-Hellman, public value B = 14352 |  | ""
server derived private number a = 596572, found by 596,572 tries | the shared number is 561233, its key opens the token | "fluffy tail"
`
	if diff := cmp.Diff(want, decodetest.Lines(events)); diff != "" {
		t.Fatalf("(-want +got):\n%s", diff)
	}
	for i, json := range []string{
		`{"where":"request body","name":"A","value":"782630","group":"modp","bits":20,"p":"1048343","g":"5"}`,
		`{"where":"response body","name":"B","value":"14352","group":"modp","bits":20,"p":"1048343","g":"5"}`,
		`{"private":596572,"shared":"561233","tries":596572,"text":"fluffy tail"}`,
	} {
		if diff := cmp.Diff(json, events[i].JSON); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
		decodetest.CheckFields(t, events[i])
	}
	if got := string(events[0].Raw) + string(events[1].Raw); got != smallOffer+smallAnswer {
		t.Errorf("the events lead to %q", got)
	}
	facts := strings.Join(append(events[1].Facts, events[2].Facts...), "\n")
	for _, want := range []string{
		`key_exchange readable "Diffie-Hellman, 20 bits: A 782630, B 14352"`,
		`secret derived "fluffy tail, by finding a in 596,572 tries"`,
		`secret_length derived "11 bytes"`,
		`later derived "now: the key can be worked out"`,
	} {
		if !strings.Contains(facts, want) {
			t.Errorf("no fact %s in:\n%s", want, facts)
		}
	}
}

func TestCurveIsNotSolved(t *testing.T) {
	events := ours(decodetest.Run(t, options(), exchange(curveOffer, curveAnswer)...))
	want := `client readable Diffie-Hellman, public value A = B7pamCDH6rD750OMH3hg9zLcNnWVcJSfgkFom+opp0k= | on the curve of X25519 | ""
server readable Diffie-Hellman, public value B = YWvfEWJhs7Dgw1s8TgW5/3ZnECuZUagAeWUl8pZiF10= |  | ""
`
	if diff := cmp.Diff(want, decodetest.Lines(events)); diff != "" {
		t.Fatalf("(-want +got):\n%s", diff)
	}
	facts := strings.Join(events[1].Facts, "\n")
	for _, want := range []string{
		`key_exchange readable "Diffie-Hellman, X25519: A B7pamCDH6rD7…, B YWvfEWJhs7Dg…"`, `later sealed "no: keys were ephemeral (X25519)"`,
	} {
		if !strings.Contains(facts, want) {
			t.Errorf("no fact %s in:\n%s", want, facts)
		}
	}
}

// What is no exchange, or not a whole one, or too hard.
func TestNothingIsMadeUp(t *testing.T) {
	large := strings.Repeat("9", 300)
	for name, c := range map[string]struct {
		offer, answer string
		kinds         []string
	}{
		"other JSON":          {`{"A":1,"b":2}`, `{"B":1}`, nil},
		"no JSON":             {`{"group":"modp","A":`, smallAnswer, nil},
		"unknown group":       {`{"group":"modq","p":23,"g":5,"A":8}`, smallAnswer, nil},
		"value above p":       {`{"group":"modp","p":23,"g":5,"A":42}`, smallAnswer, nil},
		"zero":                {`{"group":"modp","p":23,"g":5,"A":0}`, smallAnswer, nil},
		"negative":            {`{"group":"modp","p":23,"g":5,"A":-8}`, smallAnswer, nil},
		"fraction":            {`{"group":"modp","p":23.5,"g":5,"A":8}`, smallAnswer, nil},
		"short point":         {`{"group":"x25519","A":"AAAA"}`, curveAnswer, nil},
		"no answer":           {smallOffer, `{"error":"busy"}`, []string{"dh.public"}},
		"in letters":          {smallOffer, `{"B":"many"}`, []string{"dh.public"}},
		"large":               {`{"group":"modp","p":` + large + `,"g":2,"A":"4"}`, `{"B":8}`, []string{"dh.public", "dh.public"}},
		"as text":             {`{"group":"modp","p":"23","g":"5","A":"8"}`, `{"B":"19"}`, []string{"dh.public", "dh.public", "dh.solved"}},
		"never reached":       {`{"group":"modp","p":23,"g":22,"A":8}`, `{"B":19}`, []string{"dh.public", "dh.public"}},
		"another token":       {smallOffer, strings.Replace(smallAnswer, "LqQ==", "LqA==", 1), []string{"dh.public", "dh.public", "dh.solved"}},
		"no token":            {smallOffer, `{"B":14352,"kdf":"HKDF-SHA256","token":"gAAAAA"}`, []string{"dh.public", "dh.public", "dh.solved"}},
		"unknown way to keys": {smallOffer, strings.Replace(smallAnswer, "HKDF", "own", 1), []string{"dh.public", "dh.public", "dh.solved"}},
	} {
		events := ours(decodetest.Run(t, options(), exchange(c.offer, c.answer)...))
		if diff := cmp.Diff(c.kinds, decodetest.Kinds(events)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
		for _, e := range events {
			if strings.Contains(e.JSON, `"text"`) {
				t.Errorf("%s: opened: %s", name, e.JSON)
			}
		}
	}
}

// A capture full of exchanges does not keep the listener busy for ever.
func TestTriesAreBounded(t *testing.T) {
	var script []decodetest.Say
	for range 200 {
		script = append(script, exchange(`{"group":"modp","p":4194301,"g":7,"A":4194300}`, `{"B":3}`)...)
	}
	solved := 0
	for _, e := range ours(decodetest.Run(t, options(), script...)) {
		if e.Kind == "dh.solved" {
			solved++
		}
	}
	if solved == 0 || solved > 100 {
		t.Errorf("%d of 200 exchanges were solved", solved)
	}
}

func TestCutAnywhere(t *testing.T) {
	script := exchange(`{"group":"modp","p":23,"g":5,"A":8}`, `{"B":19,"kdf":"HKDF-SHA256","token":"gAAAAA"}`)
	decodetest.SplitAnywhere(t, options, script...)
	decodetest.Truncations(t, options, script, nil)
}

func FuzzWatch(f *testing.F) {
	f.Add(`{"group":"modp","p":23,"g":5,"A":8}`, `{"B":19}`, []byte{1, 7})
	f.Add(curveOffer, curveAnswer, []byte{0})
	f.Fuzz(func(t *testing.T, offer, answer string, cuts []byte) {
		script := exchange(offer, answer)
		for _, e := range ours(decodetest.Run(t, options(), script...)) {
			decodetest.CheckFields(t, e)
		}
		decodetest.Same(t, options, script, cuts)
	})
}
