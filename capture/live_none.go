//go:build !cgo

package capture

import "context"

// HasLive says whether this build can listen.
const HasLive = false

// A Live is a network interface that is being listened to.
type Live struct{}

// Listen fails: this build has no libpcap.
func Listen(context.Context, LiveOptions) (*Live, error) { return nil, ErrNoLive }

// Interface is the name of what is listened to.
func (*Live) Interface() string { return "" }

// Link is the link type of its frames.
func (*Live) Link() LinkType { return LinkNull }

// Next fails.
func (*Live) Next(*Frame) error { return ErrNoLive }

// Stats fails.
func (*Live) Stats() (LiveStats, error) { return LiveStats{}, ErrNoLive }

// Close does nothing.
func (*Live) Close() {}

// Devices fails: this build has no libpcap.
func Devices() ([]Device, error) { return nil, ErrNoLive }
