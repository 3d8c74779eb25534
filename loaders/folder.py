"""Which files a path stands for: itself, or the ledger files of a folder in the order of their names."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from graphkb.languages import sentence
from graphkb.loaders import messages
from graphkb.loaders.kinds import formats, refused_suffixes, suffixes
from graphkb.loaders.limits import Limits, message
from graphkb.loaders.source import refuse_path
from graphkb.problems import Problem

_LITTER = frozenset(("thumbs.db", "ehthumbs.db", "ehthumbs_vista.db", "desktop.ini", "folder.jpg", "albumartsmall.jpg", "icon\r"))


@dataclass(frozen=True, slots=True)
class Found:
    """The files to read, as (path, name shown to people), and remarks on files left out."""

    files: list[tuple[Path, str]]
    notices: list[Problem]


def find(paths: Sequence[Path], limits: Limits) -> Found:
    """All files behind `paths`, in the given order, folders in the order of names; names are unique."""
    found = Found([], [])
    for path in paths:
        _add(path, found, limits)
        if len(found.files) > limits.folder_files:
            refuse_path(str(path), "file.unsafe", message("folder_files", limits))
    if not found.files:
        refuse_path(", ".join(map(str, paths)), "file.type", messages.NO_LEDGERS(formats=formats()))
    return Found(_unique(found.files), found.notices)


def _add(path: Path, found: Found, limits: Limits) -> None:
    if not _is_folder(path):
        found.files.append((path, path.name))
        return
    # The content decides what a file is: a renamed one is refused by its loader, and so is one of a wrong kind (.xls), for left
    # out it would be missed silently.
    taken = {*suffixes(), *refused_suffixes()}
    for member in _members(path, path, limits):
        name = member.relative_to(path).as_posix()
        if _is_litter(member):
            found.notices.append(Problem(name, None, None, None, "file.type", "notice", sentence(messages.LITTER)))
        elif member.suffix.lower() in taken:
            found.files.append((member, name))
        else:
            text = sentence(messages.LEFT_OUT, suffixes=[f".{name}" for name in formats()])
            found.notices.append(Problem(name, None, None, None, "file.type", "notice", text))


def _is_folder(path: Path) -> bool:
    try:
        return stat.S_ISDIR(os.stat(path).st_mode)
    except (OSError, ValueError):
        return False


def _members(folder: Path, root: Path, limits: Limits) -> Iterator[Path]:
    """Visible files under `folder`, those of the folder itself first, each level sorted by name."""
    if len(folder.relative_to(root).parts) > limits.folder_depth:
        refuse_path(folder.name, "file.unsafe", message("folder_depth", limits))
    entries = sorted((entry for entry in folder.iterdir() if not _hidden(entry)), key=lambda entry: entry.name)
    subfolders = []
    for entry in entries:
        _stay_inside(entry, root)
        if _is_folder(entry):
            subfolders.append(entry)
        else:
            yield entry
    for subfolder in subfolders:
        yield from _members(subfolder, root, limits)


def _hidden(path: Path) -> bool:
    return path.name.startswith(".") and not path.name.startswith(".~lock.")


def _is_litter(path: Path) -> bool:
    """Whether programs leave such files beside the ones people keep."""
    name = path.name.lower()
    return name.startswith(("~$", ".~lock.", "~wrl")) or name in _LITTER or "__macosx" in map(str.lower, path.parts)


def _stay_inside(entry: Path, root: Path) -> None:
    """Refuse a link that leads out of the folder, and a linked folder, which could lead in circles."""
    if not entry.is_symlink():
        return
    name = entry.relative_to(root).as_posix()
    if not entry.resolve().is_relative_to(root.resolve()):
        refuse_path(name, "file.unsafe", messages.LINK_OUTSIDE)
    if _is_folder(entry):
        refuse_path(name, "file.unsafe", messages.LINK_TO_FOLDER)


def _unique(files: list[tuple[Path, str]]) -> list[tuple[Path, str]]:
    """Files with a name of their own: where two would share one, the path as it was typed is shown."""
    names = [name for _, name in files]
    shared = {name for name in names if names.count(name) > 1} if len(set(names)) < len(names) else set()
    return [(path, str(path) if name in shared else name) for path, name in files]
