"""The API described from its own declarations: OpenAPI 3.1, parameters and rows out of the typed models."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import is_dataclass, replace
from typing import Any

from flask_babel import gettext as _
from pydantic import BaseModel, TypeAdapter

from graphkb import __version__
from graphkb.areas.naming import with_names
from graphkb.web.answers import TYPES
from graphkb.web.asking import OneAsk, common, fields_of, is_list, parameters
from graphkb.web.endpoints import API, Endpoint, part_names

_PROBLEM = {
    "type": "object",
    "required": ["type", "title", "status", "code", "detail", "request_id"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "code": {"type": "string"},
        "detail": {"type": "string"},
        "request_id": {"type": "string"},
        "parameters": {"type": "array", "items": {"$ref": "#/components/schemas/WrongParameter"}},
    },
}
_WRONG = {
    "type": "object",
    "required": ["parameter"],
    "properties": {
        "parameter": {"type": "string"},
        "message": {"type": "string"},
        "allowed": {"type": "array", "items": {"type": "string"}},
    },
}
_ERRORS = ("400", "401", "403", "404", "414", "429", "503")
_CYPHER_ASK = {
    "type": "object",
    "required": ["query"],
    "additionalProperties": False,
    "properties": {"query": {"type": "string"}, "parameters": {"type": "object"}},
}
_CYPHER_ANSWER = {
    "type": "object",
    "required": ["columns", "data", "truncated", "warnings"],
    "properties": {
        "columns": {"type": "array", "items": {"type": "string"}},
        "data": {"type": "array", "items": {"type": "array", "items": {}}},
        "truncated": {"type": "boolean"},
        "warnings": {"type": "array", "items": {"type": "string"}},
    },
}


def describe(endpoints: Iterable[Endpoint], root: str = "") -> dict[str, Any]:
    """The whole document; `root` is the path that a proxy has put the site under."""
    schemas: dict[str, Any] = {"Problem": _PROBLEM, "WrongParameter": _WRONG}
    paths = {path: {"get": one} for endpoint in endpoints if endpoint.api for path, one in _operations(endpoint, schemas)}
    paths["/cypher"] = {"post": _cypher()}
    return {
        "openapi": "3.1.0",
        "info": {"title": "graphkb", "version": __version__, "description": _("组织覆盖：数字、缺口、依据、网络。")},
        "servers": [{"url": f"{root}{API}"}],
        "security": [{"token": []}, {}],
        "paths": paths,
        "components": {"schemas": schemas, "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}}},
    }


def _operations(endpoint: Endpoint, schemas: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Its path; where its parameters depend on the path, each of the paths that there are."""
    path = re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", endpoint.path)
    if endpoint.each is None:
        yield path, _operation(endpoint, schemas, endpoint.asks())
        return
    (name,) = part_names(endpoint.path)
    for value, variant in endpoint.each().items():
        own = replace(endpoint, name=f"{endpoint.name}_{value.replace('-', '_')}", columns=tuple(variant.columns), parts=OneAsk)
        described = _operation(own, schemas, endpoint.asks(**{name: value}))
        yield path.replace(f"{{{name}}}", value), described | {"summary": variant.title, "description": variant.why}


def _operation(endpoint: Endpoint, schemas: dict[str, Any], ask: type[BaseModel]) -> dict[str, Any]:
    content: dict[str, Any] = {TYPES["json"]: {"schema": _answer(endpoint, schemas)}}
    content |= {TYPES[form]: {} for form in endpoint.forms[1:]}
    ok = {"description": _(endpoint.title), "content": content}
    given = (("path", endpoint.parts), ("query", ask), ("query", common(endpoint.forms)))
    return {
        "operationId": endpoint.name,
        "summary": _(endpoint.title),
        "description": endpoint.why,
        "parameters": [one for place, model in given for one in _parameters(model, place)],
        "responses": {"200": ok, "304": {"description": "not modified"}, **_problems(_ERRORS)},
    }


def _parameters(model: type[BaseModel], place: str) -> Iterator[dict[str, Any]]:
    fields = fields_of(model)
    for name, schema in parameters(model).items():
        about: dict[str, Any] = {"description": _(fields[name].title)} if fields[name].title else {}
        about |= {"style": "form", "explode": True} if is_list(fields[name].annotation) else {}
        yield {"name": name, "in": place, "required": fields[name].is_required(), "schema": schema, **about}


def _answer(endpoint: Endpoint, schemas: dict[str, Any]) -> dict[str, Any]:
    row = _row(endpoint, schemas)
    if not endpoint.many:
        return row
    return {
        "type": "object",
        "required": ["data", "next", "total"],
        "properties": {
            "data": {"type": "array", "items": row},
            "next": {"type": ["string", "null"]},
            "total": {"type": "integer", "minimum": 0},
        },
    }


def _row(endpoint: Endpoint, schemas: dict[str, Any]) -> dict[str, Any]:
    """The schema of a row: of the dataclass that it is made from, else an object with these columns."""
    if not (isinstance(endpoint.row, type) and is_dataclass(endpoint.row)):
        return {"type": "object", "properties": {name: {} for name in with_names(endpoint.columns)}}
    found = TypeAdapter[Any](endpoint.row).json_schema(mode="serialization", ref_template="#/components/schemas/{model}")
    schemas.update({name: _with_names(one) for name, one in found.pop("$defs", {}).items()})
    name = str(found.get("title", endpoint.name))
    schemas[name] = _with_names({key: value for key, value in found.items() if key != "required"})
    return {"$ref": f"#/components/schemas/{name}"}


def _with_names(schema: dict[str, Any]) -> dict[str, Any]:
    """The schema of an object whose areas are named."""
    own = schema.get("properties", {})
    kinds = {"area_name": {"type": ["string", "null"]}, "path_names": {"type": "array", "items": {"type": "string"}}}
    return schema | {"properties": {name: own.get(name) or kinds[name] for name in with_names(tuple(own))}} if own else schema


def _problems(statuses: Iterable[str]) -> dict[str, Any]:
    content = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {status: {"description": "problem", "content": content} for status in statuses}


def _cypher() -> dict[str, Any]:
    body = {"required": True, "content": {"application/json": {"schema": _CYPHER_ASK}}}
    ok = {"description": "rows", "content": {"application/json": {"schema": _CYPHER_ANSWER}}}
    about = {"operationId": "cypher", "summary": _("只读 Cypher"), "requestBody": body}
    return {**about, "responses": {"200": ok, **_problems((*_ERRORS, "413", "415", "504"))}}
