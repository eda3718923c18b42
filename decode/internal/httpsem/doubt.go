package httpsem

import (
	"crypto/sha256"
	"hash"
)

// raw counts and hashes bytes as they came, where receivers will not agree on what the body is: then Length and
// Digest are of these bytes, while what most receivers would make of them is shown and searched.
type raw struct {
	why    string // "": it is not in use
	limit  int64  // how many bytes there are at most
	length int64
	hash   hash.Hash // nil unless digests are wanted
}

// DoubtCodings says that not all receivers will take the content codings off, and why.
func (k *Collector) DoubtCodings(why string) { k.doubt = why }

// DoubtFraming says that not all receivers will agree on where the body begins and how it is framed, and why.
// From here on Raw must be given all bytes that may belong to it, framing included. limit is how many of them do,
// where the length is said.
func (k *Collector) DoubtFraming(why string, limit int64) {
	k.raw = raw{why: why, limit: limit}
	if k.c.Digest() {
		k.raw.hash = sha256.New()
	}
}

// Raw takes bytes as they came, after DoubtFraming.
func (k *Collector) Raw(data []byte) {
	if k.raw.why == "" {
		return
	}
	if room := k.raw.limit - k.raw.length; int64(len(data)) > room {
		data = data[:max(room, 0)]
	}
	k.raw.length += int64(len(data))
	if k.raw.hash != nil {
		k.raw.hash.Write(data)
	}
}

// tell lets b describe the bytes as they came.
func (r *raw) tell(b *Body) {
	if r.why == "" {
		return
	}
	b.Length, b.Encoding, b.Trouble = r.length, "", r.why
	if r.hash != nil {
		r.hash.Sum(b.Digest[:0])
	}
}
