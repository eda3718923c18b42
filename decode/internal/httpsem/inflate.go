package httpsem

import (
	"crypto/sha256"
	"io"
	"strings"
)

// inflate removes the content codings from what was collected, and fills in b what came out. When that is not
// all there, or should not be there, it is still shown and searched, but b describes the coded content.
func (k *Collector) inflate(b *Body) {
	codings := k.layers()
	k.part.Depth = len(codings)
	n, sum, err := k.pour(codings)
	// What was cut off, a receiver shows as far as it goes; what breaks the rules, it refuses.
	usable := err == nil || err == errChecksum || err == errNoSum || err == errTooSoon && n > 0
	if b.Trouble == "" && err != nil {
		b.Trouble = err.Error()
	}
	whole := usable && err != errTooSoon && k.trouble == ""
	switch {
	case k.doubt != "" && usable:
		b.Trouble = k.doubt
	case k.trouble == "" && usable:
		b.Encoding, b.Length = strings.Join(codings, ", "), int64(n)
		if k.hash != nil {
			b.Digest = sum
		}
		if len(codings) < len(k.codings) {
			b.Trouble = "said to be " + strings.Join(k.codings, ", ") + ", but only " + codings[0] + " was found"
		}
	case n == 0: // not coded at all, perhaps: then it is its own content
		k.part.Depth = 0
		n, whole = len(k.coded), k.trouble == ""
		k.show(k.coded, 0)
	}
	k.finish(n, whole)
}

// layers are the content codings to be removed: all that are said to be there, or the one of two that is, when the
// other was only said, as happens where each of two programs thinks that it compressed.
func (k *Collector) layers() []string {
	if len(k.codings) < 2 || k.tools.drains(k.coded, k.codings) {
		return k.codings
	}
	for _, one := range [][]string{k.codings[1:], k.codings[:1]} {
		if k.tools.drains(k.coded, one) {
			return one
		}
	}
	return k.codings
}

// pour runs what was collected through the decompressors. It returns how many bytes came out, and their
// digest where digests are wanted.
func (k *Collector) pour(codings []string) (n int, sum [sha256.Size]byte, err error) {
	r, err := k.tools.reader(k.coded, codings)
	if err != nil {
		return 0, sum, err
	}
	buf, h := k.tools.scratch()
	for err == nil {
		var m int
		m, err = r.Read(buf)
		if n+m > maxInflated {
			m, err = maxInflated-n, errTooLong
		}
		if k.hash != nil {
			h.Write(buf[:m])
		}
		k.show(buf[:m], n)
		n += m
	}
	h.Sum(sum[:0])
	if err == io.EOF {
		return n, sum, nil
	}
	return n, sum, explain(err)
}

// show keeps and passes on inflated content, which begins at offset in the whole.
func (k *Collector) show(data []byte, offset int) {
	k.take(data)
	if len(data) > 0 && k.c.Watched() {
		p := k.part
		p.Offset, p.Data = offset, data
		k.c.Content(p)
	}
}
