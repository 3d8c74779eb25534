"""What the communities of an area have and who works there, of the latest year."""

from __future__ import annotations

from typing import Any

from graphkb.answers.profile.asking import Asking


def find_budget(ask: Asking) -> dict[str, Any] | None:
    """The budgets of the communities, put together; None without one."""
    return next(iter(ask("answers/profile-budget")), None)


def find_workforce(ask: Asking) -> dict[str, Any] | None:
    """Sums and means over the communities, None where one of them does not say."""
    for row in ask("answers/profile-workforce"):
        known = {name: row[name] if given == row["communities"] else None for name, given in row["given"].items()}
        return {"year": row["year"], "communities": row["communities"], **known}
    return None
