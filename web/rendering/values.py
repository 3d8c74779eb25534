"""Values as people write them: numbers, shares, days, lists, properties with their units."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from flask_babel import format_date, format_datetime, format_decimal, format_percent, gettext
from flask_babel import lazy_gettext as _

from graphkb.answers.coverage import in_tenths
from graphkb.ontology import ONTOLOGY
from graphkb.web.language import chosen
from graphkb.web.rendering.titles import property_title, told, word

# Signs between texts, for the filter `listed` and for templates.
SIGNS = (_("、"), _("；"), _("："), _("，"), _("（"), _("）"))


def share(value: float | None) -> str:
    """A share between 0 and 1 as per cent, to one place: 0.71559 → 71.6%; 100 % and 0 % only where it is exact."""
    return "—" if value is None else _percent(in_tenths(value), chosen())


def points(value: float | None) -> str:
    """The difference between two shares in percentage points, with its sign."""
    if value is None:
        return "—"
    tenths = round(value * 1000)
    return _decimal(0, chosen()) if not tenths else f"{'+' if tenths > 0 else '−'}{abs(tenths) / 10:.1f}"


def number(value: float | int | None) -> str:
    """A number as the language writes it."""
    return "—" if value is None else _decimal(value, chosen())


# A page of numbers has hundreds of them, most often the same, and each takes longer to write than to read from the store.
@lru_cache(maxsize=10_000)
def _decimal(value: float | int, language: str) -> str:
    return str(format_decimal(value))


@lru_cache(maxsize=2_000)
def _percent(thousandths: int, language: str) -> str:
    return str(format_percent(thousandths / 1000, "#,##0.0%"))


def day(value: date | datetime | str | None) -> str:
    """A day as the language writes it."""
    if not value:
        return "—"
    return str(format_date(date.fromisoformat(str(value)[:10]), "medium"))


def moment(value: datetime | str | None) -> str:
    """A moment on the clock of this machine, to the minute; one without a zone was read off that clock, as those of loads are."""
    if not value:
        return "—"
    when = value if isinstance(value, datetime) else datetime.fromisoformat(value)
    here = when.astimezone()
    return f"{day(here)} {here:%H:%M}"


def blanks(text: str) -> str:
    """A sentence with its places left open: …"""
    return re.sub(r"\{\w+\}", "…", text)


def listed(values: Iterable[Any], sign: str = "、") -> str:
    """The values one after the other, with the sign of the language between them."""
    return str(gettext(sign).join(map(str, values)))


def fact_text(label: str, name: str, value: Any) -> str:
    """The value of a node's or relationship's property as people write it, with its unit."""
    if isinstance(value, (list, tuple)):
        # What is not known is listed by the names of its properties.
        return listed((property_title(str(one)) if name == "unknown" else one for one in value), "；")
    if isinstance(value, datetime):
        return str(format_datetime(value, "medium", rebase=False))
    if isinstance(value, date):
        return day(value)
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return word(value)
    unit = _units(label).get(name, "")
    if unit == "°" or name == "year":
        return f"{value}{unit}"
    return f"{number(value)} {unit}".strip()


def _units(label: str) -> dict[str, str]:
    known = ONTOLOGY.properties_of(label) if label in ONTOLOGY.labels else ()
    return {one.name: told(one, "unit") for one in known if one.unit}
