"""`mashang doctor` names each thing that is wrong, says how to mend it, and is content when nothing is."""

import asyncio
import fcntl
import os
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

import asyncpg
import pytest
from aiohttp import web
from model_double import model

from bot.commands import dispatch
from bot.commands.doctor import calendar
from models import db, people, presence, quotas, rulebook, schema, settings
from models.people import Role, Unit
from models.policy import CalendarDay, PolicyVersion

CREDENTIALS = {
    "WECOM_CORP_ID": "wwdoctor0000000000", "WECOM_AGENT_ID": "1000042", "WECOM_SECRET": "right",
    "WECOM_TOKEN": "callbackToken1", "WECOM_ENCODING_AES_KEY": "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG",
}  # fmt: skip


async def gettoken(request: web.Request) -> web.Response:
    if request.query.get("corpsecret") != "right":
        return web.json_response({"errcode": 40001, "errmsg": "invalid credential"})
    return web.json_response({"errcode": 0, "errmsg": "ok", "access_token": "t0ken", "expires_in": 7200})


async def ready(request: web.Request) -> web.Response:
    return web.json_response({"ready": True, "faults": []})


@pytest.fixture
async def platform() -> AsyncIterator[str]:
    """The platform's address, as far as a doctor asks it."""
    app = web.Application()
    app.router.add_get("/cgi-bin/gettoken", gettoken)
    app.router.add_get("/health/ready", ready)
    app.router.add_post("/open-apis/auth/v3/tenant_access_token/internal", feishu_token)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    host, port = runner.addresses[0][:2]
    yield f"http://{host}:{port}"
    await runner.cleanup()


@pytest.fixture
def deployment(monkeypatch: pytest.MonkeyPatch, sqlite_url: str, platform: str, unused_port: int) -> pytest.MonkeyPatch:
    """A deployment's environment with nothing wrong in it."""
    values = {**CREDENTIALS, "MASHANG_ENV_FILE": os.devnull, "DATABASE_URL": sqlite_url, "WECOM_API_BASE": platform}
    for name, value in {**values, "LISTEN": f"127.0.0.1:{unused_port}"}.items():
        monkeypatch.setenv(name, value)
    return monkeypatch


@pytest.fixture
def unused_port() -> int:
    import socket

    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
    return port


async def settle(url: str, *, stamp: str = "live") -> None:
    """Somebody in 督查室, a unit, and the notices of this year and the next."""
    year = datetime.now(UTC).year
    await db.open_database(url)
    try:
        await settings.put("mode", stamp)
        await Unit.create(name="市水利局")
        for known in (year, year + 1):
            await CalendarDay.create(day=date(known, 1, 1), is_workday=False, source="国务院通知")
        person = await people.make_at("wecom", "zhou")
        await people.give_post(person, Role.ADMIN, now=datetime(2026, 1, 1, tzinfo=UTC))
    finally:
        await db.close()


async def doctor(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str]:
    code = await asyncio.to_thread(dispatch, ["doctor", *words])
    return code, capsys.readouterr().out


