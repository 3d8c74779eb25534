"""Judged rows between the two phases of a load: in a private temporary file once they are many, so memory stays bounded."""

from __future__ import annotations

import io
import pickle
import tempfile
from typing import IO, Any

MEMORY_BYTES = 256 * 1024


class Spool:
    """An append-only file of values, read again from the start as often as needed; gone when closed."""

    def __init__(self) -> None:
        self._file: IO[bytes] = tempfile.SpooledTemporaryFile(MEMORY_BYTES, prefix="graphkb-")  # noqa: SIM115 (closed by `close`)
        self._places: list[int] = []

    def append(self, value: Any) -> None:
        """One more value."""
        self._file.seek(0, io.SEEK_END)
        self._places.append(self._file.tell())
        pickle.dump(value, self._file, protocol=pickle.HIGHEST_PROTOCOL)

    def __len__(self) -> int:
        return len(self._places)

    def __getitem__(self, number: int) -> Any:
        """The value that was appended as that one. Only what this process wrote is read, so unpickling is safe."""
        self._file.seek(self._places[number])
        return pickle.load(self._file)  # noqa: S301

    def close(self) -> None:
        """Give the disk space back."""
        self._file.close()
