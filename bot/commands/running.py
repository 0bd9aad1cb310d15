"""`run`: the bot, until it is told to stop. `sandbox`: the local messenger as a process of its own."""

import argparse
import asyncio
import gc
import signal
from collections.abc import Coroutine
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot import settings
from bot.settings import Settings
from models.errors import OperatorError

if TYPE_CHECKING:
    from bot.app import App
    from bot.sandbox.config import SandboxConfig


def add(parser: argparse.ArgumentParser, name: str) -> Any:
    if name == "sandbox":
        parser.add_argument("--state", type=Path, metavar="FILE", help="keep the phones in this file over restarts")
        return _sandbox
    parser.add_argument("--only", choices=["web", "worker"], help="one role of a replica: answer HTTP, or do the work")
    return _run


def _run(args: argparse.Namespace) -> int:
    gc.disable()  # until it is ready: a tenth of the start would go into looking at what stays anyway
    return with_fast_loop(_bot(settings.load(), only=args.only))


def with_fast_loop(work: Coroutine[Any, Any, int]) -> int:
    """uvloop where it is installed: a fifth less work a callback."""
    try:
        import uvloop
    except ImportError:
        return asyncio.run(work)
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        return runner.run(work)


async def _bot(given: Settings, *, only: str | None) -> int:
    from bot.app import App, Roles
    from bot.telemetry import log, set_up_logs

    set_up_logs(given.secrets())
    if not given.platforms and not given.sandbox:
        log.warning(
            "no_platform",
            hint="no messenger is configured; set WECOM_TOKEN and WECOM_ENCODING_AES_KEY, see deploy/env.example",
        )
    async with App(given, Roles(web=only != "worker", worker=only != "web")) as app:
        gc.freeze()  # what is loaded by now stays: the collector need not look at it again
        gc.enable()
        await run_until(app, told_to_stop())
    return 0


async def run_until(app: "App", stopped: "asyncio.Future[None]") -> None:
    """Until asked to stop, or until a part of the bot fails."""
    assert app.failed is not None
    await asyncio.wait({stopped, app.failed}, return_when=asyncio.FIRST_COMPLETED)
    if app.failed.done():
        app.failed.result()


def told_to_stop() -> "asyncio.Future[None]":
    """Done at the first SIGINT or SIGTERM."""
    loop = asyncio.get_running_loop()
    stopped: asyncio.Future[None] = loop.create_future()

    def stop() -> None:
        if not stopped.done():
            stopped.set_result(None)

    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop)
    return stopped


def _sandbox(args: argparse.Namespace) -> int:
    return with_fast_loop(_messenger(settings.load(), args.state))


def played(given: Settings, state: Path | None = None) -> "SandboxConfig":
    """The messenger that plays whatever platforms these settings turn on."""
    from urllib.parse import urlsplit

    from bot.sandbox.config import DingTalkConfig, FeishuConfig, SandboxConfig, WeComConfig

    at = urlsplit(given.sandbox_url)
    wecom = WeComConfig(
        corp_id=given.wecom_corp_id, agent_id=given.wecom_agent_id, secret=given.wecom_secret.get_secret_value(),
        token=given.wecom_token.get_secret_value(), aes_key=given.wecom_encoding_aes_key.get_secret_value(),
        callback_url=f"http://{given.listen}/callback/wecom",
    )  # fmt: skip
    feishu = FeishuConfig(
        app_id=given.feishu_app_id, app_secret=given.feishu_app_secret.get_secret_value(),
        encrypt_key=given.feishu_encrypt_key.get_secret_value(),
        verification_token=given.feishu_verification_token.get_secret_value(),
        callback_url=f"http://{given.listen}/callback/feishu", is_stream=given.feishu_mode == "stream",
    )  # fmt: skip
    dingtalk = DingTalkConfig(
        client_id=given.dingtalk_client_id, client_secret=given.dingtalk_client_secret.get_secret_value(),
        robot_code=given.dingtalk_robot_code or given.dingtalk_client_id, is_stream=given.dingtalk_mode == "stream",
        callback_url=f"http://{given.listen}/callback/dingtalk",
        events_url=f"http://{given.listen}/callback/dingtalk/events" if given.dingtalk_token.get_secret_value() else "",
        token=given.dingtalk_token.get_secret_value(), aes_key=given.dingtalk_aes_key.get_secret_value(),
        card_template=given.dingtalk_card_template, corp_id=given.dingtalk_corp_id or "dingsandbox0001",
    )  # fmt: skip
    return SandboxConfig(
        wecom if given.wecom_on else None,
        dingtalk if given.dingtalk_on else None,
        feishu if given.feishu_on else None,
        host=at.hostname or "127.0.0.1",
        port=at.port or 8090,
        state_file=state,
        trusted=frozenset({given.listen, urlsplit(given.address).netloc}),
    )


async def _messenger(given: Settings, state: Path | None) -> int:
    from bot.sandbox.server import serve

    config = played(given, state)
    if not given.platforms:
        raise OperatorError(
            "the sandbox plays the messengers that the settings turn on, and they turn on none; see deploy/env.example"
        )
    serving = asyncio.ensure_future(serve(config))
    try:
        await asyncio.wait({serving, told_to_stop()}, return_when=asyncio.FIRST_COMPLETED)
        if serving.done():
            serving.result()
    except OSError as error:
        raise OperatorError(
            f"the sandbox does not get {given.sandbox_url}: {error.strerror}. Is one running already?"
        ) from None
    finally:
        serving.cancel()
        await asyncio.gather(serving, return_exceptions=True)
    return 0
