"""`mashang sync-contacts` fills the accounts that are certain and lists the others; `export-contacts` makes a workbook of the directory."""

import asyncio
import os
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession
from aiohttp.test_utils import TestServer

from bot.commands import dispatch
from bot.documents.reader import read_tables
from bot.sandbox import SandboxConfig, create_app
from bot.sandbox.config import WeComConfig
from models import db
from models.papers.workbook import Page, write
from models.people import Account
from models.rules.contacts import read_contacts
from models.rules.plan.grid import Sheet

AES_KEY = "c2FuZGJveC1rZXktb2YtdGhlLXNhbXBsZS1jaXR5LTE"
CREDENTIALS = {
    "WECOM_CORP_ID": "ww1", "WECOM_AGENT_ID": "7", "WECOM_SECRET": "s", "WECOM_TOKEN": "t", "WECOM_ENCODING_AES_KEY": AES_KEY,
}  # fmt: skip
UNITS = (
    ("单位", "单位简称", "主要负责人", "职务", "手机号", "企业微信账号", "分管领导", "督查联络员"),
    ("市住房和城乡建设局", "市住建局", "方建业", "局长", "", "", "沈在舟", "许文"),
    ("市水利局", "市水利局", "江河清", "局长", "", "jhq", "沈在舟", ""),
    ("市统计局", "市统计局", "曾数", "局长", "", "", "沈在舟", ""),
)
LEADERS = (("姓名", "职务", "分管工作", "企业微信账号"), ("沈在舟", "副市长", "", ""))
LIAISONS = (("单位", "姓名", "企业微信账号"), ("市住房和城乡建设局", "许文", ""))
OFFICE = (("姓名", "职务", "企业微信账号"), ("苏知微", "市政府督查室副主任", "szw"))


@pytest.fixture
async def messenger() -> AsyncIterator[TestServer]:
    config = SandboxConfig(wecom=WeComConfig("ww1", 7, "s", "t", AES_KEY, "http://127.0.0.1:9/"))
    async with TestServer(create_app(config)) as server:
        for user, name, title, units, leads in (
            ("fangjy", "方建业", "局长", ["市直部门/市住建局"], ["市直部门/市住建局"]),
            ("xuwen", "许文", "科长", ["市直部门/市住建局/办公室"], ["市直部门/市住建局/办公室"]),
            ("jhq", "江河清", "局长", ["市直部门/市水利局"], ["市直部门/市水利局"]),
            ("zs1", "曾数", "", ["市直部门/市统计局/综合科"], []),
            ("zs2", "曾数", "", ["市直部门/市统计局/办公室"], []),
            ("szz", "沈在舟", "副市长", ["市领导"], []),
            ("szw", "苏知微", "副主任", ["市政府办公室/督查室"], []),
        ):
            await change(server, user=user, name=name, title=title, units=units, leads=leads)
        yield server


async def change(server: TestServer, **what: Any) -> None:
    async with ClientSession() as session:
        answer = await session.post(server.make_url("/sandbox/personnel"), json={"platform": "wecom", **what})
        assert answer.status == 200, await answer.text()


async def spoil(server: TestServer, **fault: Any) -> None:
    async with ClientSession() as session:
        assert (await session.post(server.make_url("/sandbox/faults"), json=fault)).status == 200


async def forgive(server: TestServer) -> None:
    async with ClientSession() as session:
        assert (await session.delete(server.make_url("/sandbox/faults"))).status == 200


@pytest.fixture
def deployment(monkeypatch: pytest.MonkeyPatch, sqlite_url: str, messenger: TestServer) -> str:
    base = str(messenger.make_url("")).rstrip("/")
    given = CREDENTIALS | {"MASHANG_ENV_FILE": os.devnull, "DATABASE_URL": sqlite_url, "WECOM_API_BASE": base}
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    return sqlite_url


@pytest.fixture
def workbook(tmp_path: Path) -> str:
    file = tmp_path / "contacts.xlsx"
    tables = (("单位通讯录", UNITS), ("市领导", LEADERS), ("督查联络员", LIAISONS), ("督查室", OFFICE))
    pages = [Page(Sheet(name, rows), (1,)) for name, rows in tables]
    file.write_bytes(write(pages, made_at=datetime(2026, 1, 5, tzinfo=UTC)))
    return str(file)


async def run(*words: str) -> int:
    return await asyncio.to_thread(dispatch, list(words))


async def accounts(url: str) -> dict[str, str]:
    await db.open_database(url)
    try:
        return {one.person.name: one.userid for one in await Account.all().select_related("person")}
    finally:
        await db.close()


