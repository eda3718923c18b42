//go:build race

package wiring

const raceEnabled = true
