package capture

import "time"

// An Interface is what frames were captured on, as a capture file describes it. The words are claims of
// whoever wrote the file.
type Interface struct {
	Link        LinkType
	Name        string        // "eth0"; "" when the file doesn't say, as pcap never does
	Description string        // for people: "Wi-Fi"
	Filter      string        // the packet filter that frames had to pass
	SnapLen     int           // bytes kept of a frame; 0 when all were
	FCS         int           // bytes of frame check sequence at each frame's end, -1 when the file doesn't say
	Resolution  time.Duration // of time stamps; 1 ns also when they are finer
	Frames      int           // read so far

	// What the capturing program counted. Counted is false when the file doesn't say, as pcap never does.
	Counted  bool
	Received uint64 // frames that came in, before any filter
	Dropped  uint64 // frames lost because the system or the program was too slow
}

// A Comment is what somebody wrote down in a capture file.
type Comment struct {
	Frame int // number of the frame it is about; 0: about the capture
	Text  string
}
