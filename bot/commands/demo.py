"""`demo`: bot and sandbox with the sample city, to play by hand; `--headless` plays a full cycle and prints it."""

import argparse
import sys
import tempfile
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from bot.commands.running import told_to_stop, with_fast_loop

LISTEN, SANDBOX_URL = "127.0.0.1:8080", "http://127.0.0.1:8090"


def add(parser: argparse.ArgumentParser, name: str) -> Any:
    parser.add_argument(
        "--headless", action="store_true", help="play a full cycle on the virtual clock and print the transcript"
    )
    parser.add_argument("--fresh", action="store_true", help="forget what was played before and begin anew")
    return _demo


def _demo(args: argparse.Namespace) -> int:
    return _headless() if args.headless else with_fast_loop(_by_hand(fresh=args.fresh))


async def _by_hand(*, fresh: bool) -> int:
    from bot.app import App, run_until
    from bot.city import is_settled, sample_settings, sandbox_process, settle_city
    from bot.telemetry import set_up_logs

    folder = _folder(fresh=fresh)
    given = sample_settings(f"sqlite://{folder / 'city.sqlite3'}", listen=LISTEN, sandbox_url=SANDBOX_URL)
    set_up_logs(given.secrets(), level="WARNING")
    progress("启动沙箱信使和机器人…")
    async with sandbox_process(given, folder / "phones.jsonl"), App(given) as app:
        if is_new := not await is_settled():
            progress("导入通讯录和重点任务分解表…")
            await settle_city()
        await app.tell_people()
        clock = app.clock.now().astimezone(ZoneInfo("Asia/Shanghai"))
        sys.stdout.write(
            f"临江市已就绪：http://{LISTEN}/\n"
            f"城里的时间 {clock:%Y-%m-%d %H:%M}；{'120项任务已排队，点“＋1小时”即下达' if is_new else '接着上次玩；--fresh 从头开始'}。\n"
            "按 Ctrl-C 停止。\n"
        )
        sys.stdout.flush()
        await run_until(app, told_to_stop())
    return 0


def progress(text: str) -> None:
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()


def _folder(*, fresh: bool) -> Path:
    """Where the city lives between games."""
    folder = Path("data/demo").resolve()
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.iterdir() if fresh else ():
        old.unlink()
    return folder


def _headless() -> int:
    from bot.commands.play import play

    with tempfile.TemporaryDirectory(prefix="mashang-") as folder:
        return with_fast_loop(play(Path(folder)))
