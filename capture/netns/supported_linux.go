package netns

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"syscall"
)

// Supported says whether Rerun can work here; if not, why: which setting forbids it.
func Supported() error {
	if err := appArmor(); err != nil {
		return err
	}
	restore, err := allowMapping(hasFileCapabilities())
	if err != nil {
		return err
	}
	defer restore()
	// Everything that can be refused comes before exec, so a program that cannot exist is enough to find out.
	attr := &syscall.ProcAttr{Files: []uintptr{0, 1, 2}, Sys: namespaces()}
	_, err = syscall.ForkExec("/dev/null/none", []string{"none"}, attr)
	if err == nil || errors.Is(err, syscall.ENOTDIR) || errors.Is(err, syscall.ENOENT) {
		return nil
	}
	return explain(err)
}

// explain says why namespaces were refused, as far as the kernel's settings tell.
func explain(err error) error {
	for _, s := range []struct{ file, bad, name string }{
		{"/proc/sys/kernel/unprivileged_userns_clone", "0", "kernel.unprivileged_userns_clone"},
		{"/proc/sys/user/max_user_namespaces", "0", "user.max_user_namespaces"},
		{"/proc/sys/user/max_net_namespaces", "0", "user.max_net_namespaces"},
	} {
		if setting(s.file) == s.bad {
			return fmt.Errorf("this system forbids private networks for its users: sysctl %s is %s", s.name, s.bad)
		}
	}
	if apparmorErr := appArmor(); apparmorErr != nil {
		return apparmorErr
	}
	switch {
	case errors.Is(err, syscall.EPERM), errors.Is(err, syscall.EACCES):
		return fmt.Errorf("this system, or the container's rules, forbid private networks: %w", err)
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EUSERS):
		return fmt.Errorf("no more namespaces allowed: sysctl user.max_user_namespaces or user.max_net_namespaces is used up: %w", err)
	case errors.Is(err, syscall.EINVAL), errors.Is(err, syscall.ENOSYS):
		return fmt.Errorf("this kernel has no user or network namespaces: %w", err)
	}
	return fmt.Errorf("can't make a private network: %w", err)
}

// appArmor tells of AppArmor's restriction, which lets an unconfined user make the namespace and then takes
// its rights away.
func appArmor() error {
	const name = "kernel.apparmor_restrict_unprivileged_userns"
	if os.Geteuid() == 0 || setting("/proc/sys/kernel/apparmor_restrict_unprivileged_userns") != "1" {
		return nil
	}
	for _, file := range []string{"/proc/self/attr/apparmor/current", "/proc/self/attr/current"} {
		if profile := setting(file); profile != "" {
			if profile == "unconfined" {
				return fmt.Errorf("this system forbids private networks for its users: sysctl %s is 1", name)
			}
			return nil
		}
	}
	return nil
}

// setting reads a one-line file of /proc, "" when there is none.
func setting(file string) string {
	text, err := os.ReadFile(file)
	if err != nil {
		return ""
	}
	return strings.TrimRight(strings.TrimSpace(string(text)), "\x00")
}
