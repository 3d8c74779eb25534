"""The driver's errors as the product's: one sentence that says what to do. Knows them by class name and code."""

from __future__ import annotations

import re

from graphkb.store import OutcomeUnknown, QueryRefused, StoreError, StoreNotWritable, StoreUnavailable, messages

_OLDEST = (5, 26)

_NOT_WRITABLE = {
    "Neo.ClientError.General.ForbiddenOnReadOnlyDatabase": messages.READ_ONLY,
    "Neo.ClientError.General.WriteOnReadOnlyAccessDatabase": messages.READ_ONLY,
    "Neo.ClientError.Statement.AccessMode": messages.READER,
    "Neo.ClientError.Cluster.NotALeader": messages.NO_LEADER,
    "Neo.DatabaseError.Transaction.TransactionCommitFailed": messages.FULL,
    "Neo.DatabaseError.Transaction.TransactionLogError": messages.FULL,
    "Neo.DatabaseError.Transaction.TransactionStartFailed": messages.FULL,
}
_NO_ACCESS = {
    "Neo.ClientError.Security.Unauthorized": messages.NO_ACCESS,
    "Neo.ClientError.Security.CredentialsExpired": messages.FIRST_PASSWORD,
    "Neo.ClientError.Security.AuthenticationRateLimit": messages.TOO_OFTEN,
    "Neo.ClientError.Database.DatabaseNotFound": messages.NO_DATABASE,
}
_ENDS = (
    (r"locked by another process|unable to obtain lock|OverlappingFileLock", messages.IN_USE),
    (r"no space left on device|disk quota exceeded", messages.DISK_FULL),
    (r"read-only file system|accessdenied|permission denied", messages.NO_RIGHTS),
    (r"could not reserve enough|cannot allocate memory|insufficient memory", messages.NO_MEMORY),
    (r"recovery not possible|checksum mismatch|is corrupted", messages.DAMAGED),
    (r"(newer|higher|unsupported)[^\n]*version|downgrade", messages.OTHER_VERSION),
)
_OUT_OF_TIME = re.compile(r"TransactionTimedOut|TransactionTerminated|\bTimeout", re.IGNORECASE)
_OUT_OF_MEMORY = re.compile(r"OutOfMemory|MemoryPool", re.IGNORECASE)


def identified(agent: str, uri: str) -> str:
    """The version behind the name that a server gives itself; `StoreNotWritable` if the product cannot use it."""
    version = agent.partition("/")[2]
    numbers = tuple(int(number) for number in re.findall(r"\d+", version)[:3])
    if not agent.startswith("Neo4j/") or " " in agent or not numbers:  # others call themselves compatible
        raise StoreNotWritable(messages.NOT_NEO4J(uri=uri, agent=agent or messages.UNKNOWN))
    if numbers < _OLDEST:
        oldest = ".".join(map(str, _OLDEST))
        raise StoreNotWritable(messages.TOO_OLD(uri=uri, version=version, oldest=oldest))
    return version


def failure(error: Exception, uri: str, *, expired: float | None = None, local: bool = False, log: str = "") -> StoreError:
    """What to raise for an error of the driver; `expired` is the deadline (seconds) that has passed, if one has."""
    kind, code = type(error).__name__, getattr(error, "code", None) or ""
    if kind == "IncompleteCommit":
        return OutcomeUnknown(messages.OUTCOME_UNKNOWN(uri=uri))
    if expired is not None:
        return StoreUnavailable(messages.NO_ANSWER(uri=uri, seconds=f"{expired:g}"))
    if code in _NOT_WRITABLE:
        said = _NOT_WRITABLE[code]
        return StoreNotWritable(messages.WITH_LOG(what=said, log=log) if log else said())
    if code in _NO_ACCESS:
        return StoreError(_NO_ACCESS[code]())
    return _by_kind(error, kind, code, uri, local)


def ended(log: str, place: object) -> StoreNotWritable | None:
    """Why a local engine ended, if its log shows a reason that somebody can mend; `place` is its directory."""
    for pattern, said in _ENDS:
        if re.search(pattern, log, re.IGNORECASE):
            return StoreNotWritable(messages.AT(place=place, what=said))
    return None


def _by_kind(error: Exception, kind: str, code: str, uri: str, local: bool) -> StoreError:
    if _OUT_OF_TIME.search(code):
        return StoreUnavailable(messages.OUT_OF_TIME(uri=uri))
    if _OUT_OF_MEMORY.search(code):
        return StoreUnavailable(messages.OUT_OF_MEMORY(uri=uri, code=code))
    if code.startswith("Neo.ClientError."):
        return QueryRefused(messages.NOT_TAKEN(code=code, error=getattr(error, "message", error)), code)
    if code:
        return StoreUnavailable(messages.NOT_DONE(uri=uri, code=code))
    if kind in ("ConfigurationError", "ValueError", "TypeError"):
        return StoreError(messages.WRONG_ADDRESS(uri=uri, error=error))
    return StoreUnavailable((messages.NOT_REACHED_HERE if local else messages.NOT_REACHED)(uri=uri))
