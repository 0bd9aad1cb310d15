"""The lock files satisfy pyproject.toml, agree with each other, and pin every file by its hash."""

import re
import sys
import tomllib
from importlib.metadata import version
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
RUNTIME = [*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["postgres"]]
EVERYTHING = [*RUNTIME, *PROJECT["optional-dependencies"]["dev"]]
LOCKS = {"requirements.lock": RUNTIME, "tests/requirements.lock": EVERYTHING}


def pins(lock: str) -> dict[str, str]:
    text = (ROOT / lock).read_text(encoding="utf-8")
    return {
        canonicalize_name(name): pinned for name, pinned in re.findall(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", text, re.M)
    }


@pytest.mark.parametrize("lock", LOCKS)
def test_the_lock_satisfies_the_project(lock: str) -> None:
    pinned = pins(lock)
    wanted = [
        requirement
        for line in LOCKS[lock]
        if not (requirement := Requirement(line)).marker or requirement.marker.evaluate()
    ]
    unmet = [
        str(one)
        for one in wanted
        if not one.specifier.contains(pinned.get(canonicalize_name(one.name), "0"), prereleases=True)
    ]
    assert unmet == [], "run `make lock`"


@pytest.mark.parametrize("lock", LOCKS)
def test_every_pin_carries_hashes(lock: str) -> None:
    entries = re.split(r"^(?=[a-z0-9])", (ROOT / lock).read_text(encoding="utf-8"), flags=re.M)[1:]
    assert len(entries) == len(pins(lock))
    assert [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry] == []


def test_the_tests_run_on_the_versions_that_the_bot_runs_on() -> None:
    bot, tests = pins("requirements.lock"), pins("tests/requirements.lock")
    assert {name: (pinned, tests.get(name)) for name, pinned in bot.items() if tests.get(name) != pinned} == {}


def test_what_is_installed_here_is_what_the_lock_says() -> None:
    """A test run on other versions proves little about ours."""
    for line in RUNTIME:
        name = Requirement(line).name
        assert version(name) == pins("requirements.lock")[canonicalize_name(name)], f"{sys.prefix}: run `make setup`"


@pytest.mark.parametrize("lock", LOCKS)
def test_the_lock_names_no_package_index(lock: str) -> None:
    assert not re.search(r"https?://|--index|--find-links", (ROOT / lock).read_text(encoding="utf-8"))
