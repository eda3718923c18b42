package capture

import (
	"math"
	"math/bits"
	"time"
)

// A clock turns the time stamps of a pcapng interface into times.
type clock struct {
	perSecond uint64 // 0: more than fit
	exponent  int    // the resolution is base to the minus exponent
	base      uint64 // 10 or 2
	offset    int64  // seconds to be added
}

// newClock makes the clock for the options if_tsresol and if_tsoffset (draft-ietf-opsawg-pcapng, section 4.2).
func newClock(resolution byte, offset int64) clock {
	c := clock{base: 10, exponent: int(resolution & 0x7f), offset: offset, perSecond: 1}
	if resolution&0x80 != 0 {
		c.base = 2
	}
	for range c.exponent {
		hi, lo := bits.Mul64(c.perSecond, c.base)
		if hi != 0 {
			c.perSecond = 0
			break
		}
		c.perSecond = lo
	}
	return c
}

// The times that can be written down with a year of four digits.
const (
	earliest = -62135596800 // of the year 1
	latest   = 253402300799 // of the year 9999
)

// time is the time of a time stamp. One that no calendar has becomes the nearest that it has.
func (c *clock) time(ts uint64) time.Time {
	var sec, nsec uint64
	switch c.perSecond {
	case 1e6:
		sec, nsec = ts/1e6, ts%1e6*1e3
	case 1e9:
		sec, nsec = ts/1e9, ts%1e9
	case 0:
		nsec = c.fraction(ts)
	default:
		sec = ts / c.perSecond
		hi, lo := bits.Mul64(ts%c.perSecond, 1e9)
		nsec, _ = bits.Div64(hi, lo, c.perSecond)
	}
	s := int64(min(sec, latest))
	if c.offset != 0 {
		s = min(max(s+min(max(c.offset, -latest), latest), earliest), latest)
	}
	return time.Unix(s, int64(nsec)).UTC()
}

// fraction is ts in nanoseconds where a second has more units than fit into 64 bits; so it is less than one.
func (c *clock) fraction(ts uint64) uint64 {
	if c.base == 2 {
		hi, _ := bits.Mul64(ts, 1e9) // units of 2^-64
		return hi >> min(c.exponent-64, 63)
	}
	for range min(c.exponent-9, 20) {
		ts /= 10
	}
	return ts
}

// resolution is the length of the clock's unit, at least one nanosecond.
func (c *clock) resolution() time.Duration {
	if c.perSecond == 0 || c.perSecond > 1e9 {
		return 1
	}
	return time.Duration(math.Round(1e9 / float64(c.perSecond)))
}
