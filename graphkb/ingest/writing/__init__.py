"""Rows that stand, into the graph: created or revised, in batches that are in whole or not at all."""
