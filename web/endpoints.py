"""A subject's pages and API routes out of one declaration: a view function gives data, this module gives them a form.

`@subject.list("/gaps", …)` registers `/gaps`, a page with table, filters and export links, and `/api/v1/gaps`, the same
rows for programs. A page is rendered by the template named after the endpoint if there is one, else by the generic one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias, get_type_hints

from flask import Blueprint, Flask, Response, g, render_template, request
from pydantic import BaseModel, create_model

from graphkb.access import Right
from graphkb.areas.naming import named, with_names
from graphkb.web.answers import TYPES, as_download, as_json, attached, chosen_format
from graphkb.web.asking import Ask, OneAsk, asked, common_of
from graphkb.web.places import know
from graphkb.web.services import services

API = "/api/v1"
Row: TypeAlias = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Listing:
    """Rows of a list: this page of them, how many there are in all, the cursor of the next page, what else to say."""

    rows: Sequence[Row]
    total: int
    next: str | None = None
    more: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Variant:
    """What one of the paths of an endpoint has of its own, where its parameters depend on the path."""

    title: str
    why: str
    columns: Sequence[str]


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One question and its answer, wherever it is asked."""

    name: str
    path: str
    title: str
    why: str
    ask: type[BaseModel] | Callable[..., type[BaseModel]]
    parts: type[BaseModel]
    row: Any
    answer: Callable[..., Any]
    right: Right
    many: bool
    page: bool
    api: bool
    template: str
    columns: tuple[str, ...]
    place: str | None
    files: Mapping[str, Callable[..., bytes]]
    each: Callable[[], Mapping[str, Variant]] | None

    def asks(self, **parts: str) -> type[BaseModel]:
        """The model of its parameters, where they depend on the path: of this path."""
        return self.ask if isinstance(self.ask, type) else self.ask(**parts)

    @property
    def forms(self) -> tuple[str, ...]:
        """The forms beside the page; `files` are those that only this endpoint has, each with the function that makes it."""
        return ("json", *(("csv", "xlsx", "geojson") if self.many else ()), *self.files)


@dataclass
class Subject:
    """The endpoints of one subject, as two blueprints: pages and API."""

    name: str
    endpoints: list[Endpoint] = field(default_factory=list)

    def list(self, path: str, *, ask: type[Ask] | Callable[..., type[Ask]], **about: Any) -> Callable[[Any], Any]:
        """A list of rows: the view takes its `Ask` and the parts of the path, and gives a `Listing`.

        An `ask` that is a function gives the model for the parts of a path; `each` says which paths there are then.
        """
        return self._register(path, ask, True, about)

    def one(self, path: str, *, ask: type[BaseModel] = OneAsk, **about: Any) -> Callable[[Any], Any]:
        """One thing: the view gives a mapping."""
        return self._register(path, ask, False, about)

    def _register(
        self, path: str, ask: type[BaseModel] | Callable[..., type[BaseModel]], many: bool, about: Mapping[str, Any]
    ) -> Callable[[Any], Any]:
        def keep(view: Callable[..., Any]) -> Callable[..., Any]:
            name = about.get("name", view.__name__)
            self.endpoints.append(
                Endpoint(
                    name=name,
                    path=path,
                    title=about["title"],
                    why=(view.__doc__ or "").strip(),
                    ask=ask,
                    parts=_parts(path, view),
                    row=about.get("row"),
                    answer=view,
                    right=about.get("right", "read"),
                    many=many,
                    page=about.get("page", True),
                    api=about.get("api", True),
                    template=about.get("template", "table.html" if many else f"{name}.html"),
                    columns=tuple(about.get("columns", ())),
                    place=about.get("place"),
                    files=about.get("files", {}),
                    each=about.get("each"),
                )
            )
            return view

        return keep


def part_names(path: str) -> Sequence[str]:
    """The names of the parts of a path that vary."""
    return re.findall(r"<(?:\w+:)?(\w+)>", path)


