"""Every text of the pages that is to be translated: those marked in code and templates, titles of endpoints and fields.

`python -m tests.web.messages` brings the English catalogue up to date: new texts without a translation, old ones dropped.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from graphkb.web.asking import common
from graphkb.web.endpoints import Endpoint
from graphkb.web.views import SUBJECTS

WEB = Path(__file__).parents[2] / "web"
ENGLISH = WEB / "translations" / "en" / "LC_MESSAGES" / "messages.po"
HEADER = "# English texts of the pages; message ids are the Chinese ones."
METHODS = [("**.py", "python"), ("templates/**.html", "jinja2.ext:babel_extract")]
OPTIONS = {"templates/**.html": {"trimmed": "true", "extensions": "jinja2.ext.i18n"}}


def marked() -> set[str]:
    """The texts marked for translation in the folder of the application."""
    found = extract_from_dir(str(WEB), METHODS, OPTIONS, keywords={"_": None, "gettext": None})
    return {text for _file, _line, text, _comments, _context in found if isinstance(text, str) and text}


def declared() -> set[str]:
    """Titles that declarations carry."""
    endpoints: list[Endpoint] = [one for subject in SUBJECTS for one in subject.endpoints]
    return {one.title for one in endpoints} | {title for one in endpoints for title in _titles(one)}


def _titles(endpoint: Endpoint) -> Iterator[str]:
    asks = [common(endpoint.forms), *([endpoint.ask] if isinstance(endpoint.ask, type) else [])]
    yield from (field.title or name for ask in asks for name, field in ask.model_fields.items())


def english() -> Catalog:
    """The English catalogue as it is kept."""
    with ENGLISH.open("rb") as file:
        return read_po(file, locale="en")


def compiled(catalogue: Catalog) -> bytes:
    """The form that is read when the application runs."""
    out = io.BytesIO()
    write_mo(out, catalogue)
    return out.getvalue()


def update() -> None:
    """Write the English catalogue with exactly the texts that there are."""
    before = {message.id: message.string for message in english()}
    catalogue = Catalog(locale="en", project="graphkb", version="1", header_comment=HEADER, fuzzy=False)
    catalogue.creation_date = catalogue.revision_date = datetime(2026, 1, 1, tzinfo=UTC)
    for text in sorted(marked() | declared()):
        catalogue.add(text, before.get(text, ""))
    with ENGLISH.open("wb") as file:
        write_po(file, catalogue, width=100)
    ENGLISH.with_suffix(".mo").write_bytes(compiled(english()))


if __name__ == "__main__":
    update()
