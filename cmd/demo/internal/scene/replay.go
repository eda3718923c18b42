package scene

import (
	"errors"
	"io"

	"eavesdrop/capture"
	"eavesdrop/cmd/internal/wiring"
	"eavesdrop/decode"
	"eavesdrop/report"
)

// Replay listens to a scene that was recorded earlier, in the capture file that r gives. secret is what the
// members got then. A file that can't be read to its end is no error: the ledger says so.
func Replay(s Scene, r io.Reader, secret string, taps ...func(*decode.Event)) (Take, error) {
	var o wiring.Options
	if err := o.LookFor(secret); err != nil {
		return Take{}, err
	}
	file, err := capture.NewReader(r, s.Name+".pcapng")
	if err != nil {
		return Take{}, err
	}
	defer file.Close()
	e := newEar(s.Name, o, taps...)
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
	return Take{
		Scene: s, Ledger: e.ledger, Heard: e.heard, Recorded: true,
		Outcome: Outcome{Secret: secret, Said: members(secret)},
	}, nil
}
