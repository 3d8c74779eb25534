"""Read-only Cypher: what a person typed is judged here before a store sees it (docs/read-only-cypher.md)."""

from graphkb.guard.check import Approved, check
from graphkb.guard.limits import BadLimit, Limits, limits_from
from graphkb.guard.literals import without_literals
from graphkb.guard.names import Names, undeclared
from graphkb.guard.refusals import Refused

__all__ = ["Approved", "BadLimit", "Limits", "Names", "Refused", "check", "limits_from", "undeclared", "without_literals"]
