"""Chance, names and constants."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from graphkb.ontology import ONTOLOGY

DEEPEST = 3
STORED = {"text": "str", "integer": "int", "number": "float", "flag": "bool", "date": "date", "day": "date", "point": "point"}
LABELS = [name for name in ONTOLOGY.labels if name not in ("Load", "Statements", "Lock", "Sheet")]
TYPES = list(ONTOLOGY.relationships)
SCALARS = ("int", "float", "str", "bool", "date", "moment", "duration")
PLAIN = (*SCALARS, "ints", "strs", "map")
TYPED = ["INTEGER", "STRING NOT NULL", "LIST<INTEGER | FLOAT>", "ANY", "INTEGER | STRING", "BOOLEAN!", "ZONED DATETIME"]
WORDS = ["社区", "网格", "36", "a", "it''s", "CREATE (n)", "// x", "/* y */", "`", "é", "𝔸", "a.b", "", "DELETE", ";", "$x", "{}"]


class Values:
    """Makes constants; `scope` holds the variables by name, each with its type (a node with its label behind a colon)."""

    def __init__(self, seed: object, codes: dict[str, list[str]]) -> None:
        self.random = random.Random(seed)
        self.codes = codes
        self.scope: dict[str, str] = {}
        self.parameters: dict[str, Any] = {}
        self.named = 0

    def pick(self, options: Sequence[Any]) -> Any:
        """One of them."""
        return options[self.random.randrange(len(options))]

    def chance(self, share: float) -> bool:
        """True in this share of cases."""
        return self.random.random() < share

    def fresh(self, kind: str) -> str:
        """A new name; some are words of the language or need back-ticks."""
        self.named += 1
        if self.chance(0.06):
            return f"`{self.pick(['a b', 'match', '网格', 'x-y', 'DELETE'])} {self.named}`"
        return f"{self.pick([kind[0], kind, 'is', 'set', 'from', 'count', '变量', 'end'])}{self.named}"

    def of(self, *kinds: str) -> str | None:
        """A variable of one of these types."""
        fit = [name for name, kind in self.scope.items() if kind.partition(":")[0] in kinds]
        return self.pick(fit) if fit else None

    @contextmanager
    def inner(self, **more: str) -> Iterator[None]:
        """What is bound here is gone afterwards."""
        before = dict(self.scope)
        self.scope |= more
        yield
        self.scope = before

    def literal(self, kind: str) -> str:
        """A constant of this type, a parameter now and then."""
        if kind in ("int", "float", "str", "bool", "ints", "strs") and self.chance(0.12):
            return self._parameter(kind)
        n = self.random.randrange(100)
        return str(
            {
                "int": lambda: self.pick([str(n), str(-n), f"0x{n:x}", f"0o{n:o}", f"1_{n:03}", "9007199254740993", "0"]),
                "float": lambda: self.pick([f"{n}.5", f".{n}", f"{n}e-1", f"1_0.{n}", f"{n}.25f", "1.5E2", "-0.5"]),
                "str": self._text,
                "bool": lambda: self.pick(["true", "false", "TRUE", "False"]),
                "date": lambda: f"date('2026-{n % 12 + 1:02}-{n % 28 + 1:02}')",
                "moment": lambda: f"localdatetime('2026-01-{n % 28 + 1:02}T08:30:{n % 60:02}.5')",
                "duration": lambda: self.pick([f"duration('P{n}D')", f"duration({{months: {n}, days: 1}})"]),
                "point": lambda: f"point({{longitude: 117.{n}, latitude: 29.{n}}})",
                "ints": lambda: self.pick([f"[1, {n}, 2]", f"range(1, {n % 7})", "[]", "[null, 1]"]),
                "strs": lambda: f"[{self._text()}, {self._text()}]",
                "map": lambda: f"{{a: {n}, `b c`: {self._text()}}}",
            }[kind]()
        )

    def _parameter(self, kind: str) -> str:
        name = f"p{len(self.parameters)}"
        n = self.random.randrange(10)
        values: dict[str, Any] = {
            "int": n,
            "float": n + 0.5,
            "str": self.pick(WORDS),
            "bool": n > 4,
            "ints": [n, 1],
            "strs": ["a"],
        }
        self.parameters[name] = values[kind]
        return self.pick([f"${name}", f"$`{name}`"])

    def _text(self) -> str:
        text = self.pick(WORDS).replace("''", "'").replace("\\", "\\\\")
        quote = self.pick(["'", '"'])
        return quote + text.replace(quote, f"\\{quote}") + quote
