"""What follows from decisions about pairs: who is one through others, and where decisions contradict each other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass

from graphkb.languages import Sentence, Text, sentence
from graphkb.review.decisions import Decision

_CONTRADICTS = Text(
    "决定互相矛盾：{one} 与 {third}、{third} 与 {other} 是同一个，但 {one} 与 {other} 曾定为不是；请撤回其中一个决定",
    "Decisions contradict each other: {one} and {third}, and {third} and {other}, are one, but {one} and {other} were said "
    "not to be. Take one of these decisions back",
)


@dataclass(frozen=True, slots=True)
class Contradiction:
    """`one` and `other`, said not to be the same, are one by decisions about `third`."""

    one: str
    other: str
    third: str

    @property
    def told(self) -> Sentence:
        """The warning, which names all three."""
        return sentence(_CONTRADICTS, one=self.one, other=self.other, third=self.third)


def groups(decisions: Iterable[Decision]) -> Mapping[str, frozenset[str]]:
    """For each unit all that are one with it by decisions that stand, through however many others; itself included."""
    found: dict[str, frozenset[str]] = {}
    for decision in _standing(decisions, "same"):
        whole = found.get(decision.one, frozenset((decision.one,))) | found.get(decision.other, frozenset((decision.other,)))
        found |= dict.fromkeys(whole, whole)
    return found


def contradictions(decisions: Iterable[Decision], items: Set[str]) -> list[Contradiction]:
    """Where decisions that stand contradict each other and one of these items has a part in it."""
    all_of_them = list(decisions)
    together = groups(all_of_them)
    touched = {end for one in all_of_them if one.item in items for end in (one.one, one.other)}
    found = []
    for apart in _standing(all_of_them, "different"):
        group = together.get(apart.one, frozenset())
        if apart.other in group and touched & group:
            found.append(Contradiction(apart.one, apart.other, _between(all_of_them, apart)))
    return found


def _between(decisions: Iterable[Decision], apart: Decision) -> str:
    """One that the two are the same with: that of the last decision before they came together."""
    for decision in reversed(list(_standing(decisions, "same"))):
        ends = {decision.one, decision.other}
        if (ends & {apart.one, apart.other}) and (third := ends - {apart.one, apart.other}):
            return third.pop()
    return apart.one


def _standing(decisions: Iterable[Decision], judgement: str) -> Iterable[Decision]:
    return (one for one in decisions if one.stands and one.kind == "merge" and one.judgement == judgement)
