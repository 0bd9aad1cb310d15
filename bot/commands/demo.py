"""`demo`: bot and sandbox with the sample city, to play by hand; `--headless` plays a full cycle and prints it."""

import argparse
import socket
import sys
import tempfile
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from bot.commands.running import run_until, told_to_stop, with_fast_loop

PORT, SANDBOX_AFTER = 8080, 10  # the sandbox's port is so many higher
PLAYED = "played"  # a file that says that the half-year has been played


def add(parser: argparse.ArgumentParser, name: str) -> Any:
    parser.add_argument(
        "--headless", action="store_true", help="play a full cycle on the virtual clock and print the transcript"
    )
    parser.add_argument(
        "--port", type=int, default=PORT, help=f"of the page; the sandbox takes the one {SANDBOX_AFTER} higher"
    )
    parser.add_argument("--fresh", action="store_true", help="forget what was played before and begin anew")
    return _demo


def _demo(args: argparse.Namespace) -> int:
    return _headless() if args.headless else with_fast_loop(_by_hand(args.port, fresh=args.fresh))


async def _by_hand(port: int, *, fresh: bool) -> int:
    from bot.app import App
    from bot.city import YEAR_BEGINS, sample_settings, sandbox_process
    from bot.telemetry import set_up_logs

    _must_be_free(port)  # before the sandbox hears of us: it may be that of another demo
    folder = _folder(fresh=fresh)
    listen, sandbox_url = f"127.0.0.1:{port}", f"http://127.0.0.1:{port + SANDBOX_AFTER}"
    url = f"sqlite://{folder / 'city.sqlite3'}"
    given = sample_settings(url, listen=listen, sandbox_url=sandbox_url, clock=YEAR_BEGINS)
    set_up_logs(given.secrets(), level="WARNING")
    progress("启动沙箱信使和机器人…")
    async with sandbox_process(given, folder / "phones.jsonl"), App(given) as app:
        if is_new := not (folder / PLAYED).exists():
            await _play_the_year(app, f"http://{listen}")
            (folder / PLAYED).touch()
        await app.tell_people()
        clock = app.clock.now().astimezone(ZoneInfo("Asia/Shanghai"))
        sys.stdout.write(
            f"临江市已就绪：http://{listen}/\n"
            f"城里的时间 {clock:%Y-%m-%d %H:%M}；{'点“＋1小时”，新的一天开始' if is_new else '接着上次玩；--fresh 从头开始'}。\n"
            "按 Ctrl-C 停止。\n"
        )
        sys.stdout.flush()
        await run_until(app, told_to_stop())
    return 0


async def _play_the_year(app: Any, url: str) -> None:
    """From January on, said and tapped on the phones as officials would, so that there is something to look at."""
    from aiohttp import ClientSession

    from bot.city import settle_city
    from bot.commands.players import Players
    from bot.commands.script import Kind, act, steps

    progress("导入通讯录和重点任务分解表…")
    await settle_city(app.clock.now(), "plan_city.xlsx")
    await app.tell_people()
    async with ClientSession() as session:
        players = Players(url, session)
        for step in steps("year.txt"):
            if step.kind is Kind.CHAPTER:
                progress(f"演一遍前半年：{step.words}…")
            await act(players, step)


def _must_be_free(port: int) -> None:
    from models.errors import OperatorError

    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except (OSError, OverflowError) as error:
            raise OperatorError(
                f"port {port} is taken ({error}): another demo or bot runs; stop it, or say mashang demo --port {port + 20}"
            ) from None


def progress(text: str) -> None:
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()


def _folder(*, fresh: bool) -> Path:
    """Where the city lives between games; one whose half-year was not played to its end begins anew."""
    folder = Path("data/demo").resolve()
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.iterdir() if fresh or not (folder / PLAYED).exists() else ():
        old.unlink()
    return folder


def _headless() -> int:
    from bot.commands.play import play

    with tempfile.TemporaryDirectory(prefix="mashang-") as folder:
        return with_fast_loop(play(Path(folder)))
