"""Answers: the numbers, the gaps, why a verdict is what it is, and what there is to know of an area or a node."""
