"""Expressions of a wanted type, from what is in scope."""

from __future__ import annotations

from collections.abc import Callable

from graphkb.ontology import ONTOLOGY
from tests.guard.generator.values import DEEPEST, PLAIN, SCALARS, STORED, Values


class Expressions(Values):
    """Makes expressions; conditions are `Conditions`, what asks the graph again is `Queries`."""

    def make(self, kind: str, depth: int = 0) -> str:
        """An expression of this type."""
        variable = self.of(kind)
        if variable and self.chance(0.35):
            return variable
        if depth >= DEEPEST or self.chance(0.25):
            return self.literal(kind)
        maker: Callable[[int], str] = getattr(self, f"_{kind}")
        return maker(depth + 1)

    def property(self, kind: str) -> str | None:
        """A property of this type of something in scope."""
        found = []
        for name, of in self.scope.items():
            label = of.partition(":")[2]
            if of.startswith("node"):
                listed = ONTOLOGY.properties.get(label, ())
                found += [(name, one.name) for one in listed if STORED.get(one.type) == kind]
                found += [(name, "code"), (name, "name")] if kind == "str" else []
            elif of == "rel" and kind == "date":
                found.append((name, "closed_on"))
        if not found:
            return None
        name, key = self.pick(found)
        return str(
            self.pick([f"{name}.{key}", f"{name}.{key}", f"{name}['{key}']", f"{name}.`{key}`", f"properties({name}).{key}"])
        )

    def _or_property(self, kind: str, others: list[Callable[[], str]]) -> str:
        found = self.property(kind)
        return found if found and self.chance(0.4) else str(self.pick(others)())

    def _case(self, kind: str, d: int) -> str:
        m = self.make
        if self.chance(0.5):
            return f"CASE WHEN {m('bool', d)} THEN {m(kind, d)} ELSE {m(kind, d)} END"
        when = self.pick(["1", "< 3, > 9", "IS NULL", "IS NOT NULL, 4", "IN [1, 2]", "<> 5"])
        return f"CASE {m('int', d)} WHEN {when} THEN {m(kind, d)} END"

    def _int(self, d: int) -> str:
        m = self.make
        return self._or_property(
            "int",
            [
                lambda: f"{m('int', d)} {self.pick('+-')} {m('int', d)}",
                lambda: f"({m('int', d)} * 2 {self.pick('+-')} 3) % 7",
                lambda: f"{m('int', d)} / {self.pick([2, 3, 0x10])}",
                lambda: f"size({m(self.pick(['str', 'ints', 'strs']), d)})",
                lambda: f"abs({m('int', d)})",
                lambda: f"toInteger({m(self.pick(['float', 'str']), d)})",
                lambda: f"{m('date', d)}.{self.pick(['year', 'month', 'dayOfWeek', 'week', 'quarter'])}",
                lambda: f"{m('ints', d)}[{self.pick(['0', '-1', '99'])}]",
                lambda: self._reduce(d),
                lambda: f"coalesce({m('int', d)}, 0)",
                lambda: self._case("int", d),
                lambda: f"head({m('ints', d)})",
                lambda: self.counted(d),
                lambda: f"sign({m('float', d)})",
                lambda: f"+{m('int', DEEPEST)}",
                lambda: f"{m('map', DEEPEST)}.a",
            ],
        )

    def _reduce(self, d: int) -> str:
        total, one = self.fresh("total"), self.fresh("one")
        listed = self.make("ints", d)
        with self.inner(**{total: "int", one: "int"}):
            return f"reduce({total} = 0, {one} IN {listed} | {total} + coalesce({one}, 1) {self.pick(['', '* 2', '- 1'])})"

    def _float(self, d: int) -> str:
        m = self.make
        return self._or_property(
            "float",
            [
                lambda: f"toFloat({m('int', d)})",
                lambda: f"sqrt(abs({m('int', d)}))",
                lambda: f"round({m('float', d)}, 1)",
                lambda: f"{m('float', d)} {self.pick('+-*')} {m('float', d)}",
                lambda: f"2 ^ {self.random.randrange(5)}",
                lambda: f"{self.pick(['floor', 'ceil', 'sin', 'exp', 'atan'])}({self.random.randrange(9)}.5)",
                lambda: self.pick(["pi()", "e()", "NaN", "Infinity"]),
                lambda: f"point.distance({m('point', d)}, {m('point', d)})",
                lambda: f"{m('point', d)}.latitude",
                lambda: self._case("float", d),
            ],
        )

    def _str(self, d: int) -> str:
        m = self.make
        return self._or_property(
            "str",
            [
                lambda: f"{self.pick(['toUpper', 'toLower', 'trim', 'ltrim', 'reverse', 'btrim'])}({m('str', d)})",
                lambda: f"{m('str', d)} {self.pick(['+', '||'])} {m('str', d)}",
                lambda: f"substring({m('str', d)}, {self.pick([0, 1, 2])}, 3)",
                lambda: f"left({m('str', d)}, 2)",
                lambda: f"replace({m('str', d)}, 'a', '{self.pick(['', 'b'])}')",
                lambda: f"toString({m(self.pick(['int', 'bool', 'date', 'duration', 'moment']), d)})",
                lambda: f"coalesce({m('str', d)}, '')",
                lambda: f"split({m('str', d)}, '.')[0]",
                lambda: f"trim({self.pick(['BOTH', 'LEADING', 'TRAILING'])} 'a' FROM {m('str', d)})",
                lambda: f"valueType({m(self.pick(SCALARS), d)})",
                lambda: f"type({self.of('rel')})" if self.of("rel") else "'r'",
                lambda: f"head(labels({self.of('node')}))" if self.of("node") else "'n'",
                lambda: self._case("str", d),
                lambda: f"{m('strs', d)}[0]",
                lambda: f"nullIf({m('str', d)}, {m('str', d)})",
                lambda: f"normalize({m('str', d)}{self.pick(['', ', NFD'])})",
            ],
        )

    def _date(self, d: int) -> str:
        m = self.make
        return self._or_property(
            "date",
            [
                lambda: f"{m('date', d)} + {m('duration', d)}",
                lambda: f"date.truncate('{self.pick(['month', 'year', 'week'])}', {m('date', d)})",
                lambda: f"date({{year: 20{self.random.randrange(10, 30)}, month: {self.random.randrange(1, 13)}}})",
                lambda: f"date({m('moment', d)})",
                lambda: self._case("date", d),
            ],
        )

    def _moment(self, d: int) -> str:
        return str(
            self.pick(
                [
                    f"{self.make('moment', d)} + {self.make('duration', d)}",
                    f"localdatetime.truncate('hour', {self.make('moment', d)})",
                ]
            )
        )

    def _duration(self, d: int) -> str:
        m = self.make
        return str(
            self.pick(
                [
                    f"duration.between({m('date', d)}, {m('date', d)})",
                    f"duration.inDays({m('date', d)}, {m('date', d)})",
                    f"{m('duration', d)} * 2",
                ]
            )
        )

    def _point(self, d: int) -> str:
        return self.property("point") or f"point({{x: {self.make('int', d)}, y: {self.make('float', d)}}})"

    def _ints(self, d: int) -> str:
        m, x = self.make, self.fresh("x")
        listed = m("ints", d)
        with self.inner(**{x: "int"}):
            comprehension = f"[{x} IN {listed}{self.where(d)}{self.pick(['', ' | ' + m('int', d)])}]"
        slice_ = self.pick(["1..", "..2", "0..-1"])
        return str(
            self.pick(
                [
                    comprehension,
                    f"{m('ints', d)}[{slice_}]",
                    f"tail({m('ints', d)})",
                    f"{m('ints', d)} + {m('int', d)}",
                    f"toIntegerList({m('strs', d)})",
                ]
            )
        )

    def _strs(self, d: int) -> str:
        m, node = self.make, self.of("node")
        options = [
            f"split({m('str', d)}, '{self.pick(['', '.', 'a'])}')",
            f"[{m('str', d)}, {m('str', d)}]",
            f"{m('strs', d)} + {m('strs', d)}",
            f"reverse({m('strs', d)})",
        ]
        options += [f"labels({node})", f"keys({node})", self.collected(d)] if node else [self.collected(d)]
        options += [f"keys({m('map', d)})"]
        return str(self.pick(options))

    def _map(self, d: int) -> str:
        m, node = self.make, self.of("node")
        options = [f"{{a: {m('int', d)}, b: {m(self.pick(PLAIN), d)}}}", f"{{n: {{m: {m('str', d)}}}}}"]
        if node:
            options += [f"{node} {{.code, .name, x: {m('int', d)}}}", f"{node} {{.*, sources: 0}}", f"properties({node})"]
        if variable := self.of("map"):
            options += [f"{variable} {{.a, {variable}}}"]
        return str(self.pick(options))

    def where(self, d: int = 0, share: float = 0.5) -> str:
        """A condition, in this share of cases."""
        return f" WHERE {self.make('bool', d)}" if self.chance(share) else ""

    def counted(self, d: int) -> str:
        """How many there are: a subquery."""
        raise NotImplementedError

    def collected(self, d: int) -> str:
        """Texts of what is there: a subquery or a comprehension."""
        raise NotImplementedError

    def found(self, d: int) -> str:
        """Whether there is such a thing: a subquery or a pattern."""
        raise NotImplementedError
