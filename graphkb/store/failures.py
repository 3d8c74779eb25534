"""The driver's errors as the product's: one sentence that says what to do. Knows them by class name and code."""

from __future__ import annotations

import re

from graphkb.store import OutcomeUnknown, QueryRefused, StoreError, StoreNotWritable, StoreUnavailable

_OLDEST = {"neo4j": (5, 26), "arcadedb": (26, 10, 2)}

_READ_ONLY = "存储是只读的，不能写入；请改为可写，或换一个存储（GRAPHKB_STORE）。"
_FULL = "存储无法写入：请检查磁盘空间和权限，腾出空间后重启存储再试。"
_NOT_WRITABLE = {
    "Neo.ClientError.General.ForbiddenOnReadOnlyDatabase": _READ_ONLY,
    "Neo.ClientError.General.WriteOnReadOnlyAccessDatabase": _READ_ONLY,
    "Neo.ClientError.Statement.AccessMode": "这个连接只能读取；要写入，请用有写入权限的连接。",
    "Neo.ClientError.Cluster.NotALeader": "连到的成员不能写入；集群请用 neo4j:// 地址，由驱动找到可写的成员。",
    "Neo.DatabaseError.Transaction.TransactionCommitFailed": _FULL,
    "Neo.DatabaseError.Transaction.TransactionLogError": _FULL,
    "Neo.DatabaseError.Transaction.TransactionStartFailed": _FULL,
    # The embedded engine reports a full disk so.
    "Neo.ClientError.Transaction.TransactionNotFound": _FULL,
}
_NO_ACCESS = {
    "Neo.ClientError.Security.Unauthorized": "存储不接受这个用户名和密码；请检查 GRAPHKB_USER 和 GRAPHKB_PASSWORD。",
    "Neo.ClientError.Security.CredentialsExpired": "存储要求先修改初始密码；请修改后再设置 GRAPHKB_PASSWORD。",
    "Neo.ClientError.Security.AuthenticationRateLimit": "密码错误次数过多，存储暂时拒绝登录；请稍后再试。",
    "Neo.ClientError.Database.DatabaseNotFound": "存储中没有这个数据库；请检查 GRAPHKB_DATABASE。",
}
_HOME = "（环境变量 GRAPHKB_HOME）"
_ENDS = (
    (
        r"locked by another process|unable to obtain lock|OverlappingFileLock",
        "数据正被另一个进程使用；请先停止它，再重试。",
    ),
    (r"no space left on device|disk quota exceeded", "磁盘已满，引擎无法启动；请先腾出空间，再重试。"),
    (r"read-only file system|accessdenied|permission denied", f"数据目录不可写；请检查权限，或换一个目录{_HOME}。"),
    (
        r"could not reserve enough|cannot allocate memory|insufficient memory",
        "内存不够；请减小 GRAPHKB_HEAP（如 512m）。",
    ),
    (r"recovery not possible|checksum mismatch|is corrupted", "数据文件已损坏，无法打开；请从备份恢复。"),
    (r"(newer|higher|unsupported)[^\n]*version|downgrade", "数据是另一个版本的引擎写的；请用那个版本打开。"),
)
_OUT_OF_TIME = re.compile(r"TransactionTimedOut|TransactionTerminated|\bTimeout", re.IGNORECASE)
_OUT_OF_MEMORY = re.compile(r"OutOfMemory|MemoryPool", re.IGNORECASE)


def identified(agent: str, uri: str) -> tuple[str, str]:
    """(engine, version) behind the name that a server gives itself; `StoreNotWritable` if the product cannot use it."""
    found = re.search(r"ArcadeDB (\S+?)\)", agent)
    engine, version = ("arcadedb", found[1]) if found else ("neo4j", agent.partition("/")[2])
    numbers = tuple(int(number) for number in re.findall(r"\d+", version)[:3])
    if not agent.startswith("Neo4j/") or not numbers:
        raise StoreNotWritable(f"{uri} 上的服务（{agent or '未知'}）不是 Neo4j 或 ArcadeDB；请检查 GRAPHKB_STORE。")
    if numbers < _OLDEST[engine]:
        oldest = ".".join(map(str, _OLDEST[engine]))
        raise StoreNotWritable(f"{uri} 的版本是 {version}，太旧；请升级到 {oldest} 或更新的版本。")
    return engine, version


def failure(error: Exception, uri: str, *, expired: float | None = None, engine: str = "", log: str = "") -> StoreError:
    """What to raise for an error of the driver; `expired` is the deadline (seconds) that has passed, if one has."""
    kind, code = type(error).__name__, getattr(error, "code", None) or ""
    if kind == "IncompleteCommit":
        return OutcomeUnknown(f"与存储 {uri} 的连接在提交时断开，这一批是否写入尚不清楚；请重新运行，程序会自行核对。")
    if expired is not None:
        return StoreUnavailable(f"存储 {uri} 在 {expired:g} 秒内没有答复；请检查它是否停住或过载，再重试。")
    if code in _NOT_WRITABLE:
        return StoreNotWritable(_NOT_WRITABLE[code] + (f"引擎的日志：{log}" if log else ""))
    if code in _NO_ACCESS:
        return StoreError(_NO_ACCESS[code])
    return _by_kind(error, kind, code, uri, engine)


def ended(log: str, place: object) -> StoreNotWritable | None:
    """Why a local engine ended, if its log shows a reason that somebody can mend; `place` is its directory."""
    for pattern, sentence in _ENDS:
        if re.search(pattern, log, re.IGNORECASE):
            return StoreNotWritable(f"{place}：{sentence}")
    return None


def _by_kind(error: Exception, kind: str, code: str, uri: str, engine: str) -> StoreError:
    if _OUT_OF_TIME.search(code):
        return StoreUnavailable(f"存储 {uri} 因超时中止了这条语句；请缩小范围后重试。")
    if _OUT_OF_MEMORY.search(code) or (engine == "arcadedb" and code.endswith("DeadlockDetected")):
        # The embedded engine calls it a deadlock when its budget for queries (half of the heap) is used up.
        return StoreUnavailable(f"存储 {uri} 的内存不够用（{code}）；请缩小范围，或加大 GRAPHKB_HEAP（如 6g）后重启存储。")
    if code.startswith("Neo.ClientError."):
        return QueryRefused(f"存储不接受这条语句（{code}）：{getattr(error, 'message', error)}", code)
    if code:
        return StoreUnavailable(f"存储 {uri} 没有完成这条语句（{code}）；请稍后重试，并查看它的日志。")
    if kind in ("ConfigurationError", "ValueError", "TypeError"):
        return StoreError(f"存储地址或参数不对（{uri}）：{error}")
    hint = "请重试；它会自动重新启动" if engine == "arcadedb" else "请检查它是否在运行、地址和端口是否正确"
    return StoreUnavailable(f"连不上存储 {uri}；{hint}。")
