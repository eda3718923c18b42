package httpsem

import (
	"crypto/sha256"
	"hash"

	"eavesdrop/decode"
)

const (
	maxInflated  = 8 << 20  // bytes of a body, coded and inflated
	maxCodings   = 2        // content codings upon one another
	maxCollected = 64 << 20 // bytes of coded bodies that are being collected, all conversations together
	maxKept      = 1 << 20  // bytes of a body that a message may carry
)

// A Collector takes one direction's bodies as they stream in, one after the other. What nobody wants to see is
// only counted. It is reused, so that a body costs no memory but what its message keeps.
type Collector struct {
	c     *decode.Conversation
	tools *Tools
	keep  int // bytes that messages are to carry

	part    decode.Part // what is shown to watchers, but for the data
	codings []string    // to be removed, in the order in which they were applied
	length  int64       // bytes so far, holes included
	lost    int64
	head    []byte // the content's first bytes, up to limit
	limit   int
	coded   []byte // the whole content, while it is coded
	trouble string // why the codings cannot be removed from all of it
	doubt   string // why receivers will not agree that codings are there
	raw     raw
	cut     bool // the content goes on behind what is told of it as text
	hash    hash.Hash
}

// NewCollector makes the collector for one direction of a conversation. keep is how many bytes of a body
// its message is to carry, at most 1 MiB.
func NewCollector(c *decode.Conversation, tools *Tools, keep int) *Collector {
	return &Collector{c: c, tools: tools, keep: min(keep, maxKept)}
}

// Begin starts the body of the message that stands at stream offset start. where names it for a person:
// "request body". codings are the content codings, in the order in which they were applied.
func (k *Collector) Begin(dir decode.Direction, where string, start uint64, codings []string) {
	k.part = decode.Part{Dir: dir, Where: where, Start: start}
	k.codings, k.length, k.lost, k.trouble, k.doubt = codings, 0, 0, "", ""
	k.raw.why = ""
	k.limit = max(k.keep, TextLimit+1)
	if len(codings) > maxCodings {
		k.codings, k.trouble = nil, "more content codings upon one another than the 2 that are removed"
	}
	for _, coding := range k.codings {
		if !known(coding) {
			k.codings, k.trouble = nil, "content coding "+coding+" is not known"
			break
		}
	}
	if k.c.Digest() {
		if k.hash == nil {
			k.hash = sha256.New()
		}
		k.hash.Reset()
	}
}

// Turn says that the body comes from the other end than thought.
func (k *Collector) Turn() { k.part.Dir = k.part.Dir.Other() }

// Write takes the next bytes of the body, which stand at stream offset at.
func (k *Collector) Write(data []byte, at uint64) {
	if k.hash != nil {
		k.hash.Write(data)
	}
	if len(k.codings) > 0 {
		k.collect(data)
	} else {
		k.plain(data, at)
	}
	k.length += int64(len(data))
}

// plain passes on content that is not coded.
func (k *Collector) plain(data []byte, at uint64) {
	k.take(data)
	if k.c.Watched() {
		p := k.part
		p.Offset, p.Data, p.Exact, p.At = int(k.length), data, true, at
		k.c.Content(p)
	}
}

// take keeps the first bytes of the content.
func (k *Collector) take(data []byte) {
	if room := k.limit - len(k.head); room > 0 {
		if k.head == nil {
			k.head = k.tools.spare()
		}
		k.head = append(k.head, data[:min(room, len(data))]...)
	}
}

// collect puts coded content aside until it is whole: decompressors pull.
func (k *Collector) collect(data []byte) {
	switch {
	case k.trouble != "":
	case len(k.coded)+len(data) > maxInflated:
		k.trouble = "longer than the 8 MiB that are inflated"
	case k.tools.collected+len(data) > maxCollected:
		k.trouble = "too many coded bodies at once"
	default:
		if k.coded == nil {
			k.coded = k.tools.spare()
		}
		k.coded = append(k.coded, data...)
		k.tools.collected += len(data)
	}
}

// release forgets the content.
func (k *Collector) release() {
	k.tools.collected -= len(k.coded)
	k.tools.done(k.coded)
	k.tools.done(k.head)
	k.coded, k.head = nil, nil
}

// Held is how many bytes of the body in hand are kept.
func (k *Collector) Held() int { return cap(k.coded) + cap(k.head) }

// Lose says that the next n bytes of the body are missing.
func (k *Collector) Lose(n int64) {
	k.length += n
	k.lost += n
	k.raw.length += n
	k.limit = len(k.head) // what follows does not stand behind what is kept
	if len(k.codings) > 0 && k.trouble == "" {
		k.trouble = "bytes of it are missing"
	}
}

// Length is how many bytes of the body have gone by, in its content codings, holes included.
func (k *Collector) Length() int64 { return k.length }

// End fills in b what the body was, but for Wire.
func (k *Collector) End(b *Body) {
	b.Length, b.Lost = k.length, k.lost
	if k.hash != nil && k.lost == 0 {
		k.hash.Sum(b.Digest[:0])
		b.Digested = true
	}
	b.Trouble = k.trouble
	defer k.raw.tell(b)
	switch {
	case k.length == 0: // nothing to decode, as in answers to HEAD
		b.Trouble = ""
	case len(k.codings) == 0:
		k.finish(int(k.length), true)
	default:
		k.inflate(b)
	}
	k.tell(b)
	k.release()
}

// finish tells watchers that nothing follows behind the first n bytes of content; whole says that those were all.
func (k *Collector) finish(n int, whole bool) {
	k.cut = !whole || n > TextLimit || k.lost > 0
	if k.c.Watched() {
		p := k.part
		p.Offset, p.Last = n, true
		k.c.Content(p)
	}
}

// tell fills in what of the content can be shown.
func (k *Collector) tell(b *Body) {
	if text, _, ok := PrintableText(k.head, TextLimit); ok {
		b.Text, b.Cut = string(text), k.cut
	}
	if k.keep > 0 && len(k.head) > 0 {
		b.Kept = append([]byte(nil), k.head[:min(k.keep, len(k.head))]...)
	}
}
