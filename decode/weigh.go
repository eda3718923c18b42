package decode

// holdsAll notes who keeps bytes of the conversation.
func (c *Conversation) holdsAll() {
	c.holders = c.holders[:0]
	if h, ok := c.dec.(Holder); ok {
		c.holders = append(c.holders, h)
	}
	for _, w := range c.watchers {
		if h, ok := w.(Holder); ok {
			c.holders = append(c.holders, h)
		}
	}
}

// weigh counts what the conversation holds, those inside it not counted in.
func (c *Conversation) weigh() {
	n := len(c.held) * eventSize
	for i := range c.sides {
		n += cap(c.sides[i].pending) + cap(c.sides[i].pieces)*PieceSize
	}
	for _, h := range c.holders {
		n += h.Held()
	}
	if n != c.weight && !c.root().givenUp {
		c.in.budget.add(c.flow.state, n-c.weight)
		c.weight = n
	}
}

// root is the flow's own conversation.
func (c *Conversation) root() *Conversation {
	for c.outer != nil {
		c = c.outer
	}
	return c
}
