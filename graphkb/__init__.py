"""A graph-modelled knowledge base of organizational coverage."""

__version__ = "0.1.0"
