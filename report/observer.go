package report

import (
	"fmt"
	"slices"
	"strings"

	"eavesdrop/decode"
)

// An Observer is someone who has the capture, and perhaps keys. The zero value has none: it is the passive
// listener, who sees only what went over the wire in the clear.
type Observer struct {
	keys []decode.Key
	own  string // what it has, in words; empty: those of its keys
	ends bool   // it is an end of every conversation
}

// Passive is the observer without any key.
var Passive = Observer{}

// AllKeys are the kinds of key that an observer may hold, in the order in which they are named.
var allKeys = [...]decode.Key{decode.KeyLog, decode.ServerKey, decode.FernetKey}

// Holding is the observer that holds keys of these kinds.
func Holding(keys ...decode.Key) Observer {
	var o Observer
	for _, k := range allKeys {
		if slices.Contains(keys, k) {
			o.keys = append(o.keys, k)
		}
	}
	return o
}

// ParseObserver reads an observer's name: "passive", or kinds of key joined by "+" or ",", as in
// "keylog+fernet_key". A dash serves for the underscore. The error says which names there are.
func ParseObserver(name string) (Observer, error) {
	if strings.EqualFold(name, "passive") {
		return Passive, nil
	}
	var keys []decode.Key
	for part := range strings.FieldsFuncSeq(name, func(r rune) bool { return r == '+' || r == ',' }) {
		k := decode.Key(strings.ReplaceAll(strings.ToLower(strings.TrimSpace(part)), "-", "_"))
		if !slices.Contains(allKeys[:], k) {
			return Observer{}, fmt.Errorf("no observer is called %q; there are passive, keylog, server_key, fernet_key, and those joined by +", part)
		}
		keys = append(keys, k)
	}
	if len(keys) == 0 {
		return Observer{}, fmt.Errorf("an observer has a name: passive, keylog, server_key, fernet_key, or those joined by +")
	}
	return Holding(keys...), nil
}

// Saying is the observer with words for what it has: "the keys of both conversations".
func (o Observer) Saying(what string) Observer {
	o.own = what
	return o
}

// InTheMiddle is the observer as one who answers each side in the other's place: it holds keys because it is an end of
// every conversation, and passes on what it likes.
func (o Observer) InTheMiddle() Observer {
	o.ends = true
	return o
}

// Sees says whether what k opened is there to be read for the observer.
func (o Observer) Sees(k decode.Key) bool {
	return k == decode.InTheClear || slices.Contains(o.keys, k)
}

// IsPassive says that the observer has no key.
func (o Observer) IsPassive() bool { return len(o.keys) == 0 }

// String is the observer's name, as ParseObserver reads it.
func (o Observer) String() string {
	if o.IsPassive() {
		return "passive"
	}
	names := make([]string, len(o.keys))
	for i, k := range o.keys {
		names[i] = string(k)
	}
	return strings.Join(names, "+")
}

// With says in words what the observer has: "the key log", "the server's private key and the Fernet key", or what
// it was given to say; empty for the passive one.
func (o Observer) With() string {
	if o.own != "" {
		return o.own
	}
	words := map[decode.Key]string{
		decode.KeyLog: "the key log", decode.ServerKey: "the server's private key", decode.FernetKey: "the Fernet key",
	}
	var names []string
	for _, k := range o.keys {
		names = append(names, words[k])
	}
	return strings.Join(names, " and ")
}
