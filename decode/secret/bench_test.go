package secret

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"math/rand/v2"
	"testing"
)

// kinds of traffic, 1 MiB each.
func traffic() map[string][]byte {
	const size = 1 << 20
	rng := rand.NewChaCha8([32]byte{})
	sealed := make([]byte, size)
	rng.Read(sealed)
	text := bytes.Buffer{}
	for i := 0; text.Len() < size; i++ {
		fmt.Fprintf(&text, "{\"name\": \"squirrel %d\", \"tail\": \"fluffy\", \"nuts\": [%d, %d], \"url\": \"http://localhost:5683/a%%20tree\"}\n", i, i*7, i*13)
	}
	return map[string][]byte{
		"sealed": sealed, "text": text.Bytes()[:size], "base64": []byte(base64.StdEncoding.EncodeToString(sealed))[:size], "zeroes": make([]byte, size),
	}
}

func BenchmarkScan(b *testing.B) {
	words := []string{"fluffy tail"}
	for i := range 9 {
		words = append(words, fmt.Sprintf("password number %d", i))
	}
	for _, n := range []int{1, 10} {
		m := compile(b, words[:n]...)
		for name, data := range traffic() {
			b.Run(fmt.Sprintf("%d/%s", n, name), func(b *testing.B) {
				s := scanner{m: m}
				b.SetBytes(int64(len(data)))
				b.ReportAllocs()
				for b.Loop() {
					for i := 0; i < len(data); i += 1460 {
						s.feed(data[i:min(i+1460, len(data))])
					}
				}
			})
		}
	}
}

func BenchmarkCompile(b *testing.B) {
	for b.Loop() {
		m := compile(b, "fluffy tail")
		b.ReportMetric(float64(len(m.automaton.accept)), "states")
	}
}
