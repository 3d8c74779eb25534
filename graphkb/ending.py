"""How a command ends from outside: asked to (Ctrl+C, SIGTERM, the terminal closed), or because nobody reads what it prints.

Each of these is one `Ended`, raised where the command just is, so that what it holds is given back on the way out; then there is
one line on standard error and an exit code, never a traceback.
"""

from __future__ import annotations

import errno
import io
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import FrameType
from typing import Any, NoReturn

from graphkb.languages import Said, Text

_SIGNALS = {
    "SIGINT": Text("已中断（Ctrl+C）。", "Interrupted (Ctrl+C)."),
    "SIGTERM": Text("已按要求终止（SIGTERM）。", "Ended as asked (SIGTERM)."),
    "SIGHUP": Text("终端已关闭，已终止（SIGHUP）。", "The terminal was closed; ended (SIGHUP)."),
}
_UNREAD = Text("结果没有输出完：读它的程序已经结束。", "Not all of the result was printed: the program that read it has ended.")
_UNWRITTEN = Text("结果没有输出完：{reason}。", "Not all of the result was printed: {reason}.")
_GONE = {errno.EPIPE, errno.EBADF, errno.EINVAL}  # the last is what Windows says
UNREAD, UNWRITTEN = 141, 2


class Ended(KeyboardInterrupt):
    """The command ends here; libraries that stand aside for Ctrl+C do so for all its causes."""

    def __init__(self, said: Said, code: int) -> None:
        super().__init__(said)
        self.said, self.code = said, code


@contextmanager
def in_one_line() -> Iterator[None]:
    """Around a command: results in UTF-8 whatever the platform's habit is, and each `Ended` as one line and an exit code."""
    _watch_signals()
    _occupy()
    sys.stdout, sys.stderr = (_stream(number) for number in (1, 2))
    try:
        try:
            yield
        finally:
            sys.stdout.flush()
    except BaseException as error:
        if (ended := _cause(error)) is not None:
            _leave(ended)
        raise
    finally:
        _stop_watching()


def _watch_signals() -> None:
    for name in _SIGNALS:
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is not signal.SIG_IGN:  # as under nohup
            signal.signal(number, _end)


def _stop_watching() -> None:
    """Whoever asks twice does not wait for what is given back; and an interpreter that ends is not interrupted."""
    for name in _SIGNALS:
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is _end:
            signal.signal(number, signal.SIG_DFL)


def _end(number: int, _frame: FrameType | None) -> NoReturn:
    _stop_watching()
    raise Ended(_SIGNALS[signal.Signals(number).name](), 128 + number)


class _Written(io.FileIO):
    """A standard stream that ends the command, not the library that happens to write, when it takes nothing any more."""

    def write(self, data: Any) -> int:
        try:
            return super().write(data)
        except OSError as error:
            if error.errno in _GONE:
                raise Ended(_UNREAD(), UNREAD) from error
            raise Ended(_UNWRITTEN(reason=error.strerror or error), UNWRITTEN) from error


def _occupy() -> None:
    """A stream that was closed from the start (`>&-`) keeps its number: no file that is opened later becomes it by chance."""
    while (number := os.open(os.devnull, os.O_RDONLY)) <= 2:
        pass
    os.close(number)


def _stream(number: int) -> io.TextIOWrapper:
    old = sys.stdout if number == 1 else sys.stderr
    if old is not None and old.isatty():
        old.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
        return old  # type: ignore[return-value]
    buffer = io.BufferedWriter(_Written(number, "w", closefd=False))
    return io.TextIOWrapper(buffer, encoding="utf-8", errors="replace", line_buffering=number == 2)


def _cause(error: BaseException | None) -> Ended | None:
    """The end from outside that other errors were raised for."""
    while error is not None and not isinstance(error, Ended):
        error = error.__cause__ or error.__context__
    return error


def _leave(ended: Ended) -> NoReturn:
    """The line, and out at once: threads may be waiting for a store."""
    with suppress(BaseException):
        print(ended.said, *getattr(ended, "__notes__", ()), file=sys.stderr, flush=True)
    os._exit(ended.code)
