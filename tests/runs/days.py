"""A clock that a test turns."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass
class Days:
    """Called, it says which day is today."""

    day: date = date(2026, 6, 30)

    def __call__(self) -> date:
        return self.day

    def pass_by(self, days: int = 1) -> None:
        """That many days later."""
        self.day += timedelta(days=days)
