"""The sample city: settings that keep everything on this machine, the sandbox process, and its contacts and plan."""

import asyncio
import os
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path

from aiohttp import ClientError, ClientSession, ClientTimeout

from bot import settings
from bot.documents.reader import read_tables
from bot.settings import Settings
from handlers import contacts, plans
from models import assigning, db, people
from models.errors import OperatorError
from models.rules.contacts import read_contacts
from models.rules.plan.reading import read_plan
from models.tasks import Plan

SAMPLES = Path(__file__).parent / "samples"
FIRST_MOMENT = "2026-02-11T08:20:00+08:00"  # a Wednesday, four days before 春节
YEAR_BEGINS = "2026-01-12T08:20:00+08:00"  # a Monday
PAPER = "临政办发〔2026〕3号"
CREDENTIALS = {
    "wecom_corp_id": "wwsandbox0000000000", "wecom_agent_id": 1000002, "wecom_secret": "sandbox-secret",
    "wecom_token": "sandboxtoken", "wecom_encoding_aes_key": "c2FuZGJveC1rZXktb2YtdGhlLXNhbXBsZS1jaXR5LTE",
}  # fmt: skip

DINGTALK = {
    "dingtalk_client_id": "dingsandbox0000000000", "dingtalk_client_secret": "sandbox-dingtalk-secret", "dingtalk_corp_id": "dingsandbox0001",
}  # fmt: skip
FEISHU = {
    "feishu_app_id": "cli_sandbox00000000", "feishu_app_secret": "sandbox-feishu-secret",
    "feishu_encrypt_key": "sandbox-feishu-encrypt-key", "feishu_verification_token": "sandboxfeishutoken",
}  # fmt: skip


def sample_settings(database_url: str, *, listen: str, sandbox_url: str, clock: str = FIRST_MOMENT) -> Settings:
    return settings.load(
        Path(os.devnull), database_url=database_url, listen=listen, sandbox=True, sandbox_url=sandbox_url, sandbox_clock=clock,
        wecom_api_base=sandbox_url, feishu_api_base=sandbox_url, dingtalk_api_base=sandbox_url, dingtalk_oapi_base=sandbox_url, **CREDENTIALS, **FEISHU, **DINGTALK,
    )  # fmt: skip


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


@asynccontextmanager
async def sandbox_process(given: Settings, state: Path | None = None) -> AsyncIterator[None]:
    """The messenger as a process of its own; one that answers already is used as it is."""
    if await _answers(given.sandbox_url):
        yield
        return
    command = [sys.executable, "-m", "bot", "sandbox", *(["--state", str(state)] if state else [])]
    process = await asyncio.create_subprocess_exec(*command, env=_environment(given), cwd=Path(__file__).parents[1])
    try:
        await _until_it_answers(given.sandbox_url, process)
        yield
    finally:
        if process.returncode is None:
            process.terminate()
            await process.wait()


def _environment(given: Settings) -> dict[str, str]:
    names = {"PATH": os.environ.get("PATH", ""), "MASHANG_ENV_FILE": os.devnull}
    names |= {key.upper(): str(value) for key, value in (CREDENTIALS | FEISHU | DINGTALK).items()}
    return names | {"LISTEN": given.listen, "SANDBOX_URL": given.sandbox_url, "DATABASE_URL": given.database_url}


async def _answers(url: str) -> bool:
    try:
        async with (
            ClientSession(timeout=ClientTimeout(total=2)) as session,
            session.get(f"{url}/sandbox/idle") as answer,
        ):
            return answer.status == 200
    except (ClientError, TimeoutError):
        return False


async def _until_it_answers(url: str, process: asyncio.subprocess.Process) -> None:
    for _ in range(200):
        if await _answers(url):
            return
        if process.returncode is not None:
            raise OperatorError(f"the sandbox did not start on {url}; is the port taken?")
        await asyncio.sleep(0.05)
    raise OperatorError(f"the sandbox does not answer on {url} within 10 s")


async def settle_city(now: datetime, plan: str = "plan.xlsx") -> None:
    """Fill an empty database with the sample contacts and plan, queued for dispatch."""
    listed = read_contacts(await _tables("contacts.xlsx"))
    await db.tx(
        lambda: contacts.import_contacts(listed, now=datetime.fromisoformat("2026-01-01T00:00:00+08:00"), actor="demo")
    )
    reading = read_plan(await _tables(plan), contacts=await people.directory())
    outcome = await db.tx(lambda: plans.import_plan(reading, file_name=plan, now=now, actor="demo"))
    if outcome.plan is not None:
        await Plan.filter(id=outcome.plan.id).update(paper=PAPER)
    await db.tx(assigning.queue)


async def _tables(name: str):  # type: ignore[no-untyped-def]
    return await read_tables((SAMPLES / name).read_bytes(), name)
