package secret

// alphabet is how many letters there are to shift among.
const alphabet = 26

// Caesar sends the secret in a cipher: each letter is replaced by the one that stands key places before it, a by z.
func Caesar(key int) Protection {
	return Protection{
		Scheme: "http",
		Seal:   func(secret string) ([]byte, error) { return []byte(Shift(secret, -key)), nil },
		Open:   func(body []byte) ([]byte, error) { return []byte(Shift(string(body), key)), nil },
	}
}

// Shift replaces each letter of the English alphabet by the one n places further on, beginning again behind the
// last. All else stays as it is.
func Shift(text string, n int) string {
	out := []byte(text)
	for i, b := range out {
		switch {
		case b >= 'a' && b <= 'z':
			out[i] = 'a' + turn(b-'a', n)
		case b >= 'A' && b <= 'Z':
			out[i] = 'A' + turn(b-'A', n)
		}
	}
	return string(out)
}

// turn is the place of a letter, n places further on.
func turn(place byte, n int) byte {
	return byte(((int(place)+n)%alphabet + alphabet) % alphabet)
}