async def test_what_is_certain_is_filled_once_it_is_confirmed_and_the_rest_is_listed(
    deployment: str, workbook: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert await run("import-units", workbook) == 0
    before = await accounts(deployment)
    capsys.readouterr()
    for words in (["--dry-run"], [], ["--dry-run", "--confirm"]):
        assert await run("sync-contacts", *words) == 0
        assert await accounts(deployment) == before == {"江河清": "jhq", "苏知微": "szw"}
    shown = capsys.readouterr().out
    assert "企业微信通讯录7人；登记在册6人：账号一致2人，可补3人，待核对1人。" in shown
    assert "＋ 市住建局 方建业 局长：fangjy（姓名和单位一致）" in shown
    assert "＋ 沈在舟 副市长：szz（姓名和职务一致）" in shown
    assert "？ 市统计局 曾数 局长：通讯录里有2个可能：曾数（zs1，市直部门/市统计局/综合科）" in shown
    assert "加 --confirm" in shown

    assert await run("sync-contacts", "--confirm") == 0
    assert "已补3人的账号" in capsys.readouterr().out
    assert await accounts(deployment) == before | {"方建业": "fangjy", "沈在舟": "szz", "许文": "xuwen"}
    assert await run("sync-contacts", "--confirm") == 0
    assert "账号一致5人，可补0人" in capsys.readouterr().out


async def test_an_account_that_was_given_to_somebody_else_is_told_and_left(
    deployment: str, workbook: str, messenger: TestServer, capsys: pytest.CaptureFixture[str]
) -> None:
    assert await run("import-units", workbook) == 0
    await change(messenger, user="jhq", name="新局长", title="局长", units=["市直部门/市水利局"])
    assert await run("sync-contacts", "--confirm") == 0
    assert "？ 市水利局 江河清 局长：登记的账号jhq在通讯录里是新局长" in capsys.readouterr().out
    assert (await accounts(deployment))["江河清"] == "jhq"


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        ({"endpoint": "department/list", "errcode": 48002}, "接口权限"),
        ({"endpoint": "user/list", "errcode": 60020}, "企业可信IP"),
        ({"endpoint": "user/list", "errcode": 60011}, "可见范围"),
        ({"endpoint": "user/list", "errcode": 45009, "times": 3}, ""),
    ],
)
async def test_a_directory_that_is_not_read_whole_changes_nothing(
    deployment: str, workbook: str, messenger: TestServer, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str], fault: dict[str, Any], told: str,
) -> None:  # fmt: skip
    monkeypatch.setattr("bot.directory.PATIENCE_S", 0.0)
    assert await run("import-units", workbook) == 0
    before = await accounts(deployment)
    await spoil(messenger, **fault)
    for words in (["sync-contacts", "--confirm"], ["export-contacts", f"{workbook}.new.xlsx"]):
        assert await run(*words) == 1
        assert told in capsys.readouterr().err
        await spoil(messenger, **fault)
    assert await accounts(deployment) == before
    await forgive(messenger)
    assert await run("export-contacts", f"{workbook}.new.xlsx") == 0, "and nothing was written before"


async def test_an_empty_scope_is_no_directory(
    deployment: str, workbook: str, messenger: TestServer, capsys: pytest.CaptureFixture[str]
) -> None:
    assert await run("import-units", workbook) == 0
    await change(messenger, scope=[])
    assert await run("sync-contacts", "--confirm") == 1
    assert "widen its visible scope" in capsys.readouterr().err


async def test_a_workbook_is_made_of_the_directory_and_reads_as_contacts(
    deployment: str, tmp_path: Path, messenger: TestServer, capsys: pytest.CaptureFixture[str]
) -> None:
    await change(
        messenger, user="d", name="副局长", title="副局长", units=["市直部门/市水利局"], leads=["市直部门/市水利局"]
    )
    file = tmp_path / "city.xlsx"
    assert await run("export-contacts", str(file)) == 0
    assert "单位4个，其中1个有负责人" in capsys.readouterr().out
    found = read_contacts(await read_tables(file.read_bytes(), file.name))
    heads = {unit.full: (unit.head.name, unit.head.account.wecom) if unit.head else None for unit in found.units}
    assert heads == {"市住建局": ("方建业", "fangjy"), "市水利局": None, "市统计局": None, "市政府办公室": None}
    assert [(one.name, one.title, one.account.wecom) for one in found.leaders] == [("沈在舟", "副市长", "szz")]
    assert [one.name for one in found.admins] == ["苏知微"]
    assert "通讯录里有2位负责人：江河清、副局长" in str(await read_tables(file.read_bytes(), file.name))
    assert await run("export-contacts", str(file)) == 2
    assert "there already" in capsys.readouterr().err


async def test_a_messenger_that_is_not_on_is_named(deployment: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert await run("sync-contacts", "--platform", "feishu") == 2
    assert "feishu is not configured" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("at", "errcode", "code", "told"),
    [
        ("", 0, 0, "✓ wecom directory: 11 departments and their people are shown"),
        ("03:20", 0, 0, "✓ wecom directory: 11 departments"),
        ("", 48002, 0, "· wecom directory: 请管理员在企业微信管理后台检查该应用的接口权限"),
        ("03:20", 48002, 1, "✗ wecom directory: 请管理员在企业微信管理后台检查该应用的接口权限"),
        ("3点", 0, 1, "DIRECTORY_AT is wrong"),
    ],
)
async def test_the_doctor_tells_whether_the_directory_can_be_read(
    deployment: str, workbook: str, messenger: TestServer, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str], at: str, errcode: int, code: int, told: str,
) -> None:  # fmt: skip
    """A fault only where it is to be read at night."""
    assert await run("import-units", workbook) == 0
    monkeypatch.setenv("DIRECTORY_AT", at)
    if errcode:
        await spoil(messenger, endpoint="department/list", errcode=errcode)
    capsys.readouterr()
    monkeypatch.setattr("bot.commands.doctor.NOTICE_MONTH", 13)
    assert await run("doctor") == code
    assert told in capsys.readouterr().out
