//go:build cgo

package capture

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"runtime"
	"strings"
	"time"

	"github.com/google/gopacket/layers"
	"github.com/google/gopacket/pcap"
)

// HasLive says whether this build can listen.
const HasLive = true

// A Live is a network interface that is being listened to.
type Live struct {
	handle *pcap.Handle
	ctx    context.Context
	link   LinkType
	count  int
	name   string
	until  time.Time // when ctx was found to have ended; frames captured later are not delivered
	quiet  int       // ticks without a frame since then
}

// lastTicks is how many ticks without a frame show, once ctx has ended, that nothing is left: a frame reaches us
// when the block of the kernel's buffer that it lies in is handed over, which takes two ticks and the slack of the
// kernel's timers.
const lastTicks = 4

// Listen begins to capture. Frames that come from now on are kept by the kernel until Next fetches them.
// When ctx ends, Next gives what had come by then, and then io.EOF.
func Listen(ctx context.Context, o LiveOptions) (*Live, error) {
	name := o.Interface
	if name == "" {
		var err error
		if name, err = loopbackName(); err != nil {
			return nil, err
		}
	}
	handle, err := activate(name, o)
	if err != nil {
		return nil, err
	}
	if o.Filter != "" {
		if err := handle.SetBPFFilter(o.Filter); err != nil {
			handle.Close()
			return nil, &FilterError{o.Filter, err.Error()}
		}
	}
	return &Live{handle: handle, ctx: ctx, link: linkOfDLT(handle.LinkType()), name: name}, nil
}

// activate opens a handle with a short timeout: Close of one that blocks forever would hang.
func activate(name string, o LiveOptions) (*pcap.Handle, error) {
	inactive, err := pcap.NewInactiveHandle(name)
	if err != nil {
		return nil, listenError(name, err)
	}
	defer inactive.CleanUp()
	tick := o.Tick
	if tick == 0 {
		tick = 50 * time.Millisecond
	}
	err = errors.Join(
		inactive.SetSnapLen(orDefault(o.SnapLen, 262144)),
		inactive.SetPromisc(o.Promisc),
		inactive.SetTimeout(tick),
		inactive.SetBufferSize(orDefault(o.Buffer, 16<<20)),
		// On Linux, immediate mode gives each frame a slot as long as the longest, and so room for few. Elsewhere
		// it costs nothing.
		inactive.SetImmediateMode(runtime.GOOS != "linux"),
	)
	if err != nil {
		return nil, listenError(name, err)
	}
	var handle *pcap.Handle
	err = hearOnce(name, func() (err error) {
		handle, err = inactive.Activate()
		return err
	})
	if err != nil {
		return nil, listenError(name, err)
	}
	return handle, nil
}

func orDefault(v, d int) int {
	if v == 0 {
		return d
	}
	return v
}

// listenError turns libpcap's words into an error that callers can tell apart.
func listenError(name string, err error) error {
	text := strings.ToLower(err.Error())
	switch {
	case strings.Contains(text, "permission") || strings.Contains(text, "not permitted"):
		return fmt.Errorf("can't listen on %s: %w", name, ErrNoPermission)
	case strings.Contains(text, "no such device") || strings.Contains(text, "doesn't exist"):
		return fmt.Errorf("can't listen on %s: %w", name, ErrNoInterface)
	}
	return fmt.Errorf("can't listen on %s: %w", name, err)
}

// linkOfDLT translates the numbers that libpcap uses for live handles where they differ from those in files.
func linkOfDLT(dlt layers.LinkType) LinkType {
	switch dlt {
	case 12, 14: // DLT_RAW, by platform
		return LinkRaw
	}
	return LinkType(dlt)
}

// Interface is the name of what is listened to.
func (l *Live) Interface() string { return l.name }

// Link is the link type of its frames.
func (l *Live) Link() LinkType { return l.link }

// Next waits for the next frame. f.Data is valid until the next call.
func (l *Live) Next(f *Frame) error {
	for {
		data, ci, err := l.handle.ZeroCopyReadPacketData()
		over := l.ctx.Err() != nil
		if over && l.until.IsZero() {
			l.until = time.Now()
		}
		switch {
		case err == nil:
			if over && ci.Timestamp.After(l.until) {
				return io.EOF
			}
			l.count++
			l.quiet = 0
			*f = Frame{Number: l.count, Time: ci.Timestamp, Link: l.link, Length: ci.Length, Data: data}
			return nil
		case errors.Is(err, pcap.NextErrorTimeoutExpired):
			if over && l.emptied() {
				return io.EOF
			}
		case errors.Is(err, io.EOF):
			return io.EOF
		default:
			return fmt.Errorf("listening on %s: %w", l.name, err)
		}
	}
}

// emptied says whether the kernel has handed over all frames; a tick has passed without one.
func (l *Live) emptied() bool {
	if l.quiet++; l.quiet >= lastTicks {
		return true
	}
	s, err := l.Stats()
	return err == nil && l.count >= s.Received-s.Dropped
}

// Stats asks the kernel for its counts.
func (l *Live) Stats() (LiveStats, error) {
	s, err := l.handle.Stats()
	if err != nil {
		return LiveStats{}, err
	}
	return LiveStats{s.PacketsReceived, s.PacketsDropped, s.PacketsIfDropped}, nil
}

// Close stops listening. It must not be called while Next runs.
func (l *Live) Close() { l.handle.Close() }

// Devices lists what can be listened on.
func Devices() ([]Device, error) {
	found, err := pcap.FindAllDevs()
	if err != nil {
		return nil, fmt.Errorf("can't list the interfaces: %w", err)
	}
	devices := make([]Device, 0, len(found))
	for _, f := range found {
		d := Device{Name: f.Name, Description: f.Description, Loopback: f.Flags&1 != 0, Up: f.Flags&2 != 0}
		for _, a := range f.Addresses {
			d.Addresses = append(d.Addresses, a.IP.String())
		}
		devices = append(devices, d)
	}
	return devices, nil
}

// loopbackName is the name of the loopback interface: lo, lo0.
func loopbackName() (string, error) {
	all, err := net.Interfaces()
	if err != nil {
		return "", fmt.Errorf("can't list the interfaces: %w", err)
	}
	for _, i := range all {
		if i.Flags&net.FlagLoopback != 0 {
			return i.Name, nil
		}
	}
	return "", fmt.Errorf("no loopback interface: %w", ErrNoInterface)
}
