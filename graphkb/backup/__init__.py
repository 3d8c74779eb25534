"""A whole store in one file, and back: graph, record, runs, tokens and whatever else of GRAPHKB_HOME belongs to it.

Nodes and relationships are read in order through the driver, so that the private server and one by address are the same to it,
and what was kept of one can be restored into the other.
"""
