package caesar

// letters is how many there are in the alphabet; the number behind the last one stands for all that is no letter.
const letters = 26

// surprise says how rare in English words the letter of the column is behind the letter of the row, in half bits
// from a (0, always) to z (25, practically never). Columns are a to z and the end of a word; the last row is the
// beginning of one. Counted over a million words of technical English, each word once for every 0.6th power of its
// count.
var surprise = [letters + 1]string{
	"xkijvokvkvngkgxjvgifnmrrmtk", // a
	"hpoqfzuzhltfszhqzkjmgrvzivi", // b
	"gwltgtqhjzijsverskogktvxpzj", // c
	"ktslesqxgrxmtsjvwmjrkstwoxc", // d
	"krigmmnspvvkkhsloggjrnpkpyf", // e
	"ivrqhitzezzjqqfszilkizzzlzg", // f
	"kvpuftmkizzmojhszjkokruzttd", // g
	"fwzuduvwgzzrnthtzlokmzvzowf", // h
	"kmikjkkywwqjjehmulihwkzoxmp", // i
	"hzzmdzzzzzzzzpgzzzhzezzzpzh", // j
	"irrqdtmzhzuqsjspuzgqnzozqze", // k
	"hsqkfprugzrgvshqzrklkprzhxg", // l
	"fjspewzthzppjqhgzwkqkuzzszh", // m
	"jtihhngsjwnnpnjqvthfnmuxovf", // n
	"nmjjokmvnunjieljzfjjikksvvi", // o
	"gtopfusmjzrhsugjwfkikvzwmwh", // p
	"zzzzzzzzzzzpzzzzznnzazzzzzi", // q
	"hrmleonuhynokkiqzkijloqxlzf", // r
	"lvlsgqukixpoqqkkttjgjwqzmxd", // s
	"ivnsfqthfzwnrujpziilkxptkwf", // t
	"kkjmimlzjzxhifojzgggxwzqztn", // u
	"fzrtbuzzgzvzrtkvzzrzvtzvvvj", // v
	"guzsgzqffzumujhzzhkqzzszzzg", // w
	"izizgstohzzrrttezzzfqzznoze", // x
	"srpzmzszlzzkkklhzoikzzoztob", // y
	"gzzrbzzzhzzzznmzzmzzzzzzolh", // z
	"hjhjjjllirpkjkjiqihikmkrqrz", // the space between words
}

// place is a letter's place in the alphabet, from 0; letters for all that is none.
func place(b byte) int {
	switch {
	case b >= 'a' && b <= 'z':
		return int(b - 'a')
	case b >= 'A' && b <= 'Z':
		return int(b - 'A')
	}
	return letters
}

// A line is a text as far as shifting matters: places of letters, and one for each stretch of what is between words.
type line []byte

// places makes a line of the text, and appends it to dst.
func places(dst line, text []byte) line {
	before := letters
	for _, b := range text {
		p := place(b)
		if p < letters || before < letters {
			dst = append(dst, byte(p))
		}
		before = p
	}
	if before < letters {
		dst = append(dst, letters)
	}
	return dst
}

// cost is how little the line, shifted n places further, reads like English: in half bits of surprise.
func (l line) cost(n byte) (half int) {
	before := byte(letters)
	for _, p := range l {
		if p < letters {
			if p += n; p >= letters {
				p -= letters
			}
		}
		half += int(surprise[before][p] - 'a')
		before = p
	}
	return half
}

// shift is the text with each letter n places further on in the alphabet, beginning again behind the last.
func shift(text []byte, n int) string {
	out := make([]byte, len(text))
	for i, b := range text {
		out[i] = b
		if p := place(b); p < letters {
			out[i] = b - byte(p) + byte((p+n)%letters)
		}
	}
	return string(out)
}
