"""What decides, beside the file itself, what becomes of a row: the declaration of its ledger and of what it may point at."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any

from graphkb.ontology import ONTOLOGY, Ontology

# What people read decides nothing: a file is not read anew because a title was translated.
_TOLD = frozenset({"title", "title_en", "sheet_en", "note", "note_en", "unit", "unit_en"})


@cache
def fingerprint(dataset: str) -> int:
    """A checksum of all that decides about the rows of a ledger; a file that was read under another one is read anew."""
    return fingerprint_in(ONTOLOGY, dataset)


def fingerprint_in(ontology: Ontology, dataset: str) -> int:
    """The same, under any declaration."""
    declared = ontology.datasets[dataset]
    labels = {name: (label.area, label.suffix, label.name_suffix) for name, label in sorted(ontology.labels.items())}
    return zlib.crc32(repr((_plain(declared), labels, _plain(ontology.indicators))).encode())


def _plain(value: Any) -> Any:
    """A declaration as plain values in a fixed order, without what only people read."""
    if is_dataclass(value):
        return tuple((f.name, _plain(getattr(value, f.name))) for f in fields(value) if f.name not in _TOLD)
    if isinstance(value, Mapping):
        return tuple((name, _plain(entry)) for name, entry in value.items())
    return tuple(_plain(entry) for entry in value) if isinstance(value, (list, tuple)) else value
