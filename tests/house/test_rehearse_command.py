"""`mashang rehearse`: what would go out is told, in lines or in JSON; the file it read stays as it was."""

import asyncio
import json
from collections.abc import Callable
from datetime import datetime
from hashlib import sha256
from pathlib import Path

import pytest

from bot.city import settle_city
from bot.commands import dispatch
from models import db, rulebook, settings

WEDNESDAY = datetime.fromisoformat("2026-03-04T08:00:00+08:00")
Mashang = Callable[..., tuple[int, str, str]]


@pytest.fixture
def mashang(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Mashang:
    monkeypatch.setenv("MASHANG_ENV_FILE", "/dev/null")

    def run(*words: str) -> tuple[int, str, str]:
        code = dispatch(list(words))
        return (code, *capsys.readouterr())

    return run


async def _fill(url: str) -> None:
    await db.open_database(url)
    try:
        await rulebook.seed(WEDNESDAY)
        await settings.put("virtual_now", WEDNESDAY.isoformat())
        await settle_city(WEDNESDAY)
    finally:
        await db.close()


def test_the_sample_city_is_rehearsed_and_its_file_is_the_same_byte_for_byte(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch, mashang: Mashang
) -> None:
    asyncio.run(_fill(sqlite_url))
    monkeypatch.setenv("DATABASE_URL", sqlite_url)
    file = Path(sqlite_url.removeprefix("sqlite://"))
    before = sha256(file.read_bytes()).hexdigest()
    code, told, _ = mashang("rehearse", "--days", "2")
    assert code == 0
    assert "假定没有人回话" in told
    assert "3月4日（周三）" in told
    assert "  08:30 鲁广厦（市住建局、单位负责人） 下达：市住建局承担重点任务14项" in told
    assert "单位负责人32条（29人，一人一天最多3条）：下达29" in told
    lines = [json.loads(line) for line in mashang("rehearse", "--days", "1", "--json")[1].splitlines()]
    assert {line["unit"] for line in lines if line["person"] == "鲁广厦"} == {"市住建局"}
    assert sha256(file.read_bytes()).hexdigest() == before


def test_what_cannot_be_rehearsed_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mashang: Mashang) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite://{tmp_path}/none.sqlite3")
    code, _, said = mashang("rehearse")
    assert code == 2
    assert "no database" in said
    assert not list(tmp_path.iterdir())
    with pytest.raises(SystemExit):
        mashang("rehearse", "--days", "32")
