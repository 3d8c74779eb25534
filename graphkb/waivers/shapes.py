"""What a waiver is, as it is asked for and as it is kept."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Literal

from graphkb.judge.personal import is_personal
from graphkb.languages import Spoken, Text

FORM = 1  # of the nodes in which waivers are kept
LONGEST = 500  # characters of a reason
_NO_REASON = Text("豁免要写明理由。", "A waiver needs a reason.")
_TOO_LONG = Text("理由最多 {most} 个字，这里有 {count} 个。", "A reason has {most} characters at most, this one has {count}.")
_NOT_ONE_LINE = Text("理由只能是一行可见文字。", "The reason is one line of visible text.")
_PERSONAL = Text(
    "理由里有像身份证号或手机号的数字；豁免不写个人信息，请删去。",
    "The reason holds what looks like an identity-card or mobile number. A waiver holds no personal data: take it out.",
)
_PAST = Text(
    "豁免的最后一天 {until} 已经过去；应为 {today} 或以后。", "The waiver's last day, {until}, is past: give {today} or later."
)
_ONE_OF_TWO = Text(
    "豁免针对一个对象，或一个区域的全部对象：请给出对象编码或区域编码，二者之一。",
    "A waiver is for one subject or for all of an area: give the code of the subject or of the area, one of the two.",
)


class BadWaiver(Spoken):
    """A waiver that cannot be set as it was asked for; the message says what is wrong (exit code 2; 400)."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A waiver asked for: one rule, and one subject of it or (`area`) all in an area and below it; `until` is its last day.

    `by` says who asks: the id of a token, or the user of the system.
    """

    rule: str
    subject: str | None
    area: str | None
    reason: str
    until: date
    by: str

    def __post_init__(self) -> None:
        if bool(self.subject) == bool(self.area):
            raise BadWaiver(_ONE_OF_TWO())
        if not self.reason.strip():
            raise BadWaiver(_NO_REASON())
        if len(self.reason) > LONGEST:
            raise BadWaiver(_TOO_LONG(most=LONGEST, count=len(self.reason)))
        if not all(map(_visible, self.reason)):
            raise BadWaiver(_NOT_ONE_LINE())
        if is_personal(self.reason, is_code=False):
            raise BadWaiver(_PERSONAL())
        if self.until < date.today():
            raise BadWaiver(_PAST(until=self.until, today=date.today()))


def _visible(character: str) -> bool:
    """No line break, control or direction character: the last would turn the text around it, too."""
    return unicodedata.category(character) not in ("Cc", "Cf", "Cs", "Zl", "Zp")


@dataclass(frozen=True, slots=True)
class Waived:
    """A waiver that holds for a gap. One of an area above the viewer's says nothing but its last day."""

    id: str | None
    area: str | None
    reason: str | None
    until: date
    by: str | None
    at: str | None


@dataclass(frozen=True, slots=True)
class Waiver:
    """A waiver as it is kept. Times are UTC, `until` is the last day on which it holds.

    `subject` is None where it is for all subjects in `area` and below; else `area` is the area that the subject belongs to now,
    None where the subject is not in the graph.
    """

    id: str
    rule: str
    subject: str | None
    subject_label: str | None
    subject_name: str | None
    area: str | None
    reason: str
    until: date
    state: Literal["in_force", "expired", "taken_back"]
    by: str
    at: str
    taken_back: str | None
    taken_back_by: str | None

    def as_row(self) -> dict[str, Any]:
        """The row by column."""
        return asdict(self)


def state_of(row: Mapping[str, Any], as_of: date) -> Literal["in_force", "expired", "taken_back"]:
    """What has become of a waiver by that day."""
    if row["taken_back"]:
        return "taken_back"
    return "in_force" if row["until"] >= as_of else "expired"
