// Package secret looks for given words in everything that passes: in the raw streams and in decoded content, in
// the clear and in the encodings that hide a word from the eye but from nobody else.
//
// Every form of every word becomes part of one automaton, which reads each byte once and remembers between
// segments only its state, so a word is found however the network cut it.
package secret
