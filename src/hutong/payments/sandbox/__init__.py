"""A payment provider of our own for development: keeps its trades, signs its messages, takes no money."""
