package main

import (
	"fmt"
	"path/filepath"
	"strings"

	"eavesdrop/cmd/demo/internal/scene"
	"eavesdrop/cmd/internal/console"
	"eavesdrop/decode"
)

// kept says what is kept where, and how to look at it.
func (p *page) kept(l *lesson, takes []scene.Take) {
	dir := filepath.Clean(l.dir)
	names := make([]string, 0, len(takes))
	for i := range takes {
		names = append(names, takes[i].Scene.Name+captureSuffix)
	}
	also := []string{eventsFile, textFile}
	if !takes[0].Recorded {
		also = append([]string{keyLogFile}, also...)
	}
	kept := strings.Join(names, " ")
	if len(names) > sideBySide {
		kept = fmt.Sprintf("%s … %s, a capture for each scene", names[0], names[len(names)-1])
	}
	p.w.WriteByte('\n')
	p.say(fmt.Sprintf("Kept in %s: %s · %s", dir+string(filepath.Separator), kept, strings.Join(also, " · ")))
	// Commands are to be copied: they are not broken into lines.
	fmt.Fprintf(p.w, "Open one: %s read -V %s\n", console.Command("sniff"), console.Quote(l.capture(takes[0].Scene)))
	for i := range takes {
		if keys := l.keyFlags(&takes[i]); keys != "" && !takes[i].Recorded {
			fmt.Fprintf(p.w, "With keys: %s read%s %s\n", console.Command("sniff"), keys, console.Quote(l.capture(takes[i].Scene)))
			break
		}
	}
	if !p.explains {
		fmt.Fprintf(p.w, "More lessons: %s scenes\n", console.Command("demo"))
	}
}

// keyFlags are those of sniff for the keys of a scene that are kept, empty where there are none.
func (l *lesson) keyFlags(t *scene.Take) (flags string) {
	for _, h := range t.Scene.Holders {
		if h.Sees.Sees(decode.KeyLog) {
			flags += " --keylog " + console.Quote(filepath.Join(l.dir, keyLogFile))
		}
		if h.Sees.Sees(decode.ServerKey) {
			flags += " --server-key " + console.Quote(filepath.Join(l.dir, t.Scene.Name+keySuffix))
		}
	}
	if t.Scene.Shared && l.keptKey {
		flags += ` --fernet-key "$(cat ` + console.Quote(filepath.Join(l.dir, fernetKeyFile)) + `)"`
	}
	return flags
}
