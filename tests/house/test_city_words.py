"""A city's own table of words: beside `.env`, tried by a command, in use after a restart, and told by doctor."""

import asyncio
from pathlib import Path

import pytest

from bot import city_words
from bot.commands import dispatch
from bot.settings import load
from models.errors import OperatorError

TABLE = "意思,词,前面不能是,后面不能是,例句\n办结,并网,未,,1号站已并网\n单位·简称,江投,,,\n"


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "本市词表.csv"
    path.write_text(TABLE, encoding="utf-8-sig")
    return path


async def say(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert await asyncio.to_thread(dispatch, ["read", *words]) == 0
    return capsys.readouterr().out


async def test_a_table_is_tried_before_it_is_in_use(table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "意思：办结" not in await say(capsys, "1号站已并网", "--explain")
    assert "意思：办结" in await say(capsys, "1号站已并网", "--explain", "--lexicon", str(table))


async def test_a_file_of_replies_is_tried_with_it(
    table: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    replies = tmp_path / "replies.jsonl"
    replies.write_text(
        '{"id": 1, "sent_at": "2026-09-10T10:00:00+08:00", "task": {"title": "储能"}, "reply": "1号站已并网"}'
    )
    assert '"intent": "progress"' in await say(capsys, "--jsonl", str(replies))
    assert '"intent": "completed"' in await say(capsys, "--jsonl", str(replies), "--lexicon", str(table))


async def test_the_meanings_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    listed = await say(capsys, "--meanings")
    assert "办结：整件事办完了" in listed
    assert "事由·资金：" in listed


def test_a_relative_path_starts_beside_the_settings(table: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LEXICON_FILE", raising=False)
    env = table.parent / ".env"
    env.write_text(f"LEXICON_FILE={table.name}\n", encoding="utf-8")
    assert load(env).lexicon_file == str(table)
    assert [row.word for row in city_words.read(Path(load(env).lexicon_file))] == ["并网", "江投"]


def test_without_a_table_the_shipped_words_are_used() -> None:
    assert city_words.lexicon("") is None


def test_a_word_of_one_character_is_refused(table: Path) -> None:
    table.write_text("意思,词\n堵点,水\n", encoding="utf-8")
    with pytest.raises(OperatorError, match="第2行：「水」只有 1 个字"):
        city_words.read(table)
