"""deploy/env.example shows every setting with its default and a word about it, and nothing else."""

import re
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from bot.settings import Settings, load

EXAMPLE = Path(__file__).parents[2] / "deploy" / "env.example"
TEXT = EXAMPLE.read_text(encoding="utf-8")
SHOWN = dict(re.findall(r"^#?([A-Z][A-Z0-9_]*)=(.*)$", TEXT, re.M))


def written(default: Any) -> str:
    match default:
        case SecretStr():
            return default.get_secret_value()
        case bool():
            return str(int(default))
        case None:
            return ""
        case datetime():
            return default.isoformat()
        case _:
            return str(default)


def test_the_example_names_every_setting_and_no_other() -> None:
    assert set(SHOWN) == {name.upper() for name in Settings.model_fields}


@pytest.mark.parametrize("name", sorted(Settings.model_fields))
def test_the_example_shows_the_default(name: str) -> None:
    assert SHOWN[name.upper()] == written(Settings.model_fields[name].default)


def test_the_example_changes_nothing_when_it_is_copied(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in SHOWN:
        monkeypatch.delenv(name, raising=False)
    copy, empty = tmp_path / ".env", tmp_path / "empty.env"
    copy.write_text(TEXT, encoding="utf-8")
    empty.write_text("", encoding="utf-8")
    assert load(copy) == load(empty)


def test_the_example_still_reads_when_every_line_is_turned_on(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in SHOWN:
        monkeypatch.delenv(name, raising=False)
    on = tmp_path / ".env"
    on.write_text(re.sub(r"^#(?=[A-Z][A-Z0-9_]*=)", "", TEXT, flags=re.M), encoding="utf-8")
    assert load(on) == load(tmp_path / "none.env")


def test_every_setting_has_a_word_above_it() -> None:
    blocks = TEXT.split("\n\n")
    assert [
        block
        for block in blocks
        if re.search(r"^#?[A-Z_]+=", block, re.M) and not block.startswith(("# ---", "# Every"))
    ] == []


@pytest.mark.parametrize(("title", "module"), [("DingTalk", "dingtalk"), ("Feishu", "feishu")])
def test_the_example_says_which_messengers_are_not_there_yet(title: str, module: str) -> None:
    [heading] = [line for line in TEXT.splitlines() if line.startswith(f"# --- {title}")]
    is_there = (EXAMPLE.parents[1] / "bot" / "channels" / f"{module}.py").exists()
    assert ("no channel yet" not in heading) is is_there
