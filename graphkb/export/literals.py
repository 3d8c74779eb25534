"""Values as they are written in Cypher."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from graphkb.store.rows import quoted

_ESCAPED = str.maketrans({"\\": "\\\\", "'": "\\'", "\n": "\\n", "\r": "\\r", "\t": "\\t"})


def literal(value: Any) -> str:
    """A property's value, or a map or list of them, in Cypher; a statement never breaks within one."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return f"'{value.translate(_ESCAPED)}'"
    if isinstance(value, float):
        return repr(value) if math.isfinite(value) else "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"
    if isinstance(value, datetime):
        return f"localdatetime('{value.isoformat()}')"
    if isinstance(value, date):
        return f"date('{value.isoformat()}')"
    if isinstance(value, list):
        return f"[{', '.join(map(literal, value))}]"
    return f"point({entries(value)})" if isinstance(value, Mapping) else str(value)


def entries(values: Mapping[str, Any]) -> str:
    """Properties as a map in Cypher."""
    return "{" + ", ".join(f"{quoted(name)}: {literal(value)}" for name, value in sorted(values.items())) + "}"


def rows_clause(rows: Iterable[str]) -> str:
    """The clause that gives these rows, one after the other, as `row`; each stands on a line of its own."""
    return "UNWIND [\n" + ",\n".join(rows) + "\n] AS row"
