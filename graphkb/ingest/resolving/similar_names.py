"""Names in place of codes: the same name in another style is found, a similar one is only suggested."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher

_STYLES = (("社区居民委员会", "社区"), ("社区居委会", "社区"), ("居民委员会", "居委会"), ("村民委员会", "村委会"))
_RARE = re.compile(r"[(（]([^()（）]{1,4})[)）]")
SIMILAR = 0.7
MOST_NAMES = 20
"""A character that more than one name in so many has tells nothing apart."""


def is_name(text: str) -> bool:
    """Whether a cell of a code column holds a Chinese name rather than a code."""
    return any("\u3400" <= c <= "\u9fff" or c >= "\U00020000" for c in text)


def normal_form(name: str) -> str:
    """One spelling for the styles in which the same unit is written; 村委会 and 居委会 stay apart."""
    text = "".join(unicodedata.normalize("NFKC", name).split())
    for style, plain in _STYLES:
        if text.endswith(style):
            return text.removesuffix(style) + plain
    return text


@dataclass(frozen=True, slots=True)
class Match:
    """What a name may mean: codes with their names; `exact` where the name is the same in one of its styles."""

    exact: bool
    candidates: tuple[tuple[str, str], ...]

    @property
    def is_one(self) -> bool:
        """Whether the name is that of one node and no other."""
        return self.exact and len(self.candidates) == 1


class Names:
    """The names of the nodes a reference may point at."""

    def __init__(self, nodes: Iterable[tuple[str, str]]) -> None:
        self._codes: dict[str, dict[str, str]] = defaultdict(dict)
        self._holders: dict[str, list[str]] = defaultdict(list)
        for code, name in nodes:
            self._codes[normal_form(name)][code] = name

    def match(self, name: str) -> Match:
        """Exactly named nodes; else the most similar ones (one character other, or a rare one in parentheses)."""
        wanted = normal_form(name)
        if wanted in self._codes:
            return Match(True, tuple(sorted(self._codes[wanted].items())))
        near = [form for form in self._worth_comparing(wanted) if _similar(wanted, form)]
        best = max((_closeness(wanted, form) for form in near), default=0.0)
        found = {c: n for form in near if _closeness(wanted, form) >= best for c, n in self._codes[form].items()}
        return Match(False, tuple(sorted(found.items())))

    def _worth_comparing(self, wanted: str) -> Iterable[str]:
        """The names that share enough characters with the wanted one to be similar: in a whole country few of many.

        Characters of most names (社, 区, 村) tell nothing apart; they are taken to be shared.
        """
        if _RARE.search(wanted):
            return self._codes
        if not self._holders:
            self._index()
        written = Counter(wanted)
        common = {c for c in written if len(self._holders.get(c, ())) * MOST_NAMES > len(self._codes)}
        free, length = sum(written[c] for c in common), len(wanted)
        shared: Counter[str] = Counter()
        for character in written.keys() - common:
            shared.update(dict.fromkeys(self._holders.get(character, ()), written[character]))
        # A ratio of 0.7 means that as many characters agree as are 0.35 of both lengths together.
        enough = SIMILAR / 2 * length
        short = [f for f in self._codes if f not in shared and free >= enough + SIMILAR / 2 * _length(f)]
        return [*short, *(f for f, count in shared.items() if count + free >= enough + SIMILAR / 2 * _length(f))]

    def _index(self) -> None:
        for form in self._codes:
            for character in set(form):
                self._holders[character].append(form)


def closeness(one: str, other: str) -> float:
    """How alike two names are, from 0 to 1, whatever styles they are written in."""
    return _closeness(normal_form(one), normal_form(other))


def _length(name: str) -> int:
    """The length of a name in which a description may stand for a character."""
    return len(_RARE.sub("", name)) if "(" in name else len(name)


def _closeness(one: str, other: str) -> float:
    return 1.0 if _rare_equal(one, other) else SequenceMatcher(None, one, other).ratio()


def _similar(one: str, other: str) -> bool:
    if abs(len(one) - len(other)) > 3 or {_committee(one), _committee(other)} == {"村", "居"}:
        return False
    return _rare_equal(one, other) or SequenceMatcher(None, one, other).ratio() >= SIMILAR


def _committee(name: str) -> str | None:
    """Of what the name is that of a committee: 村 or 居. The two kinds are never each other's slip of the pen."""
    if name.endswith(("村委会", "村")):
        return "村"
    return "居" if name.endswith(("居委会", "社区")) else None


def _rare_equal(one: str, other: str) -> bool:
    """Whether the names are the same when a parenthesised description stands for one character."""
    return any(_RARE.search(a) and _rare_pattern(a).fullmatch(b) for a, b in ((one, other), (other, one)))


def _rare_pattern(name: str) -> re.Pattern[str]:
    parts = _RARE.split(name)
    return re.compile(".".join(re.escape(text) for text in parts[::2]))
