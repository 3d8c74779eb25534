"""Why a text is not run: one sentence in Chinese each, with a code for programs."""

from __future__ import annotations

WRITE, FILE, ADMIN, PREFIX = "cypher.write", "cypher.file", "cypher.admin", "cypher.prefix"
SYNTAX, CHARACTER, ESCAPE, STATEMENTS = "cypher.syntax", "cypher.character", "cypher.escape", "cypher.statements"
LENGTH, NESTING = "cypher.length", "cypher.nesting"
PROCEDURE, FUNCTION, PATH, AGGREGATE = "cypher.procedure", "cypher.function", "cypher.path", "cypher.aggregate"
PARAMETER, GROWTH, LOOP = "cypher.parameter", "cypher.growth", "cypher.loop"

_READING = "请用 MATCH、WITH、UNWIND、CALL、RETURN 等读取子句"
_SENTENCES = {
    WRITE: f"不允许写入子句 {{}}；这里只能读取，{_READING}。",
    FILE: "不允许 {}；这里不读文件和网络，请先用 graphkb load 装载，再查询图里的数据。",
    ADMIN: f"不允许管理、事务或会话语句 {{}}；这里只能读取，{_READING}。",
    PREFIX: "不允许前缀 {}；请去掉它，直接从 MATCH 或 RETURN 写起。",
}
_WORDS = {
    WRITE: "CREATE MERGE SET DELETE DETACH NODETACH REMOVE FOREACH INSERT",
    FILE: "LOAD PERIODIC",
    ADMIN: "ALTER DROP GRANT DENY REVOKE RENAME START BEGIN COMMIT ROLLBACK SESSION SHOW TERMINATE STOP ENABLE REALLOCATE "
    "DEALLOCATE DRYRUN TRANSACTIONS CONCURRENT",
    PREFIX: "EXPLAIN PROFILE CYPHER USE",
}
_CODES = {word: code for code, words in _WORDS.items() for word in words.split()}


class Refused(Exception):
    """The text is not sent to the store. `suggestion` is a text that can be run instead, where there is one."""

    def __init__(self, message: str, code: str, suggestion: str | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.suggestion = suggestion


def forbidden(word: str) -> Refused | None:
    """The refusal for a word that begins a clause or statement not allowed here; None for any other word."""
    code = _CODES.get(word.upper())
    return Refused(_SENTENCES[code].format(word.upper()), code) if code else None


def unreadable(where: str, found: str, hint: str) -> Refused:
    """The refusal for what is no reading query at all."""
    shown = found if len(found) <= 30 else f"{found[:30]}…"
    return Refused(f"{where}的“{shown}”读不懂；{hint}。", SYNTAX)
