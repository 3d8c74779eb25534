"""Areas: the part of the tree that a question is about, what belongs to whom, and which standards hold where."""
