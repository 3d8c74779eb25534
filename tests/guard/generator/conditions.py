"""Conditions: comparisons, tests of types and labels, quantifiers."""

from __future__ import annotations

from tests.guard.generator.expressions import Expressions
from tests.guard.generator.values import DEEPEST, LABELS, PLAIN, SCALARS, TYPED


class Conditions(Expressions):
    """Makes what is true or false."""

    def _bool(self, d: int) -> str:
        return str(self.pick([self._compared, self._compared, self._joined, self._tested, self.found, self._quantified])(d))

    def _compared(self, d: int) -> str:
        m, kind = self.make, self.pick(SCALARS)
        return str(
            self.pick(
                [
                    f"{m(kind, d)} {self.pick(['=', '<>', '<', '<=', '>', '>='])} {m(kind, d)}",
                    f"{m('str', d)} {self.pick(['STARTS WITH', 'ENDS WITH', 'CONTAINS'])} {m('str', d)}",
                    f"{m('int', d)} < {m('int', d)} <= {m('int', d)}",
                    f"{m('int', d)} IN {m('ints', d)}",
                    f"NOT {m('str', d)} IN {m('strs', d)}",
                    f"{self.property('str') or 'toUpper($`text`)'} =~ '{self.pick(['.*36.*', '[a-z]+', '(?i)a|b', ''])}'"
                    if self.property("str")
                    else "'a' =~ 'a+'",
                ]
            )
        )

    def _joined(self, d: int) -> str:
        m = self.make
        return str(
            self.pick(
                [
                    f"{m('bool', d)} {self.pick(['AND', 'OR', 'XOR'])} {m('bool', d)}",
                    f"NOT ({m('bool', d)})",
                    f"({m('bool', d)})",
                    self._case("bool", d),
                ]
            )
        )

    def _tested(self, d: int) -> str:
        m, node = self.make, self.of("node")
        kind = self.pick(PLAIN)
        options = [
            f"{m(kind, d)} IS {self.pick(['', 'NOT '])}NULL",
            f"{m(kind, d)} IS {self.pick(['', 'NOT '])}{self.pick(['::', 'TYPED'])} {self.pick(TYPED)}",
            f"{m(kind, DEEPEST)} :: FLOAT",
            f"{m('str', d)} IS {self.pick(['', 'NOT ', 'NFC ', 'NFD ', 'NFKC ', 'NOT NFKD '])}NORMALIZED",
            f"isEmpty({m(self.pick(['str', 'ints', 'strs', 'map']), d)})",
            f"isNaN({m('float', d)})",
        ]
        if node:
            options += [f"{node}{self.labels()}", f"{node} IS {self.labels().lstrip(':').strip() or '%'}".replace("IS IS", "IS")]
        return str(self.pick(options))

    def labels(self, plain: bool = False) -> str:
        """A label expression with the sign before it."""
        one, other = self.pick(LABELS), self.pick(LABELS)
        forms = [f":{one}", f":{one}|{other}", f":!{other}", f":({one}|{other})&!{other}", ":%", f":`{one}`"]
        return str(self.pick(forms[:1] if plain else forms))

    def _quantified(self, d: int) -> str:
        x = self.fresh("x")
        listed = self.make("ints", d)
        with self.inner(**{x: "int"}):
            return f"{self.pick(['all', 'ANY', 'none', 'single'])}({x} IN {listed} WHERE {self.make('bool', d)})"
