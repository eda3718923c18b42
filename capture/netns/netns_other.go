//go:build !linux

package netns

import "errors"

var errLinux = errors.New("private networks need Linux's namespaces")

// Supported says that this system has no network namespaces.
func Supported() error { return errLinux }

// Rerun fails: this system has no network namespaces.
func Rerun(Options) (exitCode int, err error) { return 0, errLinux }

// Inside is false.
func Inside() (bool, error) { return false, nil }
