"""What may be asked: parameters as typed models, so that each is checked, documented and a field of a form at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from typing import Annotated, Any, TypeVar, get_args, get_origin

from flask import request
from flask_babel import gettext as _
from pydantic import BaseModel, ConfigDict, Field, ValidationError, create_model
from pydantic.fields import FieldInfo

from graphkb.web.kinds import DIGITS, Day, OneOf
from graphkb.web.language import LANGUAGES
from graphkb.web.problems import Problem

FORMATS = ("json", "csv", "xlsx", "geojson")
# Of every request, whatever it asks for.
COMMON = ("format", "lang")
A = TypeVar("A", bound="Ask")
_OF_FORMS = ("anyOf", "widget", "title", "default")


def field(title: str, widget: str = "text", **more: Any) -> Any:
    """A parameter with the title of its form field and how it is asked for on a page."""
    return Field(title=title, json_schema_extra={"widget": widget}, **more)


class Ask(BaseModel):
    """What every list understands; unknown parameters are refused."""

    model_config = ConfigDict(extra="forbid")

    limit: Annotated[int, Field(ge=1, le=1000), DIGITS] = field("每页行数", "hidden", default=100)
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

    as_of: Day | None = field("判断日期", "day", default=None)

    @property
    def day(self) -> date:
        """The day asked for, else today."""
        return self.as_of or date.today()


@cache
def common(forms: tuple[str, ...]) -> type[BaseModel]:
    """What every request understands, whatever it asks for: one of these forms, a language."""
    fields: dict[str, Any] = {
        name: (Annotated[str, OneOf.fixed(*names)] | None, field(title, "hidden", default=None))
        for name, title, names in (("format", "格式", forms), ("lang", "语言", LANGUAGES))
    }
    return create_model("Common", __base__=OneAsk, **fields)


def asked(model: type[A] | type[BaseModel], given: Mapping[str, list[str]] | None = None) -> Any:
    """The parameters of the request, or those given, as the model has them; `Problem` 400 says of each what it may be."""
    texts = given if given is not None else {name: one for name, one in _arguments().items() if name not in COMMON}
    return _validated(model, texts)


def common_of(forms: tuple[str, ...]) -> Any:
    """The parameters of the request that every request understands."""
    return _validated(common(forms), {name: one for name, one in _arguments().items() if name in COMMON})


def _arguments() -> dict[str, list[str]]:
    """The parameters of the address. A page's form sends its empty fields too: they are none."""
    every = request.args.to_dict(flat=False)
    if request.path.startswith("/api/"):
        return every
    return {name: kept for name, texts in every.items() if (kept := [text for text in texts if text != ""])}


def _validated(model: type[BaseModel], texts: Mapping[str, list[str]]) -> Any:
    try:
        return model.model_validate({name: _plain(model, name, one) for name, one in texts.items()})
    except ValidationError as error:
        wrong = list(_wrong(model, error))
        detail = _("；").join(dict.fromkeys(one["message"] for one in wrong))
        code = next((one["parameter"] for one in wrong if one["parameter"] in COMMON), "parameter")
        raise Problem(400, code, _("参数不对：%(names)s。", names=detail), parameters=wrong) from None


def _plain(model: type[BaseModel], name: str, texts: list[str]) -> Any:
    """One value, or the list where the model wants one."""
    known = fields_of(model).get(name)
    if known is not None and is_list(known.annotation):
        return texts
    if len(texts) > 1:
        raise Problem(400, "parameter", _("参数 %(name)s 只能给一次。", name=name), parameters=[{"parameter": name}])
    return texts[0]


def _wrong(model: type[BaseModel], error: ValidationError) -> Iterator[dict[str, Any]]:
    """Each parameter that is wrong, what it may be in words, and the names allowed where there is a list of them."""
    schemas, titles = parameters(model), fields_of(model)
    for one in error.errors():
        name = str(one["loc"][0])
        if one["type"] == "extra_forbidden":
            known = [*schemas, *COMMON]
            said = _("没有参数 %(name)s，可用的有 %(names)s", name=name, names=_("、").join(known))
            yield {"parameter": name, "message": said, "allowed": known}
            continue
        title = _("%(title)s（%(name)s）", title=_(titles[name].title), name=name) if titles[name].title else name
        allowed = _values(schemas[name])
        missing = one["type"] == "missing"
        said = _("缺少 %(title)s", title=title) if missing else _("%(title)s %(may)s", title=title, may=may_be(schemas[name]))
        yield {"parameter": name, "message": said} | ({"allowed": allowed} if allowed else {})


def parameters(model: type[BaseModel]) -> dict[str, dict[str, Any]]:
    """What each parameter may be, as JSON schema: without null, which no address holds, and without what is of forms."""
    described = model.model_json_schema().get("properties", {})
    return {name: _without_null(schema) for name, schema in described.items()}


def _without_null(schema: Mapping[str, Any]) -> dict[str, Any]:
    one: dict[str, Any] = next((found for found in schema.get("anyOf", ()) if found.get("type") != "null"), {})
    return one | {name: value for name, value in schema.items() if name not in _OF_FORMS}


def may_be(schema: Mapping[str, Any]) -> str:
    """What a parameter may be, in words."""
    if allowed := _values(schema):
        return str(_("应为 %(names)s 之一", names=_("、").join(allowed)))
    kind = schema.get("items", schema)
    if kind.get("type") == "integer":
        return str(_("应为 %(least)s 到 %(most)s 的整数", least=kind["minimum"], most=kind["maximum"]))
    if kind.get("type") == "number":
        return str(_("应为数字"))
    if kind.get("format") == "date":
        return str(_("应为日期，写成 2026-06-30 这样"))
    if kind.get("examples"):
        return str(_("应写成 %(example)s 这样", example=kind["examples"][0]))
    return str(_("应为最多 %(most)s 个可见字符", most=kind.get("maxLength", 0)))


def _values(schema: Mapping[str, Any]) -> list[str]:
    kind = schema.get("items", schema)
    return ["true", "false"] if kind.get("type") == "boolean" else [*kind.get("enum", ())]


def fields_of(model: type[BaseModel]) -> dict[str, FieldInfo]:
    """The fields of a model by the name that a request gives them."""
    return {one.alias or name: one for name, one in model.model_fields.items()}


def is_list(annotation: Any) -> bool:
    """Whether a field takes several values."""
    return get_origin(annotation) is list or any(get_origin(one) is list for one in get_args(annotation))


def unique_keys(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A JSON object; ValueError where a key stands in it twice, for two readers could take either."""
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a key stands twice")
    return found
