package caesar

import "eavesdrop/decode"

// Held is how many bytes the watcher keeps: texts that are being put together.
func (w *watcher) Held() int { return w.bodies.Held() }

// End forgets the texts of a direction: nothing more comes of them.
func (w *watcher) End(dir decode.Direction, _ decode.How) { w.bodies.End(dir) }
