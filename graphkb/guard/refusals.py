"""Why a text is not run: a sentence (`texts`) and a code for programs."""

from __future__ import annotations

from graphkb.guard import texts
from graphkb.languages import Said, Spoken

WRITE, FILE, ADMIN, PREFIX = "cypher.write", "cypher.file", "cypher.admin", "cypher.prefix"
SYNTAX, CHARACTER, ESCAPE, STATEMENTS = "cypher.syntax", "cypher.character", "cypher.escape", "cypher.statements"
LENGTH, NESTING = "cypher.length", "cypher.nesting"
PROCEDURE, FUNCTION, PATH = "cypher.procedure", "cypher.function", "cypher.path"
PARAMETER, GROWTH, REGEX = "cypher.parameter", "cypher.growth", "cypher.regex"

_SENTENCES = {WRITE: texts.WRITE, FILE: texts.FILE, ADMIN: texts.ADMIN, PREFIX: texts.PREFIX}
_WORDS = {
    WRITE: "CREATE MERGE SET DELETE DETACH NODETACH REMOVE FOREACH INSERT",
    FILE: "LOAD PERIODIC",
    ADMIN: "ALTER DROP GRANT DENY REVOKE RENAME START BEGIN COMMIT ROLLBACK SESSION SHOW TERMINATE STOP ENABLE REALLOCATE "
    "DEALLOCATE DRYRUN TRANSACTIONS CONCURRENT",
    PREFIX: "EXPLAIN PROFILE CYPHER USE",
}
_CODES = {word: code for code, words in _WORDS.items() for word in words.split()}


class Refused(Spoken):
    """The text is not sent to the store. `suggestion` is a text that can be run instead, where there is one."""

    def __init__(self, said: Said, code: str, suggestion: str | None = None) -> None:
        super().__init__(said)
        self.code = code
        self.suggestion = suggestion


def forbidden(word: str) -> Refused | None:
    """The refusal for a word that begins a clause or statement not allowed here; None for any other word."""
    code = _CODES.get(word.upper())
    return Refused(_SENTENCES[code](word=word.upper()), code) if code else None


def unreadable(where: Said, found: str) -> Refused:
    """The refusal for what is no reading query at all."""
    shown = found if len(found) <= 30 else f"{found[:30]}…"
    return Refused(texts.UNREADABLE(where=where, found=shown), SYNTAX)
