"""The catalogue: every rule and query that the product runs, what they may be asked, and what they say in words."""

from graphkb.catalogue.form import AS_OF, FACTS, FOLLOWED, PLACE, SCOPE_MARKER, TYPES, bare, used_parameters
from graphkb.catalogue.own import all_faults, faults, find_query, find_rules, queries, refuse_faults, rules, warnings
from graphkb.catalogue.reading import (
    CatalogueError,
    Parameter,
    Query,
    Rule,
    UnknownName,
    read_query,
    read_rule,
    shipped_queries,
    shipped_rules,
)
from graphkb.catalogue.refused import failing, heeding, is_own

__all__ = [
    "AS_OF",
    "FACTS",
    "FOLLOWED",
    "PLACE",
    "SCOPE_MARKER",
    "TYPES",
    "CatalogueError",
    "Parameter",
    "Query",
    "Rule",
    "UnknownName",
    "all_faults",
    "bare",
    "failing",
    "faults",
    "find_query",
    "find_rules",
    "heeding",
    "is_own",
    "queries",
    "read_query",
    "read_rule",
    "refuse_faults",
    "rules",
    "shipped_queries",
    "shipped_rules",
    "used_parameters",
    "warnings",
]
