"""Three-valued logic: None is unknown."""

from collections.abc import Iterable


def all_of(parts: Iterable[bool | None]) -> bool | None:
    """False if any part is false, else unknown if any is unknown, else true."""
    values = set(parts)
    return False if False in values else None if None in values else True


def any_of(parts: Iterable[bool | None]) -> bool | None:
    """True if any part is true, else unknown if any is unknown, else false."""
    values = set(parts)
    return True if True in values else None if None in values else False
