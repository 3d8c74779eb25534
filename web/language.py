"""Chinese first, English second: chosen by the visitor's switch, else by the browser."""

from __future__ import annotations

from flask import Flask, after_this_request, g, request
from flask_babel import Babel
from pypinyin import Style, lazy_pinyin

from graphkb.languages import Language, Said, Spoken

LANGUAGES: dict[Language, str] = {"zh": "中文", "en": "English"}
_LOCALES: dict[Language, str] = {"zh": "zh_Hans_CN", "en": "en"}
COOKIE = "graphkb_language"


def speak(app: Flask) -> None:
    """Messages, numbers and days in the language of each request."""
    Babel(app, locale_selector=lambda: _LOCALES[chosen()], default_locale=_LOCALES["zh"])
    app.before_request(_remember)


def chosen() -> Language:
    """`zh` or `en`."""
    if "language" not in g:
        named = request.args.get("lang") or request.cookies.get(COOKIE)
        found = named if named in LANGUAGES else request.accept_languages.best_match(["zh", "zh-CN", "en"], "zh")
        g.language = "en" if found == "en" else "zh"
    return "en" if g.language == "en" else "zh"


def said(what: Said | Spoken) -> str:
    """What the core says, in the visitor's language."""
    return (what.said if isinstance(what, Spoken) else what).told(chosen())


def _remember() -> None:
    """The switch holds for the visits to come."""
    if request.args.get("lang") in LANGUAGES:
        after_this_request(_keep)


def _keep(response):  # type: ignore[no-untyped-def]
    response.set_cookie(COOKIE, chosen(), path=request.script_root or "/", max_age=365 * 86400, samesite="Lax", httponly=True)
    return response


def by_pinyin(name: str) -> tuple[list[str], str]:
    """The key that sorts Chinese names as people look them up."""
    return lazy_pinyin(name, style=Style.TONE3, neutral_tone_with_five=True), name
