"""What belongs to bot/ alone, how long a module may get, and which names say nothing."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = ("bot", "handlers", "models", "schedules")
MODULES = sorted(
    path for package in PACKAGES for path in (ROOT / package).rglob("*.py") if "migrations" not in path.parts
)
MOST_LINES = 300
LONGER_FOR_A_REASON: dict[str, str] = {}
JUNK = {"utils", "util", "helpers", "helper", "common", "misc", "base", "core", "manager", "managers", "shared", "lib"}

NEEDS_THE_WORLD = [
    "from datetime import datetime\nnow = datetime.now()\n",
    "from datetime import UTC, datetime\nnow = datetime.now(UTC)\n",
    "import datetime\nnow = datetime.datetime.utcnow()\n",
    "from datetime import date\ntoday = date.today()\n",
    "import time\nnow = time.time()\n",
    "import asyncio\n\n\nasync def begin() -> None:\n    asyncio.create_task(begin())  # noqa: RUF006\n",
    "from asyncio import create_task\n\n\nasync def begin() -> None:\n    create_task(begin())  # noqa: RUF006\n",
]


def ruff(code: str, *, at: str) -> subprocess.CompletedProcess[str]:
    command = [
        Path(sys.executable).parent / "ruff",
        "check",
        "--no-cache",
        "--select",
        "TID251",
        "--stdin-filename",
        ROOT / at,
        "-",
    ]
    return subprocess.run(command, cwd=ROOT, input=code, capture_output=True, text=True)


@pytest.mark.parametrize("folder", ["handlers", "models", "models/rules", "schedules"])
@pytest.mark.parametrize("code", NEEDS_THE_WORLD)
def test_the_hour_and_new_tasks_belong_to_bot(code: str, folder: str) -> None:
    done = ruff(code, at=f"{folder}/example.py")
    assert done.returncode == 1
    assert "only bot/" in done.stdout


@pytest.mark.parametrize("code", NEEDS_THE_WORLD)
def test_bot_may_read_the_clock(code: str) -> None:
    assert ruff(code, at="bot/example.py").returncode == 0


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def test_no_module_is_longer_than_a_reader_can_hold() -> None:
    longer = {name(path): len(path.read_text(encoding="utf-8").splitlines()) for path in MODULES}
    longer = {path: lines for path, lines in longer.items() if lines > MOST_LINES}
    assert longer.keys() <= LONGER_FOR_A_REASON.keys(), longer


def test_no_module_is_a_junk_drawer() -> None:
    assert [name(path) for path in MODULES if path.stem.lower() in JUNK or path.parent.name in JUNK] == []


def test_every_module_opens_with_a_sentence() -> None:
    texts = {name(path): path.read_text(encoding="utf-8") for path in MODULES}
    assert [path for path, text in texts.items() if text and not text.startswith(('"""', 'r"""'))] == []
