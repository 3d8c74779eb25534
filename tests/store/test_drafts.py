"""A file or folder that is written is there whole or not at all."""

from __future__ import annotations

import os
import resource
import signal
import stat
from pathlib import Path

import pytest

from graphkb.store import StoreNotWritable
from graphkb.store.drafts import TargetThere, draft_of


def test_it_is_there_when_all_of_it_is(tmp_path: Path) -> None:
    for name, folder in (("file", False), ("folder", True)):
        with draft_of(tmp_path / name, folder=folder) as draft:
            (draft / "inner" if folder else draft).write_text("x", encoding="utf-8")
            assert not (tmp_path / name).exists()
        assert stat.S_IMODE((tmp_path / name).stat().st_mode) == (0o700 if folder else 0o600)
        with pytest.raises(TargetThere), draft_of(tmp_path / name, folder=folder):
            pytest.fail("nothing is written")
        with draft_of(tmp_path / name, folder=folder, replace=True) as draft:
            (draft / "other" if folder else draft).write_text("y", encoding="utf-8")
    assert (tmp_path / "file").read_text(encoding="utf-8") == "y"
    assert os.listdir(tmp_path / "folder") == ["other"]
    assert sorted(os.listdir(tmp_path)) == ["file", "folder"]


@pytest.mark.parametrize("folder", [False, True])
def test_nothing_is_left_of_what_failed(tmp_path: Path, folder: bool) -> None:
    with pytest.raises(KeyboardInterrupt), draft_of(tmp_path / "x", folder=folder):
        raise KeyboardInterrupt
    assert os.listdir(tmp_path) == []


def test_a_full_disk_is_said_and_leaves_nothing(tmp_path: Path) -> None:
    """The size of files is limited, a stand-in for a full disk."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (1000, before[1]))
        with pytest.raises(StoreNotWritable, match="腾出空间"), draft_of(tmp_path / "x") as draft:
            draft.write_bytes(b"x" * 5000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)
    assert os.listdir(tmp_path) == []
