"""What people read, in both languages side by side.

A process speaks one of them (`here()`): what GRAPHKB_LANG says, else English under an `en*` locale, else Chinese. Pages and API
speak the visitor's. A text without English, or with other places to fill, cannot be declared.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from string import Formatter
from typing import Any, Literal, TypeAlias

Language: TypeAlias = Literal["zh", "en"]
SEPARATORS: Mapping[Language, str] = {"zh": "、", "en": ", "}
CHINESE = re.compile("[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")  # signs and brackets included
SETTING = "GRAPHKB_LANG"


def here() -> Language:
    """The language of this process, decided when it began."""
    return _HERE


def language_of(environ: Mapping[str, str]) -> Language:
    """The language that these variables ask for; of a wrong GRAPHKB_LANG see `refuse_wrong_language`."""
    named = environ.get(SETTING)
    for language in SEPARATORS:
        if named == language:
            return language
    locale = environ.get("LC_ALL") or environ.get("LC_MESSAGES") or environ.get("LANG") or ""
    return "en" if locale.lower().startswith("en") else "zh"


_HERE = language_of(os.environ)


@dataclass(frozen=True, slots=True)
class Text:
    """One text in both languages, with the same places in braces; called with what stands there it is something said."""

    zh: str
    en: str

    def __post_init__(self) -> None:
        if found := fault(self.zh, self.en):
            raise ValueError(f"{self.zh}: {found.told('en')}")

    def __call__(self, **places: Any) -> Said:
        """The text with these in its places."""
        return Said(self, places)

    def told(self, language: Language | None = None) -> str:
        """The text in this language (None: the process's), where it has no places."""
        return self().told(language)

    def __str__(self) -> str:
        return self.told()


@dataclass(frozen=True, slots=True)
class Said:
    """A text and what stands in its places: values, lists of them, or what is itself told in both languages."""

    text: Text
    places: Mapping[str, Any]

    def told(self, language: Language | None = None) -> str:
        """The sentence in this language (None: the process's)."""
        language = language or here()
        places = {name: _placed(value, language) for name, value in self.places.items()}
        return (self.text.zh if language == "zh" else self.text.en).format_map(places)

    def __str__(self) -> str:
        return self.told()


@dataclass(frozen=True, slots=True)
class Wordings:
    """What was said, as it was kept: both wordings."""

    zh: str
    en: str

    def told(self, language: Language | None = None) -> str:
        """The wording in this language (None: the process's)."""
        return self.zh if (language or here()) == "zh" else self.en


class Sentence(str):
    """A sentence as a string in the process's language that still knows what was said, to be told in either."""

    said: Said | Wordings

    def __new__(cls, said: Said | Wordings) -> Sentence:  # noqa: D102
        made = super().__new__(cls, said.told())
        made.said = said
        return made

    def __reduce__(self) -> tuple[type[Sentence], tuple[Said | Wordings]]:
        return Sentence, (self.said,)


Sayable: TypeAlias = Text | Said | Sentence
"""What can be told in both languages: a text without places, or with what stands in them."""


def sentence(text: Sayable, /, **places: Any) -> Sentence:
    """It as a string that can be told in the other language too; a text with these in its places."""
    if isinstance(text, Sentence):
        return text
    return Sentence(text(**places) if isinstance(text, Text) else text)


def stated(zh: str, en: str) -> Sentence:
    """A sentence from both its wordings, as they were kept."""
    return Sentence(Wordings(zh, en))


def both(zh: str, en: str) -> Sentence:
    """A text without places as such a string, declared where it stands: a help text, a heading."""
    return Sentence(Text(zh, en)())


def retold(message: str, language: Language) -> str:
    """A message in this language, as far as it knows it."""
    return message.said.told(language) if isinstance(message, Sentence) else message


def joined(first: Sentence, tail: Text) -> Sentence:
    """A message with something behind it."""
    return Sentence(_JOINED(first=first, tail=tail))


class Spoken(Exception):
    """An error that can be told in both languages; `str()` is the process's."""

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


def refuse_wrong_language(environ: Mapping[str, str]) -> None:
    """`Spoken` where GRAPHKB_LANG names no language."""
    named = environ.get(SETTING)
    if named and named not in SEPARATORS:
        raise Spoken(_NO_LANGUAGE(named=named))


def fault(zh: str, en: str) -> Said | None:
    """What is wrong with the English of a text; None if it says as much as the Chinese."""
    if not en.strip():
        return _NO_ENGLISH()
    if CHINESE.search(en):
        return _HOLDS_CHINESE(en=en)
    if _places(zh) != _places(en):
        return _OTHER_PLACES(english=sorted(_places(en)), chinese=sorted(_places(zh)))
    return None


def _places(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def _placed(value: Any, language: Language) -> Placed:
    if isinstance(value, (Sentence, Spoken)):
        value = value.said
    if isinstance(value, (Text, Said, Wordings)):
        return Placed(value.told(language))
    if isinstance(value, (list, tuple)):
        return Placed(SEPARATORS[language].join(_placed(one, language) for one in value))
    return Placed(value)


_NO_LANGUAGE = Text("环境变量 GRAPHKB_LANG 的值“{named}”不对：应为 zh 或 en。", "GRAPHKB_LANG is {named}; it has to be zh or en.")
_JOINED = Text("{first}{tail}", "{first}{tail}")
_NO_ENGLISH = Text("缺少英文", "the English is missing")
_HOLDS_CHINESE = Text("英文里有中文：{en}", "the English holds Chinese: {en}")
_OTHER_PLACES = Text(
    "英文的占位是 {english}，中文的是 {chinese}", "the English has the places {english}, the Chinese has {chinese}"
)
