package arrows

// A rule forbids something to the packages that In matches. Patterns are path.Match's, and end in "/..." for
// what is below as well. Our own packages are written without the module's name, as "./decode".
type rule struct {
	In, Not string
	But     string // what In matches, and is allowed all the same
	Why     string
}

// imports forbids packages to import what matches Not.
var imports = []rule{
	{In: "./decode/...", Not: "./capture/...", Why: "decode gets segments, whether they come live, from a file, or out of a test"},
	{In: "./decode/...", Not: "./report/...", Why: "decode tells what was said; what to make of it is report's"},
	{In: "./decode/...", Not: "./cmd/...", Why: "the programs know decode, not the other way round"},
	{In: "./decode", Not: "./decode/...", Why: "protocols plug into the inspector: it gets them as arguments and knows none by name"},
	{In: "./decode/...", But: "./decode/decodetest/golden", Not: "os/...", Why: "decode opens no file, prints nothing, asks no environment: the same segments give the same events"},
	{In: "./decode/...", Not: "log/...", Why: "what decode has to say it says in events"},
	{In: "./decode/...", But: "./decode/decodetest/golden", Not: "flag", Why: "options are arguments"},
	{In: "./decode/...", Not: "syscall", Why: "decode is functions of bytes, the same on every system"},
	{In: "./decode/...", Not: "golang.org/x/sys/...", Why: "decode is functions of bytes, the same on every system"},
	{In: "./decode/...", Not: "math/rand/...", Why: "the same segments give the same events"},
	{In: "./decode/...", Not: "crypto/rand", Why: "the same segments give the same events; a listener has no need of fresh keys"},
	{In: "./decode/...", Not: "unsafe", Why: "captured bytes are hostile: every access is checked"},

	{In: "./report/...", Not: "./capture/...", Why: "a reporter never sees a packet: what decode doesn't tell can't be claimed"},
	{In: "./report/...", Not: "./cmd/...", Why: "the programs know report, not the other way round"},
	{In: "./report/...", Not: "os/...", Why: "a reporter runs nothing; it writes where it is told to"},
	{In: "./report", Not: "./report/...", Why: "the forms know the ledger, not the ledger the forms"},
	{In: "./report", Not: "./decode/*", Why: "the ledger folds what messages tell of themselves (decode.Fact), so that a new protocol needs no change in it"},

	{In: "./capture/...", Not: "./decode/*", Why: "capture hands on segments; what they say is for decode to find out"},
	{In: "./capture/...", Not: "./report/...", Why: "capture hands on segments and hears nothing back"},
	{In: "./capture/...", Not: "./cmd/...", Why: "the programs know capture, not the other way round"},

	{In: "./...", But: "./capture/...", Not: "github.com/google/gopacket/...", Why: "gopacket stays in capture, where its known faults are worked around"},
	{In: "./...", But: "./decode/decodetest/...", Not: "testing/...", Why: "what is for tests isn't shipped"},
	{In: "./...", Not: "./decode/decodetest/...", Why: "what is for tests isn't shipped"},
	{In: "./...", Not: "C", Why: "C comes in through gopacket's pcap alone, so that all else builds without a C compiler"},
}

// siblings are folders whose packages don't import each other: what two of them share belongs above them, or in
// their internal/.
var siblings = []rule{
	{In: "./decode/*", Why: "a protocol opens an inner stream for whatever is in there; it doesn't know which protocol that is"},
	{In: "./report/*", Why: "a form of report can be taken away without the others noticing"},
}

// uses forbids the names that match Not: functions, variables, methods written as "package.Type.Method".
var uses = []rule{
	{In: "./decode/...", Not: "fmt.Print*", Why: "decode prints nothing"},
	{In: "./decode/...", Not: "fmt.Scan*", Why: "decode asks nobody"},
	{In: "./decode/...", Not: "builtin.print*", Why: "decode prints nothing"},
	{In: "./decode/...", Not: "time.Now", Why: "time is the frame's, or a capture read twice would read differently"},
	{In: "./decode/...", Not: "time.Since", Why: "it reads the clock"},
	{In: "./decode/...", Not: "time.Until", Why: "it reads the clock"},
	{In: "./decode/...", Not: "time.Sleep", Why: "decode never waits"},
	{In: "./decode/...", Not: "time.After*", Why: "decode never waits"},
	{In: "./decode/...", Not: "time.Tick*", Why: "decode never waits"},
	{In: "./decode/...", Not: "time.New*", Why: "decode never waits"},
	{In: "./decode/...", Not: "net.Dial*", Why: "a listener that talks is no listener"},
	{In: "./decode/...", Not: "net.Listen*", Why: "decode opens nothing"},
	{In: "./decode/...", Not: "net.Lookup*", Why: "a listener that asks for names gives itself away"},
	{In: "./decode/...", Not: "net.Resolve*", Why: "a listener that asks for names gives itself away"},
	{In: "./decode/...", Not: "net.Interface*", Why: "the machine that reads a capture isn't part of it"},
	{In: "./decode/...", Not: "net/http.Default*", Why: "a listener that talks is no listener"},
	{In: "./decode/...", Not: "net/http.Client", Why: "a listener that talks is no listener"},
	{In: "./decode/...", Not: "net/http.Get", Why: "a listener that talks is no listener"},

	{In: "./report/...", Not: "fmt.Print*", Why: "a reporter writes where it is told to"},
	{In: "./report/...", Not: "builtin.print*", Why: "a reporter writes where it is told to"},
	{In: "./report/...", Not: "os.*", Why: "files, colours and the environment are decided in main and handed down"},
	{In: "./report/...", Not: "time.Now", Why: "the same capture gives the same report, whenever it is made"},
	{In: "./report/...", Not: "time.Since", Why: "the same capture gives the same report, whenever it is made"},
}

// habits forbids kinds of code rather than names.
var habits = []rule{
	{In: "./...", Not: "init function", Why: "what a package needs is an argument; nothing happens because it was imported"},
	{In: "./decode/...", Not: "go statement", Why: "resumable decoders keep order, time and the end simple, and tests exact"},
	{In: "./report/...", Not: "go statement", Why: "events are reported in the order of the capture"},
	{In: "./decode/...", Not: "changed global", Why: "two inspectors in one program don't know of each other; package variables are tables"},
	{In: "./report/...", Not: "changed global", Why: "two reports in one program don't know of each other; package variables are tables"},
}
