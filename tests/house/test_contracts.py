"""Each import contract holds on the tree, and catches the breach it is there for."""

import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = ("bot", "handlers", "models", "schedules")
PURE = {"rules", "messages", "errors"}
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
CONTRACTS = {contract["id"]: contract for contract in PROJECT["tool"]["importlinter"]["contracts"]}

# contract → (module that sins, what it imports)
BREACHES = {
    "layers": [
        ("handlers.accept", "bot.app"),
        ("schedules.lists", "handlers.reply"),
        ("handlers.office", "schedules.contract"),
        ("models.people", "handlers.chat"),
        ("models.wording.lists", "schedules.lists"),
        ("models.rules.pace", "bot.clock"),
    ],
    "pure": [
        ("models.rules.calendar", "asyncio"),
        ("models.rules.plan.reading", "os"),
        ("models.rules.reading.reader", "random"),
        ("models.messages", "aiohttp"),
        ("models.errors", "apscheduler"),
        ("models.rules.lifecycle", "tortoise"),
        ("models.rules.pace", "models.tasks"),
        ("models.rules.ladder", "models.wording.lists"),
    ],
    "values": [("models.messages", "models.rules.pace"), ("models.errors", "models.messages")],
    "channels": [
        ("bot.channels.wecom", "models.people"),
        ("bot.channels.wecom_api", "models.rules.lengths"),
        ("bot.channels.contract", "handlers.chat"),
        ("bot.channels.wecom", "schedules.lists"),
    ],
    "sandbox": [
        ("bot.sandbox.phones", "models.people"),
        ("bot.sandbox.desk", "handlers.chat"),
        ("bot.sandbox.wecom.cards", "schedules.lists"),
        ("bot.sandbox.wire", "models.rules.lengths"),
    ],
    "envelope": [
        ("bot.sandbox.wecom.platform", "bot.channels.envelope"),
        ("bot.channels.wecom", "bot.sandbox.wecom.envelope"),
    ],
    "outbox": [("schedules.dispatch", "bot.channels.wecom"), ("handlers.reply", "bot.channels.contract")],
}


def lint(tree: Path, *contracts: str) -> subprocess.CompletedProcess[str]:
    chosen = [word for one in contracts for word in ("--contract", one)]
    command = [Path(sys.executable).parent / "lint-imports", *chosen]
    return subprocess.run(command, cwd=tree, capture_output=True, text=True)


@pytest.fixture(scope="module")
def copied(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the source, linted once, so that the linter remembers what each module imports."""
    tree = tmp_path_factory.mktemp("tree")
    shutil.copy(ROOT / "pyproject.toml", tree)
    for package in PACKAGES:
        shutil.copytree(ROOT / package, tree / package, ignore=shutil.ignore_patterns("__pycache__", "*.xlsx"))
    lint(tree)
    return tree


@pytest.fixture
def spoiled(copied: Path, contract: str) -> Iterator[Path]:
    """The copy, with every breach of the contract in it."""
    sinners = [copied.joinpath(*module.split(".")).with_suffix(".py") for module, _ in BREACHES[contract]]
    innocent = {path: path.read_text(encoding="utf-8") for path in sinners}
    for path, (_, imported) in zip(sinners, BREACHES[contract], strict=True):
        path.write_text(f"{path.read_text(encoding='utf-8')}\nimport {imported}\n", encoding="utf-8")
    yield copied
    for path, text in innocent.items():
        path.write_text(text, encoding="utf-8")


def test_the_tree_keeps_every_contract() -> None:
    done = lint(ROOT)
    assert done.returncode == 0, done.stdout
    assert f"{len(CONTRACTS)} kept, 0 broken" in done.stdout


@pytest.mark.parametrize("contract", BREACHES)
def test_every_breach_is_caught(spoiled: Path, contract: str) -> None:
    done = lint(spoiled, contract)
    assert done.returncode == 1, done.stdout + done.stderr
    assert f"{CONTRACTS[contract]['name']} BROKEN" in done.stdout
    missed = [
        f"{module} -> {imported}"
        for module, imported in BREACHES[contract]
        if f"{module} -> {imported} (" not in done.stdout
    ]
    assert missed == [], done.stdout


def test_every_contract_has_a_breach_that_shows_it_works() -> None:
    assert set(BREACHES) == set(CONTRACTS)


def test_purity_names_every_module_of_models_that_is_not_pure() -> None:
    found = {
        path.stem for path in (ROOT / "models").iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()
    }
    named = {
        name.removeprefix("models.") for name in CONTRACTS["pure"]["forbidden_modules"] if name.startswith("models.")
    }
    assert named == found - PURE - {"__init__"}
