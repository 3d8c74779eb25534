"""Which kinds of files there are: the loaders, and the names that their files usually have."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from pathlib import Path
from types import ModuleType


@cache
def loaders() -> tuple[ModuleType, ...]:
    """The modules of this package that have the two verbs, in the order in which they are asked."""
    found = pkgutil.iter_modules([str(Path(__file__).parent)])
    modules = [importlib.import_module(f"{__package__}.{one.name}") for one in found]
    with_verbs = [module for module in modules if hasattr(module, "recognises") and hasattr(module, "read")]
    return tuple(sorted(with_verbs, key=lambda module: (getattr(module, "ORDER", 0), module.__name__)))


@cache
def suffixes() -> tuple[str, ...]:
    """How ledgers are named that can be read, such as `.xlsx`; what decides is the content."""
    return tuple(suffix for loader in loaders() for suffix in getattr(loader, "SUFFIXES", ()))


@cache
def refused_suffixes() -> tuple[str, ...]:
    """How files are named that people take for ledgers and no loader reads: in a folder they are told, not left out."""
    return tuple(suffix for loader in loaders() for suffix in getattr(loader, "REFUSED", ()))


@cache
def formats() -> tuple[str, ...]:
    """The names of the formats that can be read, in alphabetical order: the usual suffix of each without its dot."""
    return tuple(sorted(loader.SUFFIXES[0].removeprefix(".") for loader in loaders() if getattr(loader, "SUFFIXES", ())))
