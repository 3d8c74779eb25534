"""Judged rows between the two phases of a load: in a private temporary file once they are many, so memory stays bounded."""

from __future__ import annotations

import pickle
import tempfile
from collections.abc import Iterator
from typing import IO, Any

MEMORY_BYTES = 256 * 1024


class Spool:
    """An append-only file of values, read again from the start as often as needed; gone when closed."""

    def __init__(self) -> None:
        self._file: IO[bytes] = tempfile.SpooledTemporaryFile(MEMORY_BYTES, prefix="graphkb-")  # noqa: SIM115

    def append(self, value: Any) -> None:
        """One more value."""
        pickle.dump(value, self._file, protocol=pickle.HIGHEST_PROTOCOL)

    def __iter__(self) -> Iterator[Any]:
        """The values in order of arrival. Only what this process wrote is read, so unpickling is safe."""
        self._file.seek(0)
        try:
            while True:
                yield pickle.load(self._file)  # noqa: S301
        except EOFError:
            return

    def close(self) -> None:
        """Give the disk space back."""
        self._file.close()
