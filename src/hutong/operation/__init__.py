"""Operation: what the operator of a running site does: back it up, restore it, ask how it is."""
