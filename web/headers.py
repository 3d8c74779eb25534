"""What every answer tells browsers: run nothing but our own files, be framed by nobody, keep nothing for others."""

from __future__ import annotations

from flask import Flask, Response, g, request

from graphkb.web.settings import Settings

# Nothing inline and nothing from elsewhere; pictures may be drawn by scripts (data:, blob:).
POLICY = "; ".join(
    (
        *("default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' data: blob:", "font-src 'self'"),
        *("connect-src 'self'", "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'", "object-src 'none'"),
    )
)
SAME_FOR_ALL = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # Not no-referrer: with that, browsers send forms with `Origin: null`.
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
_YEAR = 365 * 86400


def send_headers(app: Flask, settings: Settings) -> None:
    """The headers on every answer of the application, errors and static files included."""
    always = {**SAME_FOR_ALL}
    if settings.https:
        always["Strict-Transport-Security"] = f"max-age={_YEAR}"

    @app.after_request
    def add(response: Response) -> Response:
        response.headers.update(always)
        response.headers["X-Request-ID"] = g.get("request_id", "")
        if request.endpoint != "static":
            _keep_private(response)
        return response


def _keep_private(response: Response) -> None:
    """What depends on the viewer is for that viewer: kept by no one else, and asked for anew (ETag) each time."""
    response.vary.update(("Accept", "Accept-Language", "Authorization", "Cookie"))
    if response.status_code >= 400:
        response.headers["Cache-Control"] = "no-store"
    else:
        response.headers.setdefault("Cache-Control", "private, no-cache")
