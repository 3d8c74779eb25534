"""What a number format (ECMA-376 18.8.31) makes of a cell: the text a person sees, and what it says beside the number."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

# One piece of a format: quoted or escaped text, brackets, blanks as wide as a sign, and what stands for digits and dates.
_PIECE = re.compile(
    r'"(?P<quoted>[^"]*)"?|[\\!](?P<escaped>.)|\[(?P<bracket>[^\]]*)\]|_.|\*.|(?P<general>general|g/通用格式|通用格式)'
    r"|(?P<exponent>e[+-])|(?P<date>a{3,5}|am/pm|a/p|上午/下午|[ymdhse]+)|(?P<sign>.)",
    re.IGNORECASE | re.DOTALL,
)
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)\s*(-?\d+(?:\.\d+)?)")
_CURRENCY = re.compile(r"\$([^-]*)(?:-[0-9A-Fa-f]+)?")
_ELAPSED = re.compile(r"h+|m+|s+", re.IGNORECASE)
_TESTS = {"<": "__lt__", ">": "__gt__", "<=": "__le__", ">=": "__ge__", "=": "__eq__", "<>": "__ne__"}
LARGEST = 10**30


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a section: its kind (text, digit, point, comma, percent, slash, exponent, at, general, date) and text."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Section:
    """One of the up to four sections of a format; `condition` is a comparison and its number."""

    pieces: tuple[Piece, ...]
    condition: tuple[str, float] | None

    def has(self, *kinds: str) -> bool:
        """Whether a piece is of one of these kinds."""
        return any(piece.kind in kinds for piece in self.pieces)

    @property
    def literal(self) -> str:
        """The texts of the section that are more than signs around a number."""
        return "".join(piece.text for piece in self.pieces if piece.kind == "text").strip("()+- \u00a0:：")


@dataclass(frozen=True, slots=True)
class Sight:
    """What is seen of a number: the text, its digits without thousands separators, the literal beside them.

    `number` is false where no digit of the value is shown; `faithful` where what is seen is the number itself: not scaled, and
    with no text between its digits.
    """

    text: str
    digits: str
    literal: str
    percent: bool = False
    number: bool = True
    faithful: bool = True


@lru_cache(maxsize=4096)
def sections(code: str) -> tuple[Section, ...]:
    """The sections of a format."""
    found: list[list[Piece]] = [[]]
    conditions: list[tuple[str, float] | None] = [None]
    for match in _PIECE.finditer(code):
        if match["sign"] == ";":
            found.append([])
            conditions.append(None)
        elif match["bracket"] is not None and (condition := _CONDITION.fullmatch(match["bracket"].strip())):
            conditions[-1] = (condition[1], float(condition[2]))
        else:
            found[-1] += _pieces(match)
    return tuple(Section(tuple(pieces), condition) for pieces, condition in zip(found, conditions, strict=True))


def _pieces(match: re.Match[str]) -> list[Piece]:
    if match["quoted"] is not None:
        return [Piece("text", match["quoted"])]
    if match["escaped"] is not None:
        return [Piece("text", match["escaped"])]
    if match["bracket"] is not None:
        currency = _CURRENCY.fullmatch(match["bracket"])
        if _ELAPSED.fullmatch(match["bracket"]):
            return [Piece("elapsed", match["bracket"])]
        return [Piece("text", currency[1])] if currency and currency[1] else []
    for kind in ("general", "exponent", "date"):
        if match[kind] is not None:
            return [Piece(kind, match[kind])]
    sign = match["sign"]
    if sign is None:
        return [Piece("blank", " ")] if match[0].startswith("_") else []
    kinds = {"0": "digit", "#": "digit", "?": "digit", ".": "point", ",": "comma", "%": "percent", "/": "slash", "@": "at"}
    return [Piece(kinds.get(sign, "text"), sign)]


def section_for(value: float, code: str) -> tuple[Section, bool]:
    """The section that a number is shown by, and whether its sign is left to the section."""
    parts = [part for part in sections(code) if not part.has("at")] or list(sections(code)[:1])
    if any(part.condition for part in parts):
        for part in parts:
            if part.condition is None or getattr(float(value), _TESTS[part.condition[0]])(part.condition[1]):
                return part, False
        return parts[-1], False
    if len(parts) >= 3 and value == 0:
        return parts[2], True
    return (parts[1], True) if len(parts) >= 2 and value < 0 else (parts[0], False)


def text_section(code: str) -> Section | None:
    """The section that a text is shown by, None where texts are shown as they are."""
    return next((part for part in sections(code) if part.has("at")), None)


def seen_text(text: str, code: str) -> str:
    """What is seen of a text."""
    section = text_section(code)
    if section is None:
        return text
    return "".join(text if piece.kind == "at" else piece.text for piece in section.pieces if piece.kind != "blank")


def shows_day(code: str) -> bool:
    """Whether a date so formatted shows its day of the month; formats without any part of a date do not decide."""
    letters = [piece.text.lower() for section in sections(code)[:1] for piece in section.pieces if piece.kind == "date"]
    return not letters or any(len(run) <= len("dd") for run in re.findall("d+", " ".join(letters)))


def seen(value: float, code: str) -> Sight:
    """What is seen of a number under this format."""
    section, signed = section_for(value, code)
    if section.has("general", "at") or (not section.pieces and len(sections(code)) == 1):
        plain = _plain(value)
        around = "".join(plain if p.kind in ("general", "at") else p.text for p in section.pieces if p.kind != "blank")
        return Sight(around or plain, around or plain, section.literal)
    if section.has("exponent", "slash", "date", "elapsed") or abs(value) >= LARGEST:
        return Sight(_plain(value), _plain(value), section.literal)
    if not section.has("digit"):
        shown = "".join(piece.text for piece in section.pieces if piece.kind in ("text", "percent")).strip()
        return Sight(shown, shown, section.literal, number=False)
    return _digits(value, section, signed)


def _plain(value: float) -> str:
    return str(int(value)) if value == int(value) and abs(value) < LARGEST else repr(value)


def _digits(value: float, section: Section, signed: bool) -> Sight:
    pieces = list(section.pieces)
    places = [i for i, piece in enumerate(pieces) if piece.kind == "digit"]
    point = next((i for i, piece in enumerate(pieces) if piece.kind == "point"), len(pieces))
    commas = [i for i, piece in enumerate(pieces) if piece.kind == "comma"]
    before = [i for i in places if i < point]
    last = before[-1] if before else point
    scale = sum(1 for i in commas if i > last and (i < point or i > places[-1]))
    grouped = any(i < last for i in commas if before and i > before[0])
    percents = sum(piece.kind == "percent" for piece in pieces)
    number = abs(Decimal(repr(value))) * 100**percents / 1000**scale
    behind = [i for i in places if i > point]
    number = number.quantize(Decimal(1).scaleb(-len(behind)), ROUND_HALF_UP)
    whole, _, fraction = f"{number:f}".partition(".")
    text = {**_whole(whole.lstrip("0"), before, pieces), **dict(zip(behind, fraction, strict=False))}
    between = any(p.kind == "text" and p.text.strip() and places[0] < i < places[-1] for i, p in enumerate(pieces))
    minus = "-" if value < 0 and not signed and number else ""
    shown = [_shown(i, piece, text) for i, piece in enumerate(pieces)]
    digits = minus + "".join(shown).strip()
    grouped_text = minus + "".join(_grouped(shown, before) if grouped else shown).strip()
    return Sight(grouped_text, digits, section.literal, percents > 0, True, not scale and not between)


def _whole(digits: str, places: list[int], pieces: list[Piece]) -> dict[int, str]:
    """The digits before the point on their places, from the right; what is left over stands on the first place."""
    found: dict[int, str] = {}
    for place in reversed(places):
        empty = "0" if pieces[place].text == "0" else ""
        digits, found[place] = (digits[:-1], digits[-1]) if digits else ("", empty)
    if places:
        found[places[0]] = digits + found[places[0]]
    return found


def _shown(place: int, piece: Piece, digits: dict[int, str]) -> str:
    if piece.kind == "digit":
        return digits.get(place, "")
    return "" if piece.kind in ("comma", "blank") else piece.text


def _grouped(shown: list[str], places: list[int]) -> list[str]:
    """The same with commas between thousands."""
    whole = "".join(shown[place] for place in places)
    if not whole.isdigit():
        return shown
    first, *others = places
    out = list(shown)
    out[first] = f"{int(whole):,}" if not whole.startswith("0") else whole
    for place in others:
        out[place] = ""
    return out
