"""Every command and option: on its page, with its words; those that scripts rely on stay."""

from __future__ import annotations

from graphkb.reference.commands import commands, commands_page, parameters

# What scripts of others rely on: these names stay.
COMMANDS = {
    "graphkb load": {"PATH…", "--area", "--dataset", "--edition", "--dry-run", "--store", "--format"},
    "graphkb coverage": {"--rule", "--area", "--level", "--as-of", "--store", "--format", "--out"},
    "graphkb gaps": {"--rule", "--area", "--as-of", "--not-assessable", "--fail-on-gap", "--store", "--format", "--out"},
    "graphkb rules": {"--format", "--out"},
    "graphkb explain": {"RULE", "SUBJECT", "--as-of", "--store", "--format", "--out"},
    "graphkb cobuilding pairs": {"--area", "--as-of", "--store", "--format", "--out"},
    "graphkb network": {"CODE", "--depth", "--store", "--out"},
    "graphkb query": {"NAME", "--param", "--store", "--format", "--out"},
    "graphkb template": {"--out"},
    "graphkb sample": {"--out"},
    "graphkb demo": {"--store"},
    "graphkb store fetch": {"--to"},
    "graphkb store start": {"--format"},
    "graphkb store stop": set(),
    "graphkb store status": {"--store", "--format"},
    "graphkb store check": {"--store", "--format"},
    "graphkb store backup": {"--to", "--wait", "--store", "--format"},
    "graphkb store restore": {"FILE", "--replace", "--store", "--format"},
    "graphkb export": {"FORMAT", "--out", "--store"},
}


def test_every_command_and_option_is_there_and_documented() -> None:
    have = {path: {p.name for p in parameters(function)} for path, function in commands()}
    assert {
        path: wanted - have.get(path, set()) for path, wanted in COMMANDS.items() if not wanted <= have.get(path, set())
    } == {}
    assert set(COMMANDS) <= set(have)
    page = commands_page()
    for path, names in have.items():
        section = page.partition(f"\n## {path}\n")[2].partition("\n## ")[0]
        assert section, path
        assert [name for name in names if name not in section] == [], path


def test_every_command_says_what_it_does() -> None:
    silent = [path for path, function in commands() if not function.__doc__]
    assert silent + [f"{path} {p.name}" for path, function in commands() for p in parameters(function) if not p.help] == []
