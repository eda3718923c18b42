//go:build !linux

package main

// giveRight is the command that lets the program at path listen, once.
func giveRight(path string) string { return "sudo " + path }
