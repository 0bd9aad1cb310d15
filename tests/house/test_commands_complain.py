"""What an operator did wrong is one line on stderr that says what to do; never a traceback, never a pretence."""

import asyncio
import os
import socket
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bot.commands import COMMANDS, LATER, dispatch
from models import db

CREDENTIALS = {
    "WECOM_CORP_ID": "wwcomplain00000000", "WECOM_AGENT_ID": "1000042", "WECOM_SECRET": "s",
    "WECOM_TOKEN": "callbackToken1", "WECOM_ENCODING_AES_KEY": "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG",
}  # fmt: skip


@pytest.fixture
def deployment(monkeypatch: pytest.MonkeyPatch, sqlite_url: str) -> pytest.MonkeyPatch:
    for name, value in {**CREDENTIALS, "MASHANG_ENV_FILE": os.devnull, "DATABASE_URL": sqlite_url}.items():
        monkeypatch.setenv(name, value)
    return monkeypatch


async def complaint(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str]:
    code = await asyncio.to_thread(dispatch, list(words))
    [*before, line] = capsys.readouterr().err.splitlines()
    assert [one for one in before if not one.startswith("{")] == [], "one line, beside the log"
    assert line.startswith("mashang: ")
    return code, line


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("LISTEN", "abc", "'abc' is no HOST:PORT; write 127.0.0.1:8080"),
        ("LISTEN", "8080", "0.0.0.0:8080 to listen on every address"),
        ("LISTEN", ":8080", "is no HOST:PORT"),
        ("LISTEN", "127.0.0.1:99999", "a port from 1 to 65535"),
        ("LISTEN", "127.0.0.1:0", "a port from 1 to 65535"),
        ("TIMEZONE", "Mars/X", "there is no zone 'Mars/X'; write one like Asia/Shanghai"),
        ("TIMEZONE", "Asia", "there is no zone"),
        ("CALLBACK_SKEW_S", "-5", "-5 is below 0"),
        ("PUBLIC_URL", "notaurl", "'notaurl' is no address"),
        ("WECOM_API_BASE", "qyapi.weixin.qq.com", "write it whole, as in https://"),
        ("DINGTALK_MODE", "both", "neither stream nor http"),
        ("LEXICON_FILE", "/nowhere/words.csv", "词表 /nowhere/words.csv 打不开（没有这个文件）"),
        ("DATABASE_URL", "mysql://x/y", "use sqlite://data/mashang.sqlite3 or postgres://"),
        ("DATABASE_URL", "sqlite:///proc/x/y", "Check DATABASE_URL"),
        ("DATABASE_URL", "sqlite:///dev/null/y", "Check DATABASE_URL"),
    ],
)
async def test_a_wrong_setting_stops_a_run_with_one_line(
    deployment: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], name: str, value: str, told: str
) -> None:
    deployment.setenv(name, value)
    code, line = await complaint(capsys, "run")
    assert code == 2
    assert told in line


@pytest.mark.parametrize("host", ["127.0.0.1", "192.0.2.1"])
async def test_an_address_that_is_taken_or_foreign_stops_a_run_with_one_line(
    deployment: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], host: str
) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        at = f"{host}:{other.getsockname()[1]}"
        deployment.setenv("LISTEN", at)
        code, line = await complaint(capsys, "run")
    assert code == 2
    assert f"cannot listen on {at}" in line
    assert "LISTEN to a" in line


@contextmanager
def held(url: str) -> Iterator[None]:
    """Somebody left a shell open in the middle of a transaction."""
    shell = sqlite3.connect(url.removeprefix("sqlite://"))
    try:
        shell.execute("BEGIN IMMEDIATE")
        yield
    finally:
        shell.close()


async def test_a_database_that_is_held_is_said_to_be_and_by_whom_it_may_be(
    deployment: pytest.MonkeyPatch, sqlite_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    deployment.setattr(db, "BUSY_MS", 50)
    with held(sqlite_url):
        code, line = await complaint(capsys, "api-key", "create", "board", "--role", "reader")
        assert code == 1
        assert "database is locked" in line
        assert "another process holds it" in line
        assert "try again" in line

        assert await asyncio.to_thread(dispatch, ["doctor", "--offline"]) == 1
        told = capsys.readouterr().out
        assert "✗ database: it takes no writes now: database is locked" in told
        assert "another process holds it" in told
        assert "rights" not in told


async def test_a_path_that_is_no_file_is_said_to_be(
    deployment: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    code, line = await complaint(capsys, "import-plan", str(tmp_path), "--dry-run")
    assert code == 2
    assert "Check the path" in line


async def test_only_an_account_that_is_known_becomes_a_member_of_the_office(
    deployment: pytest.MonkeyPatch, sqlite_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    async def add(*words: str) -> int:
        return await asyncio.to_thread(dispatch, ["admin", "add", *words])

    code, line = await complaint(capsys, "admin", "add", "nobody")
    assert code == 2
    assert "nobody is known by the wecom account 'nobody': import the contacts" in line
    assert "mashang admin add nobody --first" in line
    assert (await complaint(capsys, "admin", "add", "@all", "--first"))[0] == 2

    assert await add("WenRenShu", "--first") == 0
    assert capsys.readouterr().out == "WenRenShu belongs to 督查室 now\n"
    assert await add("wenrenshu") == 0, "the same once more changes nothing"
    code, line = await complaint(capsys, "admin", "add", "nobody", "--first")
    assert code == 2
    assert "--first is over" in line

    assert await asyncio.to_thread(dispatch, ["import-units", "bot/samples/contacts.xlsx"]) == 0
    capsys.readouterr()
    code, line = await complaint(capsys, "admin", "add", "应嘉宾")
    assert code == 2
    assert "应嘉宾 is a name; give the account: mashang admin add " in line
    assert await add("wenrenshu") == 0
    assert capsys.readouterr().out == "闻人述 belongs to 督查室 now\n", "the contacts told the name"


@pytest.mark.parametrize("name", [name for name, module in COMMANDS.items() if module == LATER])
async def test_a_command_that_is_not_built_says_so_whatever_it_is_given(
    capsys: pytest.CaptureFixture[str], name: str
) -> None:
    for words in ([], ["--days", "3"], ["list", "--json", "-h"]):
        code, line = await complaint(capsys, name, *words)
        assert (code, line) == (2, f"mashang: mashang {name} is not built yet; nothing was changed")
