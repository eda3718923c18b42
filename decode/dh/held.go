package dh

import (
	"math/big"

	"eavesdrop/decode"
)

// offerSize is about how many bytes an offer takes besides its numbers.
const offerSize = 256

// Held is how many bytes the watcher keeps: bodies that are being put together, and offers that wait.
func (w *watcher) Held() int {
	n := w.bodies.Held()
	for _, o := range w.offers {
		n += offerSize + o.held()
	}
	return n
}

// held is how many bytes the numbers of an offer take.
func (o *offer) held() (n int) {
	for _, v := range [...]*big.Int{o.p, o.g, o.a.number} {
		if v != nil {
			n += v.BitLen() / 8
		}
	}
	return n + len(o.a.point)
}

// End forgets the bodies of a direction: nothing more comes of them.
func (w *watcher) End(dir decode.Direction, _ decode.How) { w.bodies.End(dir) }
