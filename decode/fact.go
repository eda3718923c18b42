package decode

// A Fact is something that a message lets a listener conclude. Facts are answers to a fixed list of
// questions, so that different protections of the same exchange can be laid side by side.
type Fact struct {
	Question Question
	Sight    Sight
	Text     string // the answer in a few words; captured text in it is raw
	Span     Span   // the bytes that prove it; zero when the whole message does
	Note     string // one plain sentence more, may be empty
	Part     int    // which part of what its conversation says of the question, from 1; 0: it stands for itself
	Bytes    int    // that Text says of the part; valid if Part is not 0. The parts of a conversation are added up
}

// A Question has a stable identifier.
type Question string

// What is asked of every conversation, in the order in which it is told.
const (
	Who         Question = "who"             // who talks to whom
	When        Question = "when"            // when they talk
	HowMuch     Question = "how_much"        // bytes in each direction
	ServerName  Question = "server_name"     // the name of the server
	Identity    Question = "server_identity" // is it really that server
	KeyExchange Question = "key_exchange"    // how a key was agreed on, where that can be told apart from the rest
	Asked       Question = "asked"           // what was asked
	Headers     Question = "headers"
	Credentials Question = "credentials"
	Body        Question = "body"
	Secret      Question = "secret"
	Length      Question = "secret_length" // the length of the secret
	Made        Question = "made"          // when it was made
	Software    Question = "software"
	Linked      Question = "linked"   // has the client been seen before
	Changed     Question = "changed"  // can it be changed unnoticed
	Replayed    Question = "replayed" // can it be sent again
	Later       Question = "later"    // can it be read later
)
