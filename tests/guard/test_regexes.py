"""Regular expressions that the store could not be stopped in are refused, those that end are not (C23)."""

from __future__ import annotations

import re
from time import process_time

import pytest

from graphkb.guard import Limits, Refused, check
from graphkb.guard.parameters import checked_parameters
from graphkb.guard.regexes import is_bounded
from tests.quick import within

ENDLESS = r"""
    '(a+)+$'  '(a|aa)+'  '(.*a){20}'  '(a*)*b'  '.*.*.*.*.*.*.*y'  '((a|b)c?)*'  '(?:x+x+)+y'  '(?=.*a)b+'  '(a)\\1'  '\\Q*\\E'
    'a{1,999}a{1,999}'  '(a?){30}a'  '(?x)a *'  '['  '(a'  'a)'  'a**'  '(?>a)'  '.*' + '(a+)+'  '(a' || '+)+'
    n.pattern  toLower('A')  ['a'][0]  x  CASE WHEN true THEN 'a' END  reduce(s = '', i IN [1] | s + 'a*')"""
ON_MADE_TEXTS = r"""'.*.*y'  '.*a.*'  'a{2,}+b*'  '(a|a)(a|a)(a|a)(a|a)(a|a)(a|a)(a|a)(a|a)'  'a{1,999}'"""
BOUNDED = r"""
    .*(居|村)委会  景德镇.*  .*社区  [一二三四]+区  \\d{6}  第\\d+网格  (?i)abc.?  a(b|c)?d  \\p{L}*  [^\\]x]*  x{2,}y  a|b"""
OF_THE_GRAPH = ["n.name", "toLower(n.name)", "coalesce(trim(n.name), '')", "name", "NOT n.name", "r.mode", "(n.name)"]
MADE = [f"'{'a' * 60}'", "x.name", "$text", "n.name + n.name", "replace(n.name, 'a', 'aaaa')", "p.name", "texts[0]", "made", "k"]
ASKED = """MATCH (n:Grid)<-[r:COVERS]-(o) UNWIND $texts AS p WITH n, r, p, n.name AS name, n.name + 'a' AS made, {name: 'a'} AS x,
    [k IN ['a'] | k] AS texts WHERE %s =~ %s RETURN n"""


def refused(text: str) -> str:
    with pytest.raises(Refused, match=r"^[^。]+。$") as found:
        check(text)
    return found.value.code


@pytest.mark.parametrize("pattern", re.split(r"\s\s+", ENDLESS.strip()))
def test_c23_patterns_without_end(pattern: str) -> None:
    assert refused(f"MATCH (n) WITH n, 'a' AS x WHERE n.name =~ {pattern} RETURN n") == "cypher.regex"
    assert refused(f"RETURN CASE 'a' WHEN =~ {pattern} THEN 1 END") in ("cypher.regex", "cypher.syntax")


@pytest.mark.parametrize("pattern", re.split(r"\s\s+", ON_MADE_TEXTS.strip()))
def test_c23_texts_of_the_graph_are_short_and_others_need_not_be(pattern: str) -> None:
    for text in OF_THE_GRAPH:
        check(ASKED % (text, pattern))
    for text in MADE:
        assert refused(ASKED % (text, pattern)) == "cypher.regex", text


@pytest.mark.parametrize("pattern", ["", *BOUNDED.split()])
def test_c23_patterns_with_an_end(pattern: str) -> None:
    for more in ("", " AND true", " OR 'a' = 'b'", " = true"):
        check(f"MATCH (n) WHERE n.name =~ '{pattern}'{more} RETURN n")
        check(f"RETURN 'some text' =~ ('{pattern}'){more} AS fits")
    found = check("MATCH (n) WHERE n.name =~ $`the pattern` RETURN n")
    written = pattern.replace("\\\\", "\\")
    assert checked_parameters(found, {"the pattern": written}, Limits()) == {"the pattern": written}
    with pytest.raises(Refused):
        checked_parameters(found, {"the pattern": f"({written}a+)+"}, Limits())


def test_c23_a_pattern_joined_of_texts_and_parameters() -> None:
    found = check("MATCH (n) WHERE n.name =~ '(?i).*' + $part + '.*' AND n.code =~ ('[0-9]*' || $end) RETURN n")
    checked_parameters(found, {"part": "社区.*网格", "end": "1"}, Limits())
    for part, end in (("(a+)+", "1"), ("a", "(1*)*")):
        with pytest.raises(Refused):
            checked_parameters(found, {"part": part, "end": end}, Limits())


@pytest.mark.parametrize("pattern", [".*a.*b.*c.*d.*e.*$", r"\w*\w*\w*\w*\w*\w*!"])
def test_c23_what_may_stand_ends_soon_on_a_long_name(pattern: str) -> None:
    assert is_bounded(pattern, stored=True)
    with within(5, process_time):
        assert re.fullmatch(pattern, "ab" * 20) is None
