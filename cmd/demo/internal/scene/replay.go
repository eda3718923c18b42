package scene

import (
	"bytes"
	"errors"
	"io"

	"eavesdrop/capture"
	"eavesdrop/cmd/internal/wiring"
	"eavesdrop/decode"
	"eavesdrop/report"
)

// Replay listens to a scene that was recorded earlier, in a capture file. secret is what the members got then, and
// keys what those have who hold some. A file that can't be read to its end is no error: the ledger says so.
func Replay(s Scene, pcapng []byte, secret string, keys Keys, taps ...func(*decode.Event)) (Take, error) {
	var o wiring.Options
	if err := o.LookFor(secret); err != nil {
		return Take{}, err
	}
	e := newEar(s, o, func(string) {}, taps...)
	if err := e.read(bytes.NewReader(pcapng), s.Name); err != nil {
		return Take{}, err
	}
	t := Take{Scene: s, Ledger: e.ledger, Keys: keys, Heard: e.heard, Recorded: true, Outcome: s.outcome(secret)}
	return t, t.hold(pcapng, o)
}

// read listens to a capture file of that name.
func (e *ear) read(r io.Reader, name string) error {
	file, err := capture.NewReader(r, name+".pcapng")
	if err != nil {
		return err
	}
	defer file.Close()
	var counts report.Counts
	var f capture.Frame
	for {
		err := file.Next(&f)
		if err != nil {
			if !errors.Is(err, io.EOF) {
				counts.Torn = err.Error()
			}
			break
		}
		e.asm.Frame(&f)
	}
	e.finish(counts)
	return nil
}
