package capture

import (
	"errors"
	"time"
)

// LiveOptions say where and how to listen. The zero value listens to everything on the loopback interface.
type LiveOptions struct {
	Interface string        // a name as Interfaces gives it; "" is the loopback interface
	Filter    string        // in libpcap's language; "" is everything
	SnapLen   int           // bytes kept of a frame; 0 is 262,144: all of it
	Buffer    int           // bytes that the kernel may keep for us; 0 is 16 MiB
	Promisc   bool          // also what is not addressed to this machine
	Tick      time.Duration // how long a frame may wait before it is handed over, and how soon an end is noticed; 0 is 50 ms
}

// LiveStats is the kernel's count of what passed the filter.
type LiveStats struct {
	Received int // frames that passed the filter, those dropped included
	Dropped  int // of them, frames that found the kernel's buffer full
	IfDrops  int // frames that the network interface or its driver dropped
}

// A Device is something that can be listened on.
type Device struct {
	Name, Description string
	Addresses         []string
	Loopback, Up      bool
}

// Errors of Listen that callers tell apart.
var (
	ErrNoPermission = errors.New("operation not permitted")
	ErrNoInterface  = errors.New("no such interface")
	ErrNoLive       = errors.New("this program was built without libpcap, so it cannot listen; it can read capture files")
)

// A FilterError is a packet filter that libpcap does not accept.
type FilterError struct{ Filter, Cause string }

func (e *FilterError) Error() string { return "filter " + quote(e.Filter) + ": " + e.Cause }

func quote(s string) string { return `"` + s + `"` }
