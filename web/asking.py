"""What may be asked: parameters as typed models, so that each is checked, documented and a field of a form at once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, TypeVar, get_args, get_origin

from flask import request
from flask_babel import gettext as _
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from graphkb.catalogue import rules
from graphkb.scope import LEVELS
from graphkb.web.problems import Problem

FORMATS = ("json", "csv", "xlsx", "geojson")
# Of every request, whatever it asks for.
COMMON = ("format", "lang")
A = TypeVar("A", bound="Ask")


def _whole_number(text: Any) -> Any:
    """Digits only: what else Python takes for a number (`1e3`, `٣`, ` 5 `) is a mistake here."""
    if isinstance(text, str) and not re.fullmatch(r"[0-9]{1,9}", text):
        raise ValueError("a whole number in digits")
    return text


def _one_of(*allowed: str) -> BeforeValidator:
    def check(text: Any) -> Any:
        if text is not None and text not in allowed:
            raise ValueError(f"one of {', '.join(allowed)}")
        return text

    return BeforeValidator(check)


def _known_rule(text: Any) -> Any:
    if text not in rules():
        raise ValueError("the id of a rule")
    return text


def field(title: str, widget: str = "text", **more: Any) -> Any:
    """A parameter with the title of its form field and how it is asked for on a page."""
    return Field(title=title, json_schema_extra={"widget": widget}, **more)


Whole = Annotated[int, BeforeValidator(_whole_number)]
Code = Annotated[str, Field(min_length=1, max_length=64, pattern=r"^[^\x00-\x1f*%]+$")]
RuleId = Annotated[str, BeforeValidator(_known_rule)]
Level = Annotated[str, _one_of(*LEVELS)]
Verdict = Annotated[str, _one_of("gap", "not_assessable")]


class Ask(BaseModel):
    """What every list understands; unknown parameters are refused."""

    model_config = ConfigDict(extra="forbid")

    limit: Annotated[Whole, Field(ge=1, le=1000)] = field("每页行数", "hidden", default=100)
    cursor: Annotated[str, Field(max_length=2000)] | None = field("翻页位置", "hidden", default=None)

    def filters(self) -> dict[str, Any]:
        """Everything but the place in the list."""
        return self.model_dump(mode="json", exclude={"limit", "cursor"})


class OneAsk(BaseModel):
    """What a question about one thing understands by itself: nothing."""

    model_config = ConfigDict(extra="forbid")


class Dated(BaseModel):
    """Judged on a day."""

    model_config = ConfigDict(extra="forbid")

    as_of: date | None = field("判断日期", "day", default=None)

    @property
    def day(self) -> date:
        """The day asked for, else today."""
        return self.as_of or date.today()


def asked(model: type[A] | type[BaseModel], given: Mapping[str, list[str]] | None = None) -> Any:
    """The parameters of the request as the model has them; `Problem` 400 names each that is wrong."""
    values = given if given is not None else request.args.to_dict(flat=False)
    pages = not request.path.startswith("/api/")
    plain = {name: _plain(model, name, texts, pages) for name, texts in values.items() if name not in COMMON}
    try:
        return model.model_validate({name: value for name, value in plain.items() if value is not None})
    except ValidationError as error:
        wrong = [{"parameter": ".".join(map(str, e["loc"])), "message": e["msg"]} for e in error.errors()]
        names = _("、").join(dict.fromkeys(_called(model, one["loc"]) for one in error.errors()))
        raise Problem(400, "parameter", _("参数不对：%(names)s。", names=names), parameters=wrong) from None


def _called(model: type[BaseModel], place: tuple[int | str, ...]) -> str:
    """A parameter as its form calls it, with its name in the address."""
    name = str(place[0]) if place else ""
    known = model.model_fields.get(name)
    return _("%(title)s（%(name)s）", title=_(known.title), name=name) if known and known.title else name


def _plain(model: type[BaseModel], name: str, texts: list[str], pages: bool) -> Any:
    """One value, or the list where the model wants one. A page's form sends its empty fields too."""
    if pages:
        texts = [text for text in texts if text != ""]
        if not texts:
            return None
    known = model.model_fields.get(name)
    if known is not None and is_list(known.annotation):
        return texts
    if len(texts) > 1:
        raise Problem(400, "parameter", _("参数 %(name)s 只能给一次。", name=name), parameters=[{"parameter": name}])
    return texts[0]


def unique_keys(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A JSON object; ValueError where a key stands in it twice, for two readers could take either."""
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a key stands twice")
    return found


def is_list(annotation: Any) -> bool:
    """Whether a field takes several values."""
    return get_origin(annotation) is list or any(get_origin(one) is list for one in get_args(annotation))
