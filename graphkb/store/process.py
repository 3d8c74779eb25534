"""An engine as a child process that outlives the command which started it and is found again by the next."""

from __future__ import annotations

import atexit
import contextlib
import os
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psutil  # type: ignore[import-untyped,unused-ignore]

from graphkb.languages import Said
from graphkb.store import StoreError, StoreUnavailable, messages
from graphkb.store.bolt import BoltStore
from graphkb.store.failures import ended
from graphkb.store.home import exclusive, private_directory, read_json, write_json
from graphkb.store.java import write_arguments
from graphkb.store.versioned import FORM, NewerFile, checked

_START_SECONDS = 120
_STOP_SECONDS = 90
_FORM = 1  # of process.json
# A child that is not kept is reported as lost by the interpreter; one that is kept and polled leaves no zombie.
_children: list[subprocess.Popen[bytes]] = []


@atexit.register
def _let_go() -> None:
    for child in _children:
        if child.poll() is None:
            child.returncode = 0  # It goes on running on purpose.


@dataclass(frozen=True)
class Running:
    """A started engine. `token` is in its command line, so a process id used again by another program is no match."""

    pid: int
    token: str
    started: str
    ports: dict[str, int]
    ready: bool


@dataclass(frozen=True)
class Plan:
    """How one engine is run in its directory: `java` with these arguments; try to connect once it is `online`.

    `story` is the log in which the engine says why it could not go on.
    """

    title: str
    directory: Path
    story: Path
    java: Path
    arguments: Callable[[Mapping[str, int]], list[str]]
    online: Callable[[Mapping[str, int]], bool]
    connect: Callable[[Mapping[str, int]], BoltStore]

    @property
    def log(self) -> Path:
        """What the engine prints."""
        return self.directory / "engine.log"

    @property
    def record(self) -> Path:
        """Which process it is (mode 600)."""
        return self.directory / "process.json"


def running(directory: Path) -> Running | None:
    """The engine of this directory, if its process lives (ready or still starting)."""
    path = directory / "process.json"
    record = read_json(path)
    try:
        found = Running(**checked(path, record, _FORM)) if record else None
        return found if found and _process(found) else None
    except NewerFile:
        raise
    except (StoreError, TypeError, ValueError):  # Not what this program writes: then it says nothing of a server.
        return None


def start(plan: Plan) -> Running:
    """The engine of this directory, started if it does not run and ready to answer; two at once start one."""
    found = running(plan.directory)
    if found and found.ready:
        return found
    private_directory(plan.directory)
    with exclusive(plan.directory / "start.lock", timeout=_START_SECONDS):
        found = running(plan.directory)
        if found and found.ready:
            return found
        return _until_ready(plan, found or _launch(plan))


def stop(directory: Path) -> bool:
    """Ends the engine of this directory, letting it write what it holds; False if it did not run."""
    if not directory.is_dir():
        return False
    with exclusive(directory / "start.lock", timeout=_START_SECONDS):
        found = running(directory)
        process = _process(found) if found else None
        if process is not None:
            _end(process)
        (directory / "process.json").unlink(missing_ok=True)
        return process is not None


def _process(found: Running) -> psutil.Process | None:
    for child in _children:
        child.poll()
    try:
        process = psutil.Process(found.pid)
        return process if any(found.token in word for word in process.cmdline()) else None
    except psutil.Error:
        return None


def _launch(plan: Plan) -> Running:
    ports = free_ports("bolt")
    token = f"graphkb-{secrets.token_hex(8)}"
    arguments = plan.directory / "java.args"
    write_arguments(arguments, plan.arguments(ports))
    command = [str(plan.java), f"-Dgraphkb.start={token}", f"@{arguments}"]
    if plan.log.exists():
        plan.log.replace(plan.log.with_suffix(".log.1"))
    child = _detached(command, plan)
    started = datetime.now(UTC).isoformat(timespec="seconds")
    found = Running(child.pid, token, started, ports, ready=False)
    write_json(plan.record, {FORM: _FORM, **asdict(found)})
    return found


def _detached(command: list[str], plan: Plan) -> subprocess.Popen[bytes]:
    options: dict[str, Any] = {"start_new_session": True}
    if sys.platform == "win32":
        options = {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP | subprocess.DETACHED_PROCESS}
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("GRAPHKB_", "JAVA_TOOL"))}
    with open(os.open(plan.log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "ab") as log:
        child = subprocess.Popen(
            command, cwd=plan.directory, env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log, **options
        )
    _children.append(child)
    return child


def _until_ready(plan: Plan, found: Running) -> Running:
    until = time.monotonic() + _START_SECONDS
    while (trouble := _trouble(plan, found)) is not None:
        if _process(found) is None:
            raise _died(plan)
        if time.monotonic() > until:
            raise _late(plan, trouble)
        time.sleep(0.05)
    ready = Running(found.pid, found.token, found.started, found.ports, ready=True)
    write_json(plan.record, {FORM: _FORM, **asdict(ready)})
    return ready


def _trouble(plan: Plan, found: Running) -> Said | None:
    """Why the engine does not answer yet; None when it does."""
    if not plan.online(found.ports):
        return messages.NOT_LISTENING()
    try:
        plan.connect(found.ports).close()
    except StoreError as error:
        return error.said
    return None


def _died(plan: Plan) -> StoreError:
    return _reason(plan) or StoreUnavailable(messages.NOT_STARTED(title=plan.title, log=plan.story))


def _late(plan: Plan, trouble: Said) -> StoreError:
    said = messages.NOT_READY(title=plan.title, seconds=_START_SECONDS, trouble=trouble, log=plan.story)
    return _reason(plan) or StoreUnavailable(said)


def _reason(plan: Plan) -> StoreError | None:
    return ended(log_tail(plan.log) + log_tail(plan.story), plan.directory)


def _end(process: psutil.Process) -> None:
    with contextlib.suppress(psutil.NoSuchProcess):
        process.terminate()
        if not _ends(process, _STOP_SECONDS):
            process.kill()  # The write-ahead log makes this safe.
            _ends(process, 10)


def _ends(process: psutil.Process, seconds: float) -> bool:
    """Whether the process comes to its end in time. A zombie has: who started it lives on and has not asked after it."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        ended = not process.is_running() or _is_zombie(process)
        for child in _children:
            child.poll()
        if ended:
            return True
        time.sleep(0.05)
    return False


def _is_zombie(process: psutil.Process) -> bool:
    """Whether nothing of it runs any more; its first thread may end before the others have let go of the files."""
    if process.status() != psutil.STATUS_ZOMBIE:
        return False
    try:
        return int(process.num_threads()) <= 1
    except psutil.AccessDenied:
        return True


def log_tail(path: Path, size: int = 8000) -> str:
    """The end of a log; empty if there is none."""
    try:
        with path.open("rb") as file:
            file.seek(max(0, path.stat().st_size - size))
            return file.read().decode("utf-8", "replace")
    except OSError:
        return ""


def free_ports(*names: str) -> dict[str, int]:
    """Ports of the loopback interface that were free a moment ago."""
    with contextlib.ExitStack() as stack:
        sockets = {name: stack.enter_context(socket.socket()) for name in names}
        for one in sockets.values():
            one.bind(("127.0.0.1", 0))
        return {name: one.getsockname()[1] for name, one in sockets.items()}


def listens(port: int) -> bool:
    """Whether somebody accepts connections on this port of the loopback interface."""
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0
