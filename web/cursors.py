"""Places in a list, handed out and taken back: signed, and good for the same question by the same viewer only."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import Any

from flask import g, request
from flask_babel import gettext as _
from itsdangerous import BadData, URLSafeSerializer

from graphkb.web.problems import Problem
from graphkb.web.services import services


def write_cursor(place: Any, filters: dict[str, Any]) -> str:
    """The place as text."""
    return str(_serializer(filters).dumps(place))


def read_cursor(text: str | None, filters: dict[str, Any]) -> Any:
    """The place; None without a cursor; `Problem` 400 where it was not handed out for this question to this viewer."""
    if text is None:
        return None
    try:
        return _serializer(filters).loads(text)
    except BadData:
        raise Problem(400, "cursor", _("翻页位置无效；请从第一页重新开始。")) from None


def _serializer(filters: dict[str, Any]) -> URLSafeSerializer:
    viewer = g.viewer
    path = request.path.removeprefix("/api/v1")
    question = json.dumps([path, filters, viewer.area, viewer.token], sort_keys=True, ensure_ascii=False)
    return URLSafeSerializer(services().access.secret, salt=sha256(question.encode()).hexdigest())
