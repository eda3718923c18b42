package main

// giveRight is the command that lets the program at path listen, and do nothing else that others can't.
func giveRight(path string) string { return "sudo setcap cap_net_raw+ep " + path }