async def test_a_sound_deployment_is_well(
    deployment: pytest.MonkeyPatch, sqlite_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    await settle(sqlite_url)
    code, told = await doctor(capsys)
    assert (code, told.splitlines()[-1]) == (0, "all is well"), told
    for what in ("settings", "database", "disk", "rules", "calendar", "people", "wecom", "bot"):
        assert f"✓ {what}: " in told


FEISHU = {
    "FEISHU_APP_ID": "cli_1", "FEISHU_APP_SECRET": "right", "FEISHU_ENCRYPT_KEY": "k", "PUBLIC_URL": "https://ms.example.gov.cn",
}  # fmt: skip


async def feishu_token(request: web.Request) -> web.Response:
    if (await request.json())["app_secret"] != "right":
        return web.json_response({"code": 10014, "msg": "app secret invalid"}, status=400)
    return web.json_response({"code": 0, "msg": "ok", "tenant_access_token": "t-1", "expire": 7200})


@pytest.mark.parametrize(
    ("name", "value", "code", "told"),
    [
        (
            "FEISHU_APP_ID",
            "cli_1",
            0,
            "· feishu: 事件：“事件与回调”选“将事件发送至开发者服务器”，地址 https://ms.example.gov.cn/callback/feishu",
        ),
        ("FEISHU_APP_ID", "cli_1", 0, "✓ feishu: takes our credentials"),
        ("FEISHU_APP_SECRET", "wrong", 1, "✗ feishu: 请在飞书开发者后台“凭证与基础信息”核对"),
        ("FEISHU_APP_SECRET", "", 1, "FEISHU_APP_SECRET not set"),
        ("FEISHU_ENCRYPT_KEY", "", 1, "Feishu is begun and not on"),
        ("PUBLIC_URL", "", 1, "✗ feishu: PUBLIC_URL 没有填"),
        ("FEISHU_VERIFICATION_TOKEN", "v", 0, "✓ feishu: takes our credentials"),
    ],
)
async def test_feishu_is_looked_at_as_far_as_can_be_and_its_console_is_told_step_by_step(
    deployment: pytest.MonkeyPatch, sqlite_url: str, capsys: pytest.CaptureFixture[str],
    platform: str, name: str, value: str, code: int, told: str,
) -> None:  # fmt: skip
    await settle(sqlite_url)
    for one, given in {**FEISHU, "FEISHU_API_BASE": platform, name: value}.items():
        deployment.setenv(one, given)
    found, said = await doctor(capsys)
    assert (found, told in said) == (code, True), said


async def test_a_new_database_wants_people_of_the_office_first(
    deployment: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    code, told = await doctor(capsys, "--offline")
    assert code == 1
    assert "mashang admin add USER" in told
    assert "wecom" not in told.splitlines()[-2]


GOOD = {
    "intent": "progress", "indicators": [{"name": "打通断头路", "value": 5, "unit": "条"}], "next_date": "2026-06-30",
}  # fmt: skip


@pytest.mark.parametrize(
    ("answer", "status", "told"),
    [
        (GOOD, 200, "✓ second reader: city-72b answers, and reads a known reply rightly"),
        (GOOD | {"next_date": "2026-07-30"}, 200, "✗ second reader: it read a known reply wrongly (next_date)"),
        ("很顺利", 200, "✗ second reader: unreadable"),
        (GOOD, 401, "✗ second reader: refused: HTTP 401"),
    ],
)
async def test_a_second_reader_is_asked_what_it_reads_in_a_known_reply(
    deployment: pytest.MonkeyPatch,
    sqlite_url: str,
    capsys: pytest.CaptureFixture[str],
    answer: object,
    status: int,
    told: str,
) -> None:
    await settle(sqlite_url)
    async with model() as double:
        double.answer, double.status = answer, status
        for name, value in {"READER_URL": double.url, "READER_MODEL": "city-72b", "READER_KEY": "s3cret"}.items():
            deployment.setenv(name, value)
        code, said = await doctor(capsys)
    assert told in said
    assert code == int("✗" in told)
    assert "s3cret" not in said
    assert ("see READER_" in said) is ("✗" in told)


@pytest.mark.parametrize(
    ("name", "value", "wrong", "mend"),
    [
        ("CALLBACK_SKEW_S", "soon", "CALLBACK_SKEW_S is wrong", "correct it in .env"),
        ("WECOM_TOKEN", "", "no messenger is configured", "WECOM_ENCODING_AES_KEY"),
        ("WECOM_CORP_ID", "", "WECOM_CORP_ID not set", "WeCom console"),
        ("DATABASE_URL", "mysql://x/y", "DATABASE_URL starts with 'mysql'", "check DATABASE_URL"),
        ("DATABASE_URL", "sqlite:///nowhere/at/all.sqlite3", "does not exist yet", "mashang migrate"),
        ("DATABASE_URL", "postgres://nobody:s3cret@127.0.0.1:1/x", "does not open", "that the server runs"),
        ("LEXICON_FILE", "/nowhere/words.csv", "✗ lexicon: 词表 /nowhere/words.csv 打不开", "leave LEXICON_FILE empty"),
        ("WECOM_SECRET", "wrong", "✗ wecom", "app's page"),
        ("WECOM_API_BASE", "http://127.0.0.1:1", "✗ wecom", "reach the platform"),
    ],
)
async def test_each_fault_is_named_with_its_remedy(
    deployment: pytest.MonkeyPatch,
    sqlite_url: str,
    capsys: pytest.CaptureFixture[str],
    name: str,
    value: str,
    wrong: str,
    mend: str,
) -> None:
    await settle(sqlite_url)
    deployment.setenv(name, value)
    code, told = await doctor(capsys)
    assert code == 1
    assert wrong in told
    assert mend in told
    assert "s3cret" not in told


async def test_a_bot_that_works_on_another_database_is_not_ours(
    deployment: pytest.MonkeyPatch, database_url: str, platform: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Somebody answers on LISTEN, and is ready; whether he is ours, the database knows."""
    await settle(database_url)
    deployment.setenv("DATABASE_URL", database_url)
    deployment.setenv("LISTEN", platform.removeprefix("http://"))
    code, told = await doctor(capsys)
    assert code == 1
    assert "✗ bot: one answers on" in told
    assert "none works on this database" in told
    async with at_work(database_url):
        code, told = await doctor(capsys)
    assert (code, "✓ bot: runs and is ready" in told) == (0, True), told


@contextmanager
def locked(path: Path) -> Iterator[None]:
    with path.open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


@asynccontextmanager
async def at_work(url: str) -> AsyncIterator[None]:
    """A worker's lock on this database: beside the file, or in the server."""
    if url.startswith("sqlite://"):
        with locked(Path(url.removeprefix("sqlite://") + ".running")):
            yield
        return
    there = await asyncpg.connect(url)
    try:
        await there.execute("SELECT pg_advisory_lock($1, 4711)", presence._PLACE)
        yield
    finally:
        await there.close()


async def test_a_sandbox_database_is_no_city(
    deployment: pytest.MonkeyPatch, sqlite_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    await settle(sqlite_url, stamp="sandbox")
    code, told = await doctor(capsys, "--offline")
    assert code == 1
    assert "it is stamped sandbox, these settings are live" in told
    assert "point DATABASE_URL at another database" in told


async def test_an_old_database_is_to_be_migrated(
    deployment: pytest.MonkeyPatch, sqlite_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    await db.open_database(sqlite_url)
    await db.execute("DELETE FROM tortoise_migrations WHERE name = ?", schema.shipped()[-1])
    await db.close()
    code, told = await doctor(capsys, "--offline")
    assert code == 1
    assert "older than this program" in told
    assert "mashang migrate" in told


async def test_a_rule_set_that_does_not_read_is_said(
    deployment: pytest.MonkeyPatch, sqlite_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    await settle(sqlite_url)
    await db.open_database(sqlite_url)
    await PolicyVersion.create(version=999, text="not = [", created_at=datetime(2026, 1, 1, tzinfo=UTC))
    await db.close()
    code, told = await doctor(capsys, "--offline")
    assert code == 1
    assert "✗ rules" in told


async def test_a_doctor_makes_no_database(
    deployment: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    deployment.setenv("DATABASE_URL", f"sqlite://{tmp_path / 'none' / 'x.sqlite3'}")
    await doctor(capsys, "--offline")
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize(
    ("now", "is_wrong"),
    [
        (datetime(2026, 11, 30, tzinfo=UTC), False),
        (datetime(2040, 2, 1, tzinfo=UTC), True),
        (datetime(2038, 12, 1, tzinfo=UTC), True),
    ],
)
async def test_next_years_holidays_are_missed_from_december_on(sqlite_url: str, now: datetime, is_wrong: bool) -> None:
    await db.open_database(sqlite_url)
    try:
        found = await calendar(now)
    finally:
        await db.close()
    assert ("calendar import" in found.mend) is is_wrong
    assert ("暂定" in found.text) is is_wrong


@pytest.mark.parametrize(
    ("people_there", "calls", "told"),
    [
        (1, "5000", "✓ dingtalk: month for 1 accounts, 6 messages a week each: calls 40 of 5,000 used, at most 52 needed"),
        (100, "5000", "· dingtalk: month for 100 accounts, 6 messages a week each: calls 40 of 5,000 used, at most 5,280 needed"),
        (100, "0", "✓ dingtalk: month for 100 accounts, 6 messages a week each: messages in 0 of 3,000 used, at most 2,640 needed"),
    ],
)  # fmt: skip
async def test_how_far_the_month_of_a_messenger_reaches(
    deployment: pytest.MonkeyPatch, sqlite_url: str, capsys: pytest.CaptureFixture[str],
    people_there: int, calls: str, told: str,
) -> None:  # fmt: skip
    await settle(sqlite_url)
    for name, value in {"CLIENT_ID": "ding1", "CLIENT_SECRET": "s", "MONTHLY_CALLS": calls}.items():
        deployment.setenv(f"DINGTALK_{name}", value)
    await db.open_database(sqlite_url)
    try:
        for n in range(people_there):
            await people.make_at("dingtalk", f"head{n}")
        await quotas.spend("dingtalk", 40, datetime.now(UTC), (await rulebook.current()).calendar)
    finally:
        await db.close()
    code, said = await doctor(capsys, "--offline")
    assert code == 0, said
    assert told in said
    assert ("is bought" in said) == (told[0] == "·")


@pytest.mark.parametrize(
    ("given", "code", "told"),
    [
        ({}, 0, "· pages: off: set PUBLIC_URL and SECRET_KEY"),
        ({"PUBLIC_URL": "https://ms.example.gov.cn"}, 0, "· pages: off: set SECRET_KEY"),
        ({"PUBLIC_URL": "https://ms.example.gov.cn", "SECRET_KEY": "k" * 31}, 1, "✗ pages: SECRET_KEY is shorter"),
        ({"PUBLIC_URL": "http://ms.example.gov.cn", "SECRET_KEY": "k" * 32}, 1, "✗ pages: http://ms.example.gov.cn is not https"),
        ({"PUBLIC_URL": "https://ms.example.gov.cn", "SECRET_KEY": "k" * 32}, 0, "✓ pages: people log in at https://ms.example.gov.cn/m/"),
        ({"PUBLIC_URL": "https://ms.example.gov.cn:8443"}, 0, "设可信域名 ms.example.gov.cn:8443"),
        ({"PUBLIC_URL": ""}, 0, "设可信域名 （先填 PUBLIC_URL）"),
    ],
)  # fmt: skip
async def test_the_pages_are_no_must_and_guarded_where_they_are_on(
    deployment: pytest.MonkeyPatch, sqlite_url: str, capsys: pytest.CaptureFixture[str],
    given: dict[str, str], code: int, told: str,
) -> None:  # fmt: skip
    await settle(sqlite_url)
    for name, value in given.items():
        deployment.setenv(name, value)
    found, said = await doctor(capsys, "--offline")
    assert (found, told in said) == (code, True), said
