"""Whole queries: clauses, and hostile spelling."""

from __future__ import annotations

import re
from collections.abc import Callable

from tests.guard.generator.patterns import Patterns
from tests.guard.generator.values import PLAIN, SCALARS

AGGREGATES = ("count", "sum", "min", "max", "avg", "collect", "stDev", "percentileCont", "percentileDisc")


class Queries(Patterns):
    """Makes queries: `query()` is one, with `parameters` beside it."""

    def query(self) -> str:
        """A text that reads, most of them such as the store takes."""
        single = self._single
        text = self.pick([self._plain] * 20 + [single] * 10 + [self._union, self._procedure, self._finished])()
        self.parameters = {name: value for name, value in self.parameters.items() if re.search(rf"\$`?{name}\b", text)}
        return self._spelled(text)

    # Clauses

    def _clause(self) -> str:
        makers: list[Callable[[], str]] = [self._read] * 5 + [
            self._optional,
            self._unwind,
            self._with,
            self._with,
            self._aggregated,
            self._call,
            self._paging,
        ]
        return self.pick(makers)()

    def _optional(self) -> str:
        return f"OPTIONAL {self._read()}"

    def _unwind(self) -> str:
        kind = self.pick(["ints", "strs"])
        text, name = self.make(kind), self.fresh("item")
        self.scope[name] = kind[:-1]
        return f"UNWIND {text} AS {name}"

    def _items(self, most: int) -> dict[str, tuple[str, str]]:
        kinds = [self.pick(PLAIN) for _ in range(self.random.randrange(1, most + 1))]
        return {self.fresh(kind): (kind, self.make(kind)) for kind in kinds}

    def _with(self) -> str:
        items = self._items(2)
        kept = [name for name in self.scope if self.chance(0.8)]
        star = self.chance(0.3) and bool(self.scope)
        listed = ["*"] if star else kept
        listed = listed + [f"{text} AS {name}" for name, (_, text) in items.items()]
        if not star:
            self.scope = {name: self.scope[name] for name in kept}
        self.scope |= {name: kind for name, (kind, _) in items.items()}
        text = f"WITH {'DISTINCT ' if self.chance(0.1) else ''}{', '.join(listed)}"
        text += self._sorted() if self.chance(0.3) else ""
        return text + self.where(share=0.3)

    def _aggregate(self) -> tuple[str, str]:
        one = self.pick(AGGREGATES)
        distinct = self.pick(["", "", "DISTINCT ", "ALL "])
        if one == "count":
            return "int", self.pick(["count(*)", f"count({distinct}{self.make(self.pick(SCALARS))})"])
        if one == "collect":
            return "ints", f"collect({distinct}{self.make('int')})"
        if one.startswith("percentile"):
            return "float", f"{one}({self.make(self.pick(['int', 'float']))}, 0.5)"
        return "float", f"{one}({distinct}{self.make(self.pick(['int', 'float']))})"

    def _aggregated(self) -> str:
        keys = {
            self.fresh(kind): (kind, self.make(kind)) for kind in [self.pick(SCALARS) for _ in range(self.pick([0, 1, 1, 2]))]
        }
        found = {self.fresh("n"): self._aggregate() for _ in range(self.pick([1, 1, 2]))}
        listed = [f"{text} AS {name}" for name, (_, text) in (keys | found).items()]
        self.scope = {name: kind for name, (kind, _) in (keys | found).items()}
        return f"WITH {', '.join(listed)}"

    def _call(self) -> str:
        given = [name for name in self.scope if self.chance(0.4)]
        before = dict(self.scope)
        form = self.pick([f"({', '.join(given)}) ", "(*) ", "() "])
        self.scope = dict(before) if form == "(*) " else {name: before[name] for name in given} if form != "() " else {}
        inner = self._read() if self.chance(0.6) else self._unwind()
        kind, name = self.pick(SCALARS), self.fresh("called")
        value = self.make(kind)
        ending = f"RETURN {value} AS {name}{self.pick(['', ' LIMIT 3'])}"
        if self.chance(0.15):
            ending += f" UNION ALL RETURN {self.literal(kind)} AS {name}"
        self.scope = before | {name: kind}
        return f"{self.pick(['', '', 'OPTIONAL '])}CALL {form}{{ {inner} {ending} }}"

    def _paging(self) -> str:
        return str(
            self.pick(["LIMIT 7", "SKIP 1 LIMIT 5", "OFFSET 1", "ORDER BY 1 LIMIT 3", f"ORDER BY {self.make('int')} DESC"])
        )

    def _sorted(self) -> str:
        name = self.of(*SCALARS)
        order = f" ORDER BY {name or 1}{self.pick(['', ' DESC', ' ASC', ' DESCENDING', ' ASCENDING'])}"
        return order + self.pick(["", f" {self.pick(['SKIP', 'OFFSET'])} {self.pick(['1', '1 + 1'])}", "", " LIMIT 10"])

    def _return(self) -> str:
        if self.chance(0.25):
            text = self._aggregated().replace("WITH", "RETURN", 1)
            return text + (self._sorted() if self.chance(0.3) else "")
        if self.scope and self.chance(0.1):
            return "RETURN * LIMIT 5"
        names = [name for name in self.scope if self.chance(0.3)]
        items = self._items(3)
        listed = names + [f"{text} AS {name}" if self.chance(0.8) else text for name, (_, text) in items.items()]
        self.scope |= {name: kind for name, (kind, _) in items.items()}
        distinct = self.pick(["", "", "", "DISTINCT "])
        return f"RETURN {distinct}{', '.join(listed)} LIMIT {self.random.randrange(1, 20)}"

    def _single(self) -> str:
        clauses = [self._read()] if self.chance(0.75) else []
        clauses += [self._clause() for _ in range(self.pick([0, 0, 1, 1, 2]))]
        return " ".join([*clauses, self._return()])

    def _plain(self) -> str:
        clauses = [self._unwind()] if self.chance(0.4) else []
        return " ".join([*clauses, self._return()])

    def _finished(self) -> str:
        return " ".join([self._read(), *[self._clause() for _ in range(self.pick([0, 1]))], "FINISH"])

    def _union(self) -> str:
        name, parts = self.fresh("x"), []
        for _ in range(self.pick([2, 2, 3])):
            with self.inner():
                self.scope = {}
                parts.append(f"{self._read()} RETURN {self.make(self.pick(SCALARS))} AS {name} LIMIT 3")
        return f" UNION {self.pick(['', 'ALL ', 'DISTINCT '])}".join(parts)

    def _procedure(self) -> str:
        name, column = self.pick(
            [("db.labels", "label"), ("db.relationshipTypes", "relationshipType"), ("db.propertyKeys", "propertyKey")]
        )
        optional = self.pick(["", "OPTIONAL "])
        return str(
            self.pick(
                [
                    f"CALL {name}()",
                    f"CALL {name}",
                    f"CALL {name}() YIELD {column} AS one",
                    f"CALL {name}() YIELD *",
                    f"{optional}CALL {name}() YIELD {column} AS found WHERE found > 'G' RETURN found ORDER BY found",
                    f"{optional}CALL `{name.partition('.')[0]}` . {name.partition('.')[2]}() YIELD {column} RETURN count(*) AS n",
                ]
            )
        )

    # Spelling

    def _spelled(self, text: str) -> str:
        """The same query with comments, odd blanks and a last semicolon now and then."""
        if self.chance(0.5):
            return text
        gap = self.pick(["\n", "  ", " /* it's CREATE */ ", ' // "x\n', "\t", "\r\n", "\u3000"])
        parts = text.split(" RETURN ")
        return gap + f"{gap}RETURN ".join(parts) + self.pick(["", ";", " ; ", " // DELETE", "\n"])
