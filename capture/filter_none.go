//go:build !cgo

package capture

import "errors"

// compileBPF fails: this build has no libpcap.
func compileBPF(LinkType, string) (bpfProgram, error) {
	return nil, errors.New("packet filters need libpcap, and this program was built without it")
}
