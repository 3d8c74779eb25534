"""The API described from its own declarations: OpenAPI 3.1, parameters and rows out of the typed models."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import is_dataclass
from typing import Any

from flask_babel import gettext as _
from pydantic import BaseModel, TypeAdapter

from graphkb import __version__
from graphkb.web.answers import TYPES
from graphkb.web.asking import COMMON, is_list
from graphkb.web.endpoints import API, Endpoint

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
    "required": ["columns", "data", "truncated"],
    "properties": {
        "columns": {"type": "array", "items": {"type": "string"}},
        "data": {"type": "array", "items": {"type": "array"}},
        "truncated": {"type": "boolean"},
    },
}


def describe(endpoints: Iterable[Endpoint]) -> dict[str, Any]:
    """The whole document."""
    schemas: dict[str, Any] = {"Problem": _PROBLEM}
    paths = {_path(one): {"get": _operation(one, schemas)} for one in endpoints if one.api}
    paths["/cypher"] = {"post": _cypher()}
    return {
        "openapi": "3.1.0",
        "info": {"title": "graphkb", "version": __version__, "description": _("组织覆盖：数字、缺口、依据、网络。")},
        "servers": [{"url": API}],
        "security": [{"token": []}, {}],
        "paths": paths,
        "components": {"schemas": schemas, "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}}},
    }


def _path(endpoint: Endpoint) -> str:
    return re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", endpoint.path)


def _operation(endpoint: Endpoint, schemas: dict[str, Any]) -> dict[str, Any]:
    content: dict[str, Any] = {TYPES["json"]: {"schema": _answer(endpoint, schemas)}}
    content |= {TYPES[form]: {} for form in endpoint.forms[1:]}
    ok = {"description": _(endpoint.title), "content": content}
    return {
        "operationId": endpoint.name,
        "summary": _(endpoint.title),
        "description": endpoint.why,
        "parameters": [*_path_parameters(endpoint), *_query_parameters(endpoint)],
        "responses": {"200": ok, "304": {"description": "not modified"}, **_problems(_ERRORS)},
    }


def _path_parameters(endpoint: Endpoint) -> list[dict[str, Any]]:
    names = re.findall(r"<(?:\w+:)?(\w+)>", endpoint.path)
    return [{"name": name, "in": "path", "required": True, "schema": {"type": "string", "minLength": 1}} for name in names]


def _query_parameters(endpoint: Endpoint) -> list[dict[str, Any]]:
    schema = endpoint.ask.model_json_schema()
    required = set(schema.get("required", ()))
    found = [_parameter(endpoint.ask, name, one, name in required) for name, one in schema.get("properties", {}).items()]
    common = [{"type": "string", "enum": [*endpoint.forms]}, {"type": "string", "enum": ["zh", "en"]}]
    return [*found, *({"name": name, "in": "query", "schema": s} for name, s in zip(COMMON, common, strict=True))]


def _parameter(model: type[BaseModel], name: str, schema: Mapping[str, Any], required: bool) -> dict[str, Any]:
    field = next(f for n, f in model.model_fields.items() if name in (n, f.alias))
    plain = {key: value for key, value in schema.items() if key not in ("widget", "default")}
    if title := schema.get("title"):
        plain["title"] = _(title)
    if is_list(field.annotation):
        return {"name": name, "in": "query", "schema": plain, "style": "form", "explode": True, "required": required}
    return {"name": name, "in": "query", "schema": plain, "required": required}


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
        return {"type": "object", "properties": {name: {} for name in endpoint.columns}}
    found = TypeAdapter[Any](endpoint.row).json_schema(mode="serialization", ref_template="#/components/schemas/{model}")
    schemas.update(found.pop("$defs", {}))
    name = str(found.get("title", endpoint.name))
    schemas[name] = {key: value for key, value in found.items() if key != "required"}
    return {"$ref": f"#/components/schemas/{name}"}


def _problems(statuses: Iterable[str]) -> dict[str, Any]:
    content = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {status: {"description": "problem", "content": content} for status in statuses}


def _cypher() -> dict[str, Any]:
    body = {"required": True, "content": {"application/json": {"schema": _CYPHER_ASK}}}
    ok = {"description": "rows", "content": {"application/json": {"schema": _CYPHER_ANSWER}}}
    about = {"operationId": "cypher", "summary": _("只读 Cypher"), "requestBody": body}
    return {**about, "responses": {"200": ok, **_problems((*_ERRORS, "413", "415", "504"))}}
