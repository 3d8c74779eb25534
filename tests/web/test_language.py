"""Chinese and English are both whole, and say the same with the same blanks to fill."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from graphkb.web.language import by_pinyin
from tests.web import messages

BLANK = re.compile(r"%\((\w+)\)s|\{(\w+)\}")
CJK = re.compile("[\u4e00-\u9fff]")


def test_no_message_is_missing_and_none_is_left_over() -> None:
    kept = {message.id: message.string for message in messages.english() if message.id}
    wanted = messages.marked() | messages.declared()
    assert wanted - set(kept) == set()
    assert set(kept) - wanted == set()
    assert [text for text, english in kept.items() if not english] == []


def test_translations_have_the_same_blanks_and_no_chinese() -> None:
    for message in messages.english():
        if message.id:
            assert sorted(BLANK.findall(message.id)) == sorted(BLANK.findall(message.string)), message.id
            assert not CJK.search(message.string), message.string


def test_what_is_read_at_run_time_is_what_is_written() -> None:
    assert messages.ENGLISH.with_suffix(".mo").read_bytes() == messages.compiled(messages.english())


@pytest.mark.parametrize(
    ("header", "query", "language"),
    [
        ("zh-CN,zh;q=0.9", "", "zh-CN"),
        ("en-US,en;q=0.9", "", "en"),
        ("fr", "", "zh-CN"),
        ("", "", "zh-CN"),
        ("zh-CN", "?lang=en", "en"),
        ("en", "?lang=zh", "zh-CN"),
        ("en", "?lang=xx", "en"),
    ],
)
def test_the_language_is_chosen_by_switch_then_browser(app: Flask, header: str, query: str, language: str) -> None:
    page = app.test_client().get(f"/sign-in{query}", headers={"Accept-Language": header})
    assert f'<html lang="{language}">' in page.text


def test_the_switch_is_remembered(app: Flask) -> None:
    client = app.test_client()
    client.get("/sign-in?lang=en")
    assert '<html lang="en">' in client.get("/sign-in").text


def test_names_sort_by_pinyin() -> None:
    assert sorted(["珠山区", "昌江区", "浮梁县", "乐平市"], key=by_pinyin) == ["昌江区", "浮梁县", "乐平市", "珠山区"]
