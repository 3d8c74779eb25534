"""What people decided about names that stand in place of codes: taken as if the code had been written."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from graphkb.ingest.resolving.similar_names import Match
from graphkb.review.decisions import Decision, find_decisions
from graphkb.store import Store


@dataclass(frozen=True, slots=True)
class Answer:
    """What is left of a match: what may still be meant, and the decision that says which it is."""

    match: Match
    taken: Decision | None = None

    @property
    def code(self) -> str | None:
        """The code that the name stands for; None where that is open."""
        if self.taken:
            return self.match.candidates[0][0]
        return self.match.candidates[0][0] if self.match.is_one else None


class DecidedNames:
    """The decisions of kind `name`, by the name that they are about (`name_term`)."""

    def __init__(self, store: Store) -> None:
        self._standing: dict[str, list[Decision]] = defaultdict(list)
        self._withdrawn: set[str] = set()
        for decision in find_decisions(store):
            if decision.kind != "name":
                continue
            if decision.stands:
                self._standing[_term(decision)].append(decision)
            elif decision.judgement == "same":
                self._withdrawn.add(_term(decision))

    def answer(self, term: str, match: Match, keys: Callable[[], Sequence[str]]) -> Answer:
        """What the name means in rows with these keys, which are asked for only where they matter.

        A decision counts only for what the name may still mean. One about a name that several bear holds for the rows that the
        person saw: another row may mean another. Where two of them contradict each other nothing is taken.
        """
        if match.is_one or term not in self._standing:
            return Answer(match)
        names = dict(match.candidates)
        rows = frozenset(keys() if match.exact else ())
        mine = {one.about["code"]: one for one in self._standing[term] if one.about["code"] in names and _holds(one, match, rows)}
        taken = [code for code, one in mine.items() if one.judgement == "same"]
        if len(taken) == 1:
            return Answer(Match(match.exact, ((taken[0], names[taken[0]]),)), mine[taken[0]])
        return Answer(_without(match, mine))

    def was_taken(self, term: str) -> bool:
        """Whether rows may have stood by a decision about the name that does not stand any more."""
        return term in self._withdrawn


def _term(decision: Decision) -> str:
    return str(decision.about["term"])


def _holds(decision: Decision, match: Match, rows: frozenset[str]) -> bool:
    return not match.exact or rows <= set(decision.about["keys"])


def _without(match: Match, decided: Mapping[str, Decision]) -> Match:
    """What is left when those are gone that it is not. That only one is left makes it no certainty."""
    gone = {code for code, one in decided.items() if one.judgement == "different"}
    left: Sequence[tuple[str, str]] = [(code, name) for code, name in match.candidates if code not in gone]
    return Match(match.exact and not (gone and len(left) == 1), tuple(left))
