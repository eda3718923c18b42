package caesar

import (
	"encoding/base64"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
)

func TestLikely(t *testing.T) {
	for _, text := range []string{
		"fluffy tail", "meet at the oak", "Attack at dawn!", "bury the nuts, tonight at nine", "red squirrels only",
		"the oak by the river", "no meeting this week", "RENDEZVOUS AT THE OLD MILL", "correct horse battery staple",
		"My voice is my passport.\n", "The quick brown fox jumps over the lazy dog", "password",
	} {
		missed := 0
		for n := 1; n < letters; n++ {
			cipher := shift([]byte(text), letters-n)
			switch got := likely([]byte(cipher)); {
			case got == 0: // "exxego ex hear" looks enough like English as it stands
				missed++
			case got != n:
				t.Errorf("%q, shifted by %d (%q): shift %d is likely", text, n, cipher, got)
			}
		}
		if missed > 1 || likely([]byte(shift([]byte(text), letters-1))) != 1 {
			t.Errorf("%q: %d shifts were not found, or the first was not", text, missed)
		}
		if got := likely([]byte(text)); got != 0 {
			t.Errorf("%q as it is: shift %d is likely, which gives %q", text, got, shift([]byte(text), got))
		}
	}
}

// What servers say in the clear is not shifted.
func TestUnlikely(t *testing.T) {
	for _, text := range []string{
		"", "ok", "OK\n", "pong", "404 page not found\n", "Bad Request", "Internal Server Error", "healthy", "Unauthorized",
		"Client sent an HTTP request to an HTTPS server.\n", "keep-alive", "gzip, deflate, br", "localhost", "nginx", "kubernetes",
		"no such host", "true", "Method Not Allowed", "User-agent: *", "Moved Permanently. Redirecting to",
		// other languages
		"Guten Tag, wie geht es Ihnen?", "der Eichelhaufen unter der Buche", "hola, que tal", "Je ne sais pas", "Bonjour tout le monde",
		"Lorem ipsum dolor sit amet, consectetur adipiscing elit", "Hic sunt leones", "zdravstvuite", "dobry den", "konnichiwa, genki desu ka",
		"Wszyscy ludzie rodza sie wolni", "Kaikki ihmiset syntyvat vapaina", "Tutti gli esseri umani nascono liberi", "Nguyen Van Tran",
		"Szczecin", "Mississippi", "Tschechoslowakei", "Alle Menschen sind frei und gleich geboren",
		// not words
		"aaaaaaaaaaaaaaaa", "abababababab", "abcdefghijklmnopqrstuvwxyz", "qwertyuiop", "NASDAQ AAPL MSFT", "jfk lax sfo", "xyzzy",
		"bm90IGEgc2VjcmV0", "Zmx1ZmZ5IHRhaWw", "gAAAAABrBAOvbQmZZUFXveKQks", "deadbeefcafebabe", "9f86d081884c7d659a2feaa0c55ad015",
		"<p>gdkkn vnqkc</p>", "{\"a\":\"ekteex szhk\"}", "a=ekteex&b=szhk", "ekteex_szhk_ekteex", "ekteEx szHk", "ekteex 12 szhk 345 678",
	} {
		if got := likely([]byte(text)); got != 0 {
			t.Errorf("%q: shift %d is likely, which gives %q", text, got, shift([]byte(text), got))
		}
	}
}

// Chance makes English of few letters now and then; of many it does not.
func TestRandomLettersAreHardlyEverLikely(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	fired, all := 0, 0
	for _, size := range []int{8, 9, 10, 12, 16, 24} {
		for range 2000 {
			text := make([]byte, size)
			for i := range text {
				text[i] = 'a' + byte(random.IntN(letters))
			}
			if random.IntN(2) == 0 {
				text[size/2] = ' '
			}
			if all++; likely(text) != 0 {
				fired++
			}
		}
	}
	if fired*20 > all {
		t.Errorf("%d of %d random texts", fired, all)
	}
}

func TestBase64IsNotWordy(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	for range 2000 {
		raw := make([]byte, 6+random.IntN(60))
		for i := range raw {
			raw[i] = byte(random.Uint32())
		}
		text := base64.StdEncoding.EncodeToString(raw)
		if n := likely([]byte(text)); n != 0 {
			t.Errorf("%q: shift %d", text, n)
		}
	}
}

func TestLongTextIsLeftAlone(t *testing.T) {
	if _, _, ok := wordy([]byte(strings.Repeat("a", maxWord+1))); ok {
		t.Error("a word too long for words")
	}
}

func ExampleGuess_Tries() {
	m := Guess{Cipher: "ekteex szhk"}
	fmt.Println(m.Tries()[:3])
	// Output: [fluffy tail gmvggz ubjm hnwhha vckn]
}

func BenchmarkLikely(b *testing.B) {
	text := []byte(strings.Repeat("sgd pthbj aqnvm enw itlor nudq sgd kzyx cnf. ", 10))
	b.ReportAllocs()
	for b.Loop() {
		likely(text)
	}
}
