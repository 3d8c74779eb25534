"""Kinds of parameters: each is checked, and is its own description, which the document of the API and its errors derive from."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field, GetCoreSchemaHandler, GetJsonSchemaHandler

from graphkb.areas.scope import LEVELS
from graphkb.catalogue import rules
from graphkb.network import CO_BUILDS_WITH, LABELS, TYPES

LARGEST = 2**53  # what every program that reads JSON keeps whole


@dataclass(frozen=True, slots=True)
class OneOf:
    """One of these names. They are asked for each time: own rules come and go while the application runs."""

    names: Callable[[], Iterable[str]]

    @classmethod
    def fixed(cls, *names: str) -> OneOf:
        """One of names that stay the same."""
        return cls(lambda: names)

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> Any:
        return AfterValidator(self._known).__get_pydantic_core_schema__(source, handler)

    def __get_pydantic_json_schema__(self, schema: Any, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return {**handler(schema), "enum": [*self.names()]}

    def _known(self, text: str) -> str:
        if text not in set(self.names()):
            raise ValueError("not one of the names")
        return text


def _matching(pattern: str) -> BeforeValidator:
    """Texts of this form only: Python takes more for a number or a day (`1e3`, `٣`, ` 5 `, `1700000000`)."""

    def check(text: Any) -> Any:
        if isinstance(text, str) and not re.fullmatch(pattern, text):
            raise ValueError("not of this form")
        return text

    return BeforeValidator(check)


# A bound stands before the form: behind it, pydantic does not describe it.
DIGITS = _matching("[0-9]{1,9}")
Whole = Annotated[int, Field(ge=-LARGEST, le=LARGEST), _matching("-?[0-9]{1,16}")]
Number = Annotated[float, _matching(r"-?[0-9]{1,300}(\.[0-9]{1,300})?([eE][+-]?[0-9]{1,3})?"), Field(allow_inf_nan=False)]
Day = Annotated[date, _matching(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")]
Flag = Annotated[bool, _matching("true|false")]
# What a ledger gives as a code is one here.
Code = Annotated[str, Field(min_length=1, max_length=400, pattern=r"^[^\x00-\x1f\x7f]+$")]
Node = Annotated[str, Field(max_length=450, pattern=r"^[A-Za-z]+:[^\x00-\x1f\x7f]+$", examples=["Grid:360203001001-W01"])]
RuleId = Annotated[str, OneOf(lambda: rules())]
Level = Annotated[str, OneOf.fixed(*LEVELS)]
Verdict = Annotated[str, OneOf.fixed("gap", "not_assessable")]
Label = Annotated[str, OneOf.fixed(*LABELS)]
Type = Annotated[str, OneOf.fixed(*TYPES, CO_BUILDS_WITH)]
Layout = Annotated[str, OneOf.fixed("free", "hierarchical")]

# Of the parameters of a query of the library, by the types that the catalogue has.
KINDS: dict[str, Any] = {
    "text": Annotated[str, Field(max_length=1000)], "integer": Whole, "number": Number, "flag": Flag, "day": Day,
}  # fmt: skip
