package httpsem

import (
	"testing"

	"eavesdrop/decode"
)

func TestLengthOfWhatWasNotAllCaptured(t *testing.T) {
	for _, test := range []struct {
		name       string
		body       Body
		incomplete bool
		headers    [][2]string
		want       string
	}{
		{"whole", Body{Length: 3000}, false, [][2]string{{"Content-Length", "3000"}}, "3,000 bytes"},
		{"cut off", Body{Length: 1000}, true, [][2]string{{"Content-Length", "3000"}}, "3,000 bytes, 1,000 of them captured"},
		{"a hole in it", Body{Length: 3000, Lost: 500}, false, [][2]string{{"Content-Length", "3000"}}, "3,000 bytes, 2,500 of them captured"},
		{"a hole in it, and cut off", Body{Length: 2000, Lost: 500}, true, [][2]string{{"Content-Length", "3000"}}, "3,000 bytes, 1,500 of them captured"},
		{"cut off, not counted", Body{Length: 1000}, true, nil, "at least 1,000 bytes"},
		{"cut off, chunked", Body{Length: 1000}, true, [][2]string{{"Content-Length", "3000"}, {"Transfer-Encoding", "chunked"}}, "at least 1,000 bytes"},
		{"cut off, inflated", Body{Length: 1000, Encoding: "gzip"}, true, [][2]string{{"Content-Length", "3000"}}, "at least 1,000 bytes"},
		{"cut off, no number", Body{Length: 1000}, true, [][2]string{{"Content-Length", "many"}}, "at least 1,000 bytes"},
		{"nothing", Body{}, true, [][2]string{{"Content-Length", "3000"}}, ""},
	} {
		r := &Response{Message: Message{Body: test.body, Incomplete: test.incomplete}}
		for _, h := range test.headers {
			at := uint32(len(r.Headers.Text))
			name, value := uint32(len(h[0])), uint32(len(h[1]))
			r.Headers.Text += h[0] + h[1]
			r.Headers.Lines = append(r.Headers.Lines, Line{Name: at, NameEnd: at + name, Value: at + name, ValueEnd: at + name + value})
		}
		got := ""
		for fact := range r.Facts() {
			if fact.Question == decode.Length {
				got = fact.Text
			}
		}
		if got != test.want {
			t.Errorf("%s: got %q, want %q", test.name, got, test.want)
		}
	}
}