def _parts(path: str, view: Callable[..., Any]) -> type[BaseModel]:
    """The parts of a path as the view declares them."""
    kinds = get_type_hints(view, include_extras=True)
    fields: dict[str, Any] = {name: (kinds[name], ...) for name in part_names(path)}
    return create_model("Parts", __base__=OneAsk, **fields)


def register(app: Flask, subjects: Iterable[Subject]) -> None:
    """All routes of these subjects; the application keeps the endpoints for its documentation and its tests."""
    for subject in subjects:
        pages, api = Blueprint(subject.name, __name__), Blueprint(f"api_{subject.name}", __name__, url_prefix=API)
        for endpoint in subject.endpoints:
            if endpoint.page:
                _add(app, pages, endpoint, _page_view(endpoint))
            if endpoint.api:
                _add(app, api, endpoint, _api_view(endpoint))
        app.register_blueprint(pages)
        app.register_blueprint(api)
        app.extensions.setdefault("graphkb_endpoints", []).extend(subject.endpoints)


def _add(app: Flask, blueprint: Blueprint, endpoint: Endpoint, view: Callable[..., Response]) -> None:
    view.right = endpoint.right  # type: ignore[attr-defined]
    blueprint.add_url_rule(endpoint.path, endpoint.name, view, methods=["GET"])


def _api_view(endpoint: Endpoint) -> Callable[..., Response]:
    def view(**parts: str) -> Response:
        form = chosen_format(common_of(endpoint.forms).format, endpoint.forms, "json")
        return _formatted(endpoint, form, parts)

    return view


def _page_view(endpoint: Endpoint) -> Callable[..., Response]:
    def view(**parts: str) -> Response:
        form = chosen_format(common_of(endpoint.forms).format, endpoint.forms, "html")
        if form != "html":
            return _formatted(endpoint, form, parts)
        ask, parts = _asked(endpoint, parts)
        data = _answer(endpoint, ask, parts)
        return _revalidated(Response(render_template(endpoint.template, endpoint=endpoint, ask=ask, data=data, parts=parts)))

    return view


def _asked(endpoint: Endpoint, parts: Mapping[str, str]) -> tuple[Any, dict[str, str]]:
    """Parameters and parts of the path, as declared."""
    checked: dict[str, str] = asked(endpoint.parts, {name: [text] for name, text in parts.items()}).model_dump()
    return asked(endpoint.asks(**checked)), checked


def _formatted(endpoint: Endpoint, form: str, given: Mapping[str, str]) -> Response:
    ask, parts = _asked(endpoint, given)
    if form == "json":
        return _revalidated(as_json(_answer(endpoint, ask, parts)))
    if form in endpoint.files:
        body = endpoint.files[form](ask, **parts)
        _record_export(form, len(body))
        return attached(Response(body, content_type=TYPES[form]), f"{'-'.join(parts.values()) or endpoint.name}.{form}")
    settings = services().settings
    everything = ask.model_copy(update={"limit": settings.export_rows})
    listing = _answer(endpoint, everything, parts)
    _record_export(form, len(listing.rows))
    return as_download(endpoint.name, form, listing, with_names(endpoint.columns) or _columns(listing), endpoint.place)


def _answer(endpoint: Endpoint, ask: Any, parts: Mapping[str, str]) -> Any:
    """What the view gives, with the names of areas beside their codes."""
    answer = endpoint.answer(ask, **parts)
    if isinstance(answer, Listing):
        return replace(answer, rows=named(answer.rows, know))
    return named(answer, know)


def _record_export(form: str, count: int) -> None:
    about = {"request": g.request_id, "address": request.remote_addr, "path": request.path, "form": form}
    services().access.audit.write("export", by=g.viewer, count=count, **about)


def _columns(listing: Listing) -> Sequence[str]:
    return tuple(listing.rows[0]) if listing.rows else ()


def _revalidated(response: Response) -> Response:
    """With an ETag; empty where the asker has it already."""
    response.add_etag()
    response.make_conditional(request)
    return response
