package secret

import (
	"net/http/httptest"
	"testing"
)

func TestLibrary(t *testing.T) {
	size := func(pad int, path string) int {
		w := httptest.NewRecorder()
		Library(pad).ServeHTTP(w, httptest.NewRequest("GET", path, nil))
		if w.Code != 200 {
			t.Errorf("%s: %d", path, w.Code)
		}
		return w.Body.Len()
	}
	sizes := map[int]bool{}
	for _, p := range Pages() {
		if got := size(0, p.Path); got != p.Size {
			t.Errorf("%s has %d bytes, not %d", p.Path, got, p.Size)
		}
		if got := size(4096, p.Path); got != 4096 {
			t.Errorf("%s is padded to %d bytes", p.Path, got)
		}
		sizes[p.Size] = true
		if len(p.Path) != len(Pages()[0].Path) {
			t.Errorf("%s: its length tells it from the others", p.Path)
		}
	}
	if len(sizes) != len(Pages()) {
		t.Error("two pages are equally long")
	}
}

func TestMeetingPlace(t *testing.T) {
	places := map[string]bool{}
	for _, secret := range []string{"a", "b", "c", "d", "e"} {
		places[MeetingPlace(secret).Path] = true
	}
	if len(places) != 5 {
		t.Errorf("meetings at %v", places)
	}
}
