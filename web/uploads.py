"""Ledgers on their way in: kept in a private folder under a random name until they are loaded, for an hour at most."""

from __future__ import annotations

import json
import secrets
import shutil
import time
import unicodedata
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import IO

from flask_babel import gettext as _

from graphkb.areas.scope import UnknownArea, find_scope
from graphkb.areas.territory import Within, reaches
from graphkb.ingest.load import Options, load
from graphkb.ingest.report import LoadReport, refusal
from graphkb.ingest.resolving.sources import UnknownAreaError
from graphkb.ingest.writing.lock import LoadRunningError
from graphkb.loaders import open_paths
from graphkb.problems import Refused
from graphkb.store import Store
from graphkb.store.home import private_directory, write_private
from graphkb.web.language import said
from graphkb.web.problems import Problem
from graphkb.web.settings import Settings

KEPT_SECONDS = 3600
KEPT_FILES = 20
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Upload:
    """A file kept: its random id, its own name, where it is, its digest, what it is to be loaded as, whose it is."""

    id: str
    name: str
    path: str
    digest: str
    area: str | None
    edition: str
    token: str | None
    partial: bool = False
    accept_shrink: bool = False

    @property
    def options(self) -> Options:
        """How it is to be loaded."""
        day = date.fromisoformat(self.edition)
        return Options(self.area, None, day, partial=self.partial, accept_shrink=self.accept_shrink)


def keep(settings: Settings, name: str, content: IO[bytes], options: Options, token: str | None) -> Upload:
    """The file, written as it comes in; `Problem` 413 where it is too large, 429 where too many are waiting."""
    root = private_directory(settings.folder / "uploads")
    _clear(root)
    if sum(1 for _one in root.iterdir()) >= KEPT_FILES:
        raise Problem(429, "uploads", _("等待确认的文件太多；请稍后再试。"), headers={"Retry-After": "60"})
    upload = secrets.token_urlsafe(16)
    folder = private_directory(root / upload)
    path = folder / _plain(name)
    digest = sha256()
    with path.open("xb") as out:
        for chunk in _chunks(content, settings.upload_bytes, folder):
            digest.update(chunk)
            out.write(chunk)
    given = (options.area, str(options.edition), token, options.partial, options.accept_shrink)
    found = Upload(upload, path.name, str(path), digest.hexdigest(), *given)
    write_private(folder / "about.json", json.dumps(asdict(found), ensure_ascii=False))
    return found


def find(settings: Settings, upload: str, token: str | None) -> Upload | None:
    """The upload of that id by that token, if it is still there and unchanged.

    An id is looked up among the names, never used as a path.
    """
    root = private_directory(settings.folder / "uploads")
    _clear(root)
    folder = next((one for one in root.iterdir() if one.name == upload), None)
    if folder is None:
        return None
    found = Upload(**json.loads((folder / "about.json").read_text("utf-8")))
    same = sha256(Path(found.path).read_bytes()).hexdigest() == found.digest
    return found if same and found.token == token else None


def remove(upload: Upload) -> None:
    """Nothing of it stays."""
    shutil.rmtree(Path(upload.path).parent, ignore_errors=True)


def run(store: Store, upload: Upload, *, dry_run: bool) -> LoadReport:
    """The load of it. A refused input is a report that says so; `Problem` where it cannot be tried."""
    options = replace(upload.options, dry_run=dry_run)
    try:
        return load(store, open_paths([Path(upload.path)]), options)
    except Refused as refused:
        return refusal("", refused.problem)
    except UnknownAreaError as error:
        raise Problem(400, "area", said(error)) from None
    except LoadRunningError as error:
        raise Problem(409, "load.running", said(error), headers={"Retry-After": "30"}) from None


def outside(store: Store, report: LoadReport, within: Within | None) -> list[str]:
    """The areas of the report that this viewer may not load: sources elsewhere, and rows about elsewhere."""
    if within is None:
        return []
    areas = sorted({str(source["area"]) for source in report.sources if source["area"]})
    found = [area for area in areas if not _inside(store, area, within)]
    rows = [f"{p.sheet} {p.row}" for p in report.problems if p.code == "area.outside"]
    return found + rows


def _inside(store: Store, area: str, within: Within) -> bool:
    try:
        return reaches(within, dict(find_scope(store, area).codes))
    except UnknownArea:
        return False


def _chunks(content: IO[bytes], most: int, folder: Path) -> Iterator[bytes]:
    size = 0
    while chunk := content.read(_CHUNK):
        size += len(chunk)
        if size > most:
            shutil.rmtree(folder, ignore_errors=True)
            raise Problem(413, "too_large", _("文件超过 %(most)s MB；请拆开，或用命令行装载。", most=most // 1_000_000))
        yield chunk


def _plain(name: str) -> str:
    """The file's own name without any path, control or direction characters; provenance shows it."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    kept = "".join(c for c in last if unicodedata.category(c)[0] != "C" and c not in '<>:"|?*').strip(". ")
    stem, dot, suffix = kept.rpartition(".")
    return f"{(stem or 'ledger')[:60]}{dot}{suffix[:10]}" if kept else "ledger"  # 255 bytes at most


def _clear(root: Path) -> None:
    for folder in root.iterdir():
        if time.time() - folder.stat().st_mtime > KEPT_SECONDS:
            shutil.rmtree(folder, ignore_errors=True)
