"""What people read, in both languages side by side.

Chinese is what the command line prints and what programs get unless they ask otherwise. A text without English, or with other
places to fill, cannot be declared.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from string import Formatter
from typing import Any, Literal, TypeAlias

Language: TypeAlias = Literal["zh", "en"]
SEPARATORS: Mapping[Language, str] = {"zh": "、", "en": ", "}
CHINESE = re.compile("[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")  # signs and brackets included


@dataclass(frozen=True, slots=True)
class Text:
    """One text in both languages, with the same places in braces; called with what stands there it is something said."""

    zh: str
    en: str

    def __post_init__(self) -> None:
        if found := fault(self.zh, self.en):
            raise ValueError(f"{self.zh}: {found}")

    def __call__(self, **places: Any) -> Said:
        """The text with these in its places."""
        return Said(self, places)

    def told(self, language: Language = "zh") -> str:
        """The text in this language, where it has no places."""
        return self().told(language)

    def __str__(self) -> str:
        return self.told()


@dataclass(frozen=True, slots=True)
class Said:
    """A text and what stands in its places: values, lists of them, or what is itself told in both languages."""

    text: Text
    places: Mapping[str, Any]

    def told(self, language: Language = "zh") -> str:
        """The sentence in this language."""
        places = {name: _placed(value, language) for name, value in self.places.items()}
        return (self.text.zh if language == "zh" else self.text.en).format_map(places)

    def __str__(self) -> str:
        return self.told()


class Spoken(Exception):
    """An error that can be told in both languages; `str()` is Chinese."""

    def __init__(self, said: Said) -> None:
        super().__init__(said)
        self.said = said


class Placed(str):
    """What stands in a place. `{days:day}` is `1 day` or `2 days`; `{people:person|people}` names both forms."""

    __slots__ = ()

    def __format__(self, noun: str) -> str:
        one, _, many = noun.partition("|")
        return f"{self} {one if self == '1' else many or f'{one}s'}" if noun else str(self)


def told(entry: Any, name: str, language: Language) -> Any:
    """What an entry of a declaration carries under this name, in this language: `title` or `title_en`."""
    return getattr(entry, name if language == "zh" else f"{name}_en")


def fault(zh: str, en: str) -> str | None:
    """What is wrong with the English of a text; None if it says as much as the Chinese."""
    if not en.strip():
        return "the English is missing"
    if CHINESE.search(en):
        return f"the English holds Chinese: {en}"
    if _places(zh) != _places(en):
        return f"the English has the places {sorted(_places(en))}, the Chinese {sorted(_places(zh))}"
    return None


def _places(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def _placed(value: Any, language: Language) -> Placed:
    if isinstance(value, (Text, Said)):
        return Placed(value.told(language))
    if isinstance(value, (list, tuple)):
        return Placed(SEPARATORS[language].join(_placed(one, language) for one in value))
    return Placed(value)
