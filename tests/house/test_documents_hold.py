"""What README and deploy/ say is so: links, commands, settings, routes, states, files; and console blocks are played."""

import os
import re
import shlex
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest
from prometheus_client import generate_latest

from bot.commands import COMMANDS
from bot.settings import Settings
from bot.telemetry import REGISTRY
from bot.web.api import ROUTES
from bot.web.api.table import PREFIX
from models.rules.states import State

ROOT = Path(__file__).parents[2]
READMES = [ROOT / "README.md", ROOT / "README.zh-CN.md"]
PAGES = [*READMES, *sorted((ROOT / "deploy").rglob("*.md"))]
ELSEWHERE = {
    "/callback/wecom",
    "/callback/dingtalk",
    "/callback/dingtalk/events",
    "/callback/feishu",
    "/m/",
    "/login",
    "/logout",
    "/static/pages.css",
    "/health/live",
    "/health/ready",
    "/metrics",
    "/sandbox/",
    "/api/v1/",
    "/health/",
    "/api/",
    "/",
}
BUILT = {name for name, module in COMMANDS.items() if module != "later"}
# settings of other programs, and names that only look like settings
NOT_OURS = {
    "PIP_NO_INDEX",
    "PIP_FIND_LINKS",
    "UPDATE",
    "RETURNING",
    "BEGIN",
    "IMMEDIATE",
    "NOTIFY",
    "SAFE_REPEAT_S",
    "PRAGMA",
    "SKIP",
    "LOCKED",
}


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def consoles(page: Path) -> list[tuple[str, list[str]]]:
    """(command, the lines it is said to print) of every console block, in order."""
    found: list[tuple[str, list[str]]] = []
    for block in re.findall(r"^```console\n(.*?)^```", text(page), re.M | re.S):
        for line in block.splitlines():
            if line.startswith("$ "):
                found.append((line[2:], []))
            else:
                found[-1][1].append(line)
    return found


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_every_relative_link_leads_somewhere(page: Path) -> None:
    links = [link.split("#")[0] for link in re.findall(r"\]\(([^)]+)\)", text(page))]
    assert [link for link in links if "://" not in link and not (page.parent / link).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_every_file_that_is_named_exists(page: Path) -> None:
    named = re.findall(r"`((?:bot|handlers|models|schedules|tests|deploy)/[\w./-]*)`", text(page))
    assert [one for one in named if not _exists(one)] == []


def _exists(named: str) -> bool:
    """A file or folder, or a name in a module: models/ledger.record."""
    module, _, attribute = named.rpartition(".")
    source = ROOT / f"{module}.py"
    return (
        (ROOT / named).exists()
        or (ROOT / f"{named}.py").exists()
        or bool(
            source.exists()
            and re.search(rf"^(?:async )?(?:def|class) {attribute}\b|^{attribute}\b", text(source), re.M)
        )
    )


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_every_command_that_is_named_is_built(page: Path) -> None:
    named = set(re.findall(r"mashang ([a-z][a-z-]+)", "\n".join(_code(page))))
    assert named <= BUILT, named - BUILT


def _code(page: Path) -> list[str]:
    return [*re.findall(r"`([^`\n]+)`", text(page)), *re.findall(r"^```\w*\n(.*?)^```", text(page), re.M | re.S)]


@pytest.mark.parametrize("command", sorted(BUILT))
def test_every_command_explains_itself(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    module = import_module("bot.commands")
    with pytest.raises(SystemExit) as done:
        module.dispatch([command, "--help"])
    assert done.value.code == 0
    assert f"mashang {command}" in capsys.readouterr().out


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_every_setting_that_is_named_exists(page: Path) -> None:
    named = set(re.findall(r"\b([A-Z]+(?:_[A-Z]+)+)\b", "\n".join(_code(page)))) - NOT_OURS
    known = {name.upper() for name in Settings.model_fields}
    assert {one for one in named if not known & {one, one.removesuffix("_FILE")}} == set()


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_every_route_that_is_named_exists(page: Path) -> None:
    known = {PREFIX + route.path for route in ROUTES} | ELSEWHERE
    named = {
        found.split("?")[0]
        for code in _code(page)
        for found in re.findall(r"(?<![\w./:-])(/(?:api|health|callback|metrics|sandbox)[\w/{}.-]*)", code)
    }
    assert named - known == set()


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_every_metric_that_is_named_is_measured(page: Path) -> None:
    known = generate_latest(REGISTRY).decode()
    named = set(re.findall(r"`(mashang_\w+)", text(page)))
    assert {one for one in named if one not in known} == set()


def test_every_line_of_the_log_that_the_runbook_explains_is_written() -> None:
    table = text(ROOT / "deploy" / "runbook.md").split("| action | meaning |")[1].split("\n\n")[0]
    explained = {one for line in table.splitlines()[2:] for one in re.findall(r"`(\w+)`", line.split("|")[1])}
    code = "".join(text(path) for path in (ROOT / "bot").rglob("*.py"))
    assert explained
    assert {one for one in explained if f'"{one}"' not in code} == set()


def test_the_make_targets_that_are_named_exist() -> None:
    targets = set(re.findall(r"^([a-z]+):", text(ROOT / "Makefile"), re.M))
    named = {target for page in PAGES for target in re.findall(r"\bmake ([a-z]+)\b", "\n".join(_code(page)))}
    assert named <= targets, named - targets


def test_the_states_that_the_words_name_are_states() -> None:
    assert {"销号", "报结"} <= {state.label for state in State}


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """What each command of the English console blocks prints, played in order in one fresh deployment."""
    url = f"sqlite://{tmp_path_factory.mktemp('city') / 'city.sqlite3'}"
    environment = {**os.environ, "MASHANG_ENV_FILE": os.devnull, "DATABASE_URL": url}
    return {command: _play(command, environment) for command, _ in consoles(READMES[0])}


def _play(command: str, environment: dict[str, str]) -> list[str]:
    program, *words = shlex.split(command)
    assert program == "mashang"
    done = subprocess.run(
        [sys.executable, "-m", "bot", *words], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, f"{command}\n{done.stderr}"
    return done.stdout.splitlines()


@pytest.mark.parametrize("page", READMES, ids=name)
def test_what_the_console_shows_is_what_happens(page: Path, printed: dict[str, list[str]]) -> None:
    """… stands for anything."""
    played = consoles(page)
    assert len(played) > 6
    for command, lines in played:
        missing = [line for line in lines if not any(_matches(line, one) for one in printed[command])]
        assert missing == [], f"{command} does not print that, but:\n" + "\n".join(printed[command])


def _matches(said: str, shown: str) -> bool:
    return re.fullmatch(".*".join(re.escape(part) for part in said.split("…")), shown) is not None


def test_the_copy_that_the_runbook_makes_is_whole(sqlite_url: str, tmp_path: Path) -> None:
    lines = [
        line for line in text(ROOT / "deploy" / "runbook.md").splitlines() if line.startswith(".venv/bin/python -c")
    ]
    source, copy = sqlite_url.removeprefix("sqlite://"), str(tmp_path / "copy.sqlite3")
    outputs = []
    for line in lines:
        _, *words = shlex.split(line)
        places = {"data/mashang.sqlite3": source, "backup.sqlite3": copy}
        done = subprocess.run(
            [sys.executable, *(places.get(word, word) for word in words)], capture_output=True, text=True, cwd=tmp_path
        )
        assert done.returncode == 0, done.stderr
        outputs.append(done.stdout.strip())
    assert outputs == ["", "ok"]


def test_both_readmes_play_the_same_city() -> None:
    english, chinese = ([command for command, _ in consoles(page)] for page in READMES)
    assert [command for command in english if command in chinese] == chinese


def test_the_picture_is_light_enough_for_a_slow_line() -> None:
    for picture in (ROOT / "deploy" / "pictures").glob("*.png"):
        assert picture.read_bytes().startswith(b"\x89PNG")
        assert picture.stat().st_size <= 300 * 1024


def test_the_unit_file_starts_what_the_runbook_installs() -> None:
    unit = text(ROOT / "deploy" / "mashang.service")
    assert "ExecStart=/opt/mashang/.venv/bin/mashang run\n" in unit
    assert "WorkingDirectory=/opt/mashang\n" in unit
    assert "/opt/mashang" in text(ROOT / "deploy" / "runbook.md")


def test_the_proxy_opens_only_routes_that_exist() -> None:
    opened = set(re.findall(r"^location (?:= )?(\S+)", text(ROOT / "deploy" / "nginx.conf"), re.M))
    assert opened <= ELSEWHERE
