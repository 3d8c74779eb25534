"""A graph-modelled knowledge base of organizational coverage.

`graphkb.connect()` gives the official driver on the running store, `graphkb.to_networkx()` a query's result as a graph.
"""

from importlib import import_module
from typing import Any

__version__ = "0.1.0"
__all__ = ["connect", "py2neo_graph", "to_networkx"]


def __getattr__(name: str) -> Any:
    # Looked up when asked for: nobody waits for a driver who only wants the version.
    if name in __all__:
        return getattr(import_module("graphkb.notebook"), name)
    raise AttributeError(f"module 'graphkb' has no attribute '{name}'")
