// Command tally reads what go test -json prints, shows of it what a person wants to see (a line a package, all
// that a failed test said, why tests were skipped), and closes with the count:
//
//	312 passed, 0 failed, 3 skipped
//
// Subtests count as tests do. Several runs may follow one another; a test that ran more than once counts once,
// as the worst that happened to it. The exit code is 1 when anything failed, or nothing ran.
package main

import (
	"bufio"
	"flag"
	"fmt"
	"io"
	"os"
)

func main() { os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr)) }

func run(args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	flags := flag.NewFlagSet("tally", flag.ContinueOnError)
	flags.SetOutput(stderr)
	file := flags.String("o", "", "write the count to this file as well")
	if flags.Parse(args) != nil {
		return 2
	}
	c := newCounter(stdout)
	lines := bufio.NewReader(stdin)
	for {
		line, err := lines.ReadString('\n')
		if line != "" {
			c.line(line)
		}
		if err == io.EOF {
			break
		}
		if err != nil {
			fmt.Fprintln(stderr, "tally: reading the test events:", err)
			return 1
		}
	}
	count := c.close()
	if *file != "" {
		if err := os.WriteFile(*file, []byte(count.String()+"\n"), 0o644); err != nil {
			fmt.Fprintln(stderr, "tally: keeping the count:", err)
			return 1
		}
	}
	if count.failed > 0 || count.passed == 0 {
		return 1
	}
	return 0
}
