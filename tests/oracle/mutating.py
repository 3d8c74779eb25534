"""Typical mistakes planted in a source text, and whether anybody notices: for the oracle here, for rule files too.

A `Mutation` is only text: `planted` works on any file. `mutant` runs the oracle with one module changed.
"""

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import import_module
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import CodeType, ModuleType

from .ledgers import Ledger
from .oracle import Key

HERE = Path(__file__).parent
NAME = "oracle_with_a_mistake"
Judge = Callable[[Sequence[Ledger], date], Mapping[Key, bool | None]]


@dataclass(frozen=True)
class Mutation:
    """One mistake: in that file the old text, which stands there exactly once, becomes the new one."""

    name: str
    file: str
    old: str
    new: str


def planted(source: str, mutation: Mutation) -> str:
    """The source with the mistake; ValueError where the old text is not there exactly once."""
    if source.count(mutation.old) != 1:
        raise ValueError(f"{mutation.name}: {mutation.old!r} stands {source.count(mutation.old)} times in {mutation.file}")
    return source.replace(mutation.old, mutation.new)


def noticed(baseline: Mapping[Key, bool | None], mutated: Mapping[Key, bool | None]) -> bool:
    """Whether any subject is judged differently, is gone or is new; None and absent are not the same."""
    return dict(baseline) != dict(mutated)


def first_noticed(judge: Judge, mutated: Judge, cities: Iterable[Sequence[Ledger]], as_of: date) -> Sequence[Ledger] | None:
    """The first city of which the two say something different."""
    return next((city for city in cities if noticed(judge(city, as_of), mutated(city, as_of))), None)


def mutant(mutation: Mutation) -> Judge:
    """The oracle's `judge` with the mistake in it; the modules of the real one stay as they are."""
    with _imported(mutation):
        judge: Judge = import_module(f"{NAME}.oracle").judge
    return judge


@contextmanager
def _imported(mutation: Mutation) -> Iterator[None]:
    finder = _Finder(mutation)
    sys.meta_path.insert(0, finder)
    try:
        yield
    finally:
        sys.meta_path.remove(finder)
        for name in [name for name in sys.modules if name.partition(".")[0] == NAME]:
            del sys.modules[name]


class _Finder(MetaPathFinder, Loader):
    """A second copy of this package under another name, one of its files with a mistake."""

    def __init__(self, mutation: Mutation) -> None:
        self.mutation = mutation

    def find_spec(self, fullname: str, path: object, target: ModuleType | None = None) -> ModuleSpec | None:
        if fullname.partition(".")[0] != NAME:
            return None
        return ModuleSpec(fullname, self, is_package=fullname == NAME)

    def exec_module(self, module: ModuleType) -> None:
        file = f"{module.__name__.partition('.')[2] or '__init__'}.py"
        if file == self.mutation.file:
            text = planted((HERE / file).read_text(encoding="utf-8"), self.mutation)
            code = compile(text, f"<{self.mutation.name}>", "exec")
        else:
            code = _compiled(file)
        exec(code, module.__dict__)


@cache
def _compiled(file: str) -> CodeType:
    return compile((HERE / file).read_text(encoding="utf-8"), str(HERE / file), "exec")
