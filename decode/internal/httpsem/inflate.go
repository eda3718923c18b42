package httpsem

import (
	"crypto/sha256"
	"errors"
	"io"
	"strings"
)

// errTooLong says that a body inflates past what is looked at.
var errTooLong = errors.New("inflates past the 8 MiB that are looked at")

// inflate removes the content codings from what was collected, and fills in b what came out. What could be
// inflated before something went wrong is still shown and searched, but b then describes the coded content.
func (k *Collector) inflate(b *Body) {
	k.part.Depth = len(k.codings)
	n, sum, err := k.pour()
	whole := err == nil || errors.Is(err, errChecksum) // then nothing is missing, though something is wrong
	switch {
	case b.Trouble != "": // it was not all there to begin with
	case err != nil:
		b.Trouble = err.Error()
	}
	if k.trouble == "" && whole {
		b.Encoding, b.Length = strings.Join(k.codings, ", "), int64(n)
		if k.hash != nil {
			b.Digest = sum
		}
	} else if n == 0 { // not coded at all, perhaps: then it is its own content
		k.part.Depth = 0
		n, whole = len(k.coded), k.trouble == ""
		k.show(k.coded, 0)
	}
	k.finish(n, whole)
}

// pour runs what was collected through the decompressors. It returns how many bytes came out, and their
// digest where digests are wanted.
func (k *Collector) pour() (n int, sum [sha256.Size]byte, err error) {
	r, err := k.tools.reader(k.coded, k.codings)
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
