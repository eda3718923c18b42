// Package caesar finds short texts whose letters were all shifted by the same number of places in the alphabet, and
// shifts them back.
//
// There are only 25 such ciphers of the English alphabet, so a listener tries them all and takes what reads like
// English. Nothing is proved by that: the result is a guess, told as derived, and only told where the text as it
// stands does not read like English at all and one shift of it does, by a wide margin over the others.
package caesar
