"""Patterns along the relationships of the ontology, and what asks the graph again within an expression."""

from __future__ import annotations

from graphkb.ontology import ONTOLOGY
from tests.guard.generator.conditions import Conditions
from tests.guard.generator.values import LABELS, TYPES


class Patterns(Conditions):
    """Makes patterns and subqueries."""

    def _node(self, label: str, anchored: bool = False, named: bool = True) -> str:
        name = self.fresh("node") if named else ""
        code = f"'{self.pick(self.codes[label])}'" if self.codes.get(label) and (anchored or self.chance(0.3)) else None
        form = self.pick(
            [
                f":{label}",
                f":{label}",
                f" IS {label}",
                f":`{label}`",
                f":{label}&!Nothing",
                f":$('{label}')",
                f":({label}|Nobody)",
            ]
        )
        inside = (
            f" {{code: {code}}}"
            if code and self.chance(0.5)
            else f" WHERE {name}.code = {code}"
            if code and name
            else f" {{code: {code}}}"
            if code
            else ""
        )
        if name:
            self.scope[name] = f"node:{label}"
        return f"({name}{form}{inside})"

    def _step(self, named: bool = True) -> tuple[str, str, str, str]:
        """A relationship of the ontology: its text, where it begins and ends, and what it may be followed by."""
        kind = self.pick(TYPES)
        declared = ONTOLOGY.relationships[kind]
        start, end = self._concrete(declared.start), self._concrete(declared.end)
        name = self.fresh("rel") if named and self.chance(0.6) else ""
        length = ""
        if kind == "CONTAINS" and self.chance(0.3):
            length = self.pick(["*", "*1..2", "*2", "*..3"])
        form = self.pick(
            [f":{kind}", f":{kind}", f" IS {kind}", f":{kind}|{self.pick(TYPES)}", f":!{self.pick(TYPES)}", f":$('{kind}')", ""]
        )
        if length:
            form = f":{kind}"
        where = f" WHERE {name}.closed_on IS NULL" if name and not length and self.chance(0.2) else ""
        if name:
            self.scope[name] = "rels" if length else "rel"
        body = f"[{name}{form}{length}{where}]" if name or form or length else self.pick(["", "[]"])
        arrow = self.pick([f"-{body}->", f"-{body}->", f"-{body}-"])
        return arrow, start, end, kind

    def _concrete(self, labels: tuple[str, ...]) -> str:
        label = self.pick(labels)
        return str(self.pick(["City", "District", "Street", "Community", "Grid"])) if label not in LABELS else str(label)

    def _chain(self, anchored: bool = True, named: bool = True, steps: int | None = None) -> str:
        variable = self.of("node")
        many = self.pick([0, 1, 1, 1, 2]) if steps is None else steps
        if not many:
            return self._node(self.pick(LABELS), anchored=anchored, named=named)
        arrow, start, end, kind = self._step(named)
        begin = f"({variable})" if variable and self.chance(0.6) else self._node(start, anchored=anchored, named=named)
        text = f"{begin}{arrow}{self._node(end, named=named)}"
        if many > 1 and kind == "CONTAINS":
            text += f"{self.pick(['-->', '--', '<--', '-[:CONTAINS]->'])}{self._node(self.pick(LABELS), named=named)}"
        return text

    def _pattern(self) -> str:
        name = self.fresh("path")
        prefix = f"{name} = " if self.chance(0.15) else ""
        text = prefix + self._chain()
        if prefix:
            self.scope[name] = "path"
        return text

    def _chosen(self) -> str:
        start, end = self._node("City"), self._node(self.pick(["Street", "District"]), anchored=True)
        steps = self.pick(
            [
                "-[:CONTAINS]->{1,2}",
                "-[:CONTAINS]->+",
                "((x)-[:CONTAINS]->(y)){1,2}",
                "((x)-[:CONTAINS]->(y) WHERE x.code <> '')+",
                "-[:CONTAINS]->*",
            ]
        )
        if self.chance(0.25):
            name = self.fresh("path")
            self.scope[name] = "path"
            return f"{name} = {self.pick(['shortestPath', 'allShortestPaths'])}({start}-[:CONTAINS*..3]->{end})"
        how = self.pick(
            [
                "",
                "SHORTEST 1 ",
                "ALL SHORTEST ",
                "ANY SHORTEST ",
                "SHORTEST 2 GROUPS ",
                "ANY ",
                "ANY 2 PATHS ",
                "ALL ",
                "ALL PATHS ",
                "SHORTEST 1 PATHS ",
                "ANY PATH ",
                "SHORTEST GROUP ",
            ]
        )
        return f"{how}{start}{steps}{end}"

    def _read(self) -> str:
        many = 1 if self.chance(0.75) else 2
        chosen = self.chance(0.1)
        text = f"MATCH {self._chosen() if chosen else ', '.join(self._pattern() for _ in range(many))}"
        hint = self._hint(text)
        return text + hint + ("" if "WHERE" in hint else self.where(share=0.4))

    def _hint(self, text: str) -> str:
        """A hint that the condition after it needs; one now and then that cannot be followed."""
        plain = [(name, of[5:]) for name, of in self.scope.items() if f"({name}:{of[5:]})" in text and of.startswith("node:")]
        if not plain or not self.chance(0.3):
            return ""
        name, label = self.pick(plain)
        index = self.pick(["INDEX", "INDEX SEEK", "RANGE INDEX", "TEXT INDEX", "POINT INDEX"])
        if self.chance(0.4):
            return f" USING SCAN {name}:{label}"
        if self.chance(0.1):
            return f" USING JOIN ON {name}"
        return f" USING {index} {name}:{label}(code) WHERE {name}.code >= '36'"

    def counted(self, d: int) -> str:
        with self.inner():
            if self.chance(0.5):
                return f"COUNT {{ {self._chain(named=False, steps=1)} }}"
            read, value = self._read(), self.make("int", d)
            return f"COUNT {{ {read} {self.pick(['', f'RETURN {value} AS x'])} }}"

    def collected(self, d: int) -> str:
        with self.inner():
            if self.chance(0.5) and self.of("node"):
                chain = self._chain(steps=1)
                return f"[{chain} {self.pick(['', 'WHERE true'])} | {self.make('str', d)}]"
            return f"COLLECT {{ {self._read()} RETURN {self.make('str', d)} AS x ORDER BY x LIMIT 3 }}"

    def found(self, d: int) -> str:
        variable = self.of("node")
        with self.inner():
            if variable and self.chance(0.4):
                arrow, _, end, _ = self._step(named=False)
                text = f"({variable}){arrow}(:{end})"
                return f"exists({text})" if self.chance(0.2) else text
            if self.chance(0.5):
                return f"EXISTS {{ {self._chain(steps=1)}{self.where(d)} }}"
            return f"EXISTS {{ {self._read()} {self.pick(['', 'RETURN 1 AS x', 'RETURN 1 AS x UNION RETURN 2 AS x'])} }}"
