"""Ends a query of the embedded engine from outside: while one runs, the engine reads nothing more over Bolt."""

from __future__ import annotations

import base64
import contextlib
import http.client
import json
from typing import Any

_SECONDS = 5


def end_query(port: int, user: str, password: str, mark: str) -> bool:
    """Ends the running queries of the user whose text contains the mark; False if there is none or nobody answers."""
    ended = False
    with contextlib.suppress(OSError, http.client.HTTPException, ValueError):
        for query in _asked(port, user, password, "list queries"):
            if mark.strip() in str(query.get("text")):
                _asked(port, user, password, f"terminate query {query['id']}")
                ended = True
    return ended


def _asked(port: int, user: str, password: str, command: str) -> list[dict[str, Any]]:
    """What the engine answers to a command over HTTP."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=_SECONDS)
    try:
        proof = base64.b64encode(f"{user}:{password}".encode()).decode()
        headers = {"Authorization": f"Basic {proof}", "Content-Type": "application/json"}
        connection.request("POST", "/api/v1/server", json.dumps({"command": command}), headers)
        answer = json.loads(connection.getresponse().read())
    finally:
        connection.close()
    result = answer.get("result") if isinstance(answer, dict) else None
    return result if isinstance(result, list) else []
