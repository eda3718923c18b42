package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"strings"

	"eavesdrop/cmd/demo/internal/scene"
)

// A class is those who are taught: the lesson stops for them, and asks them. They type into in; without any more
// lines in it, the lesson goes on by itself. A nil class is nobody: it is neither waited for nor asked.
type class struct {
	lines <-chan string
	tell  func(format string, args ...any) // says what is not a part of the lesson
	pause bool                             // stop between steps
	quiz  bool                             // ask before the answers are shown

	right, asked int // questions of the quiz so far
}

// newClass is who sits before the screen, nil if the lesson goes on without them. What they type is read until ctx
// ends.
func newClass(ctx context.Context, in io.Reader, pause, quiz bool, tell func(string, ...any)) *class {
	if !pause && !quiz {
		return nil
	}
	lines := make(chan string)
	go func() {
		defer close(lines)
		for s := bufio.NewScanner(in); s.Scan(); {
			select {
			case lines <- s.Text():
			case <-ctx.Done():
				return
			}
		}
	}()
	return &class{lines: lines, tell: tell, pause: pause, quiz: quiz}
}

// line is the next line that they type; ok is false when there is none any more. The error says that ctx has ended.
func (c *class) line(ctx context.Context) (line string, ok bool, err error) {
	select {
	case line, ok = <-c.lines:
		return line, ok, nil
	case <-ctx.Done():
		return "", false, ctx.Err()
	}
}

// stop waits until the class wants to go on.
func (c *class) stop(ctx context.Context, p *page) error {
	if c == nil || !c.pause {
		return nil
	}
	if err := p.w.Flush(); err != nil {
		return err
	}
	c.tell("Enter goes on.")
	_, ok, err := c.line(ctx)
	c.pause = ok
	return err
}

// examine asks what the listener of a scene can read, and says whether the answer is right.
func (c *class) examine(ctx context.Context, p *page, t *scene.Take) error {
	if c == nil || !c.quiz {
		return nil
	}
	q := newQuestion(t)
	fmt.Fprintf(p.w, "\n%s: %s\n%s\n", t.Scene.Name, t.Scene.Question, q.ask())
	for {
		fmt.Fprint(p.w, "Their numbers, or none: ")
		if err := p.w.Flush(); err != nil {
			return err
		}
		line, ok, err := c.line(ctx)
		if err != nil {
			return err
		}
		if !ok {
			fmt.Fprintln(p.w)
			c.quiz = false
			return nil
		}
		picked, err := q.parse(line)
		if err != nil {
			hint := err.Error()
			p.say(strings.ToUpper(hint[:1]) + hint[1:] + ".")
			continue
		}
		verdict, right := q.judge(picked)
		if c.asked++; right {
			c.right++
		}
		p.say(strings.Join(verdict, " "))
		return nil
	}
}

// score says how many answers were right.
func (c *class) score(p *page) {
	if c != nil && c.asked > 0 {
		fmt.Fprintf(p.w, "\n%d of %d right.\n", c.right, c.asked)
	}
}
