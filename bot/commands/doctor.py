"""`doctor`: looks at what a deployment stands on, one line each, and says how to mend what is wrong."""

import argparse
import shutil
import sys
from collections.abc import AsyncIterator, Iterable
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from aiohttp import ClientError, ClientSession, ClientTimeout
from pydantic import SecretStr

from bot import city_words
from bot import settings as bot_settings
from bot.channels.contract import Directory
from bot.commands import allowance, held
from bot.commands.database import runs_on
from bot.commands.findings import Finding, pages
from bot.directory import glimpse
from bot.platforms import PLATFORMS, Platform, channels
from bot.second_reader import probe
from bot.settings import Settings
from models import db, people, presence, rulebook, schema, settings
from models.errors import MashangError, OperatorError, StorageBusy
from models.people import Unit
from models.policy import PolicyVersion

LEAST_FREE_MIB = 500
NOTICE_MONTH = 12  # next year's holidays are announced in November; from December on their absence is a fault
ANSWER_S = 5.0


def add(parser: argparse.ArgumentParser, name: str) -> Any:
    parser.add_argument("--offline", action="store_true", help="ask no platform and no running bot")
    return _doctor


async def _doctor(args: argparse.Namespace) -> int:
    try:
        given = bot_settings.load()
    except OperatorError as error:
        return _tell([Finding("settings", str(error), "correct it in .env or the environment")])
    found = [
        *_settings(given),
        pages(given),
        *_lexicon(given),
        *_console(given),
        *[one async for one in _database(given)],
    ]
    if not args.offline:
        found += [one async for one in _reach(given)]
    return _tell(found)


def _tell(found: Iterable[Finding]) -> int:
    wrong = 0
    for one in found:
        wrong += bool(one.mend)
        sys.stdout.write(f"{'✗' if one.mend else '✓' if one.is_checked else '·'} {one.what}: {one.text}\n")
        sys.stdout.write(f"  → {one.mend}\n" if one.mend else "")
    sys.stdout.write(f"{wrong} to mend\n" if wrong else "all is well\n")
    return 1 if wrong else 0


def _lexicon(given: Settings) -> list[Finding]:
    if not given.lexicon_file:
        return []
    try:
        return [Finding("lexicon", f"{len(city_words.read(Path(given.lexicon_file)))} words of {given.lexicon_file}")]
    except OperatorError as error:
        how = "correct the rows and save the table again, or leave LEXICON_FILE empty; the bot does not start with it"
        return [Finding("lexicon", str(error), how)]


def _settings(given: Settings) -> list[Finding]:
    begun = [one for name, one in PLATFORMS.items() if name not in given.platforms and _begun(given, one)]
    if not given.platforms and not begun:
        how = "set WECOM_TOKEN and WECOM_ENCODING_AES_KEY as the app's 接收消息 page shows them; see deploy/env.example"
        return [Finding("settings", "no messenger is configured", how)]
    found = [_settings_of(given, PLATFORMS[name]) for name in given.platforms]
    doubts = [Finding(name, *doubt) for name in given.platforms for doubt in PLATFORMS[name].doubts(given)]
    return [*found, *map(_half_on, begun), *doubts]


def _begun(given: Settings, platform: Platform) -> bool:
    return any(_value(given, name) for name in platform.needs)


def _half_on(platform: Platform) -> Finding:
    text = f"{platform.name} is begun and not on: no messenger is configured by it"
    return Finding("settings", text, f"set {platform.on_by}; see deploy/env.example")


def _console(given: Settings) -> list[Finding]:
    """What is set up in a platform's console, which nobody but a person can look at."""
    told = {name: PLATFORMS[name].console(given) + PLATFORMS[name].pages(given.public_url) for name in given.platforms}
    lines = [(name, line) for name, steps in told.items() for line in steps]
    return [Finding(name, line, is_checked=False) for name, line in lines]


def _settings_of(given: Settings, platform: Platform) -> Finding:
    if missing := [name.upper() for name in platform.needs if not _value(given, name)]:
        return Finding("settings", f"{', '.join(missing)} not set", f"copy them from {platform.place} into .env")
    app, mode = _value(given, platform.app), "sandbox" if given.sandbox else "live"
    return Finding("settings", f"{platform.name} app {app}, {mode}, LISTEN {given.listen}")


def _value(given: Settings, name: str) -> object:
    value = getattr(given, name)
    return value.get_secret_value() if isinstance(value, SecretStr) else value


async def _database(given: Settings) -> AsyncIterator[Finding]:
    """What follows from the database is looked at only when it opens and is current."""
    place = _place(given.database_url)
    file = _file_of(given.database_url)
    if file is not None and not file.exists():
        yield Finding("database", f"{place} does not exist yet", "run `mashang migrate`")
        return
    try:
        await db.open_database(given.database_url)
    except OperatorError as error:
        yield Finding("database", str(error), "check DATABASE_URL, that the server runs, and the rights of this user")
        return
    except StorageBusy as error:
        yield _held(error)
        return
    try:
        fault = await _unusable(given)
        yield fault or Finding("database", f"{place} is current and takes writes")
        if fault is None:
            for finding in await _content(given, file, _now()):
                yield finding
    finally:
        await db.close()


async def _content(given: Settings, file: Path | None, now: datetime) -> list[Finding]:
    rules = await _rules()
    dependent = [] if rules.mend else [await calendar(now), *await _allowances(given, now)]
    return [_disk(file), rules, *dependent, await _people(now)]


async def _allowances(given: Settings, now: datetime) -> list[Finding]:
    """What only a contract can mend is told, and is no fault."""
    return [Finding(name, text, is_checked=reaches) for name, text, reaches in await allowance.told(given, now)]


def _place(url: str) -> str:
    """Where it is, without the password."""
    return url.rsplit("@", 1)[-1].removeprefix("sqlite://")


def _file_of(url: str) -> Path | None:
    return Path(url.removeprefix("sqlite://")) if url.startswith("sqlite://") else None


async def _unusable(given: Settings) -> Finding | None:
    try:
        if not await schema.is_current():
            return Finding("database", "it is older than this program", "stop the bot, then `mashang migrate`")
        await db.tx(lambda: db.execute("UPDATE setting SET value = value WHERE key = 'mode'"))
    except OperatorError as error:
        return Finding("database", str(error), "install the newer program, or restore an older copy of the database")
    except StorageBusy as error:
        return _held(error)
    except Exception as error:  # noqa: BLE001 whatever keeps us from writing is the answer
        return Finding(
            "database", f"it takes no writes: {error}", "check the rights of its folder, and the disk's space"
        )
    mode, stamp = "sandbox" if given.sandbox else "live", await settings.get("mode")
    if stamp not in {None, mode}:
        how = "point DATABASE_URL at another database, or " + ("unset SANDBOX" if given.sandbox else "set SANDBOX=1")
        return Finding("database", f"it is stamped {stamp}, these settings are {mode}", how)
    return None


def _held(error: StorageBusy) -> Finding:
    return Finding("database", f"it takes no writes now: {error}", held.advice(error))


def _disk(file: Path | None) -> Finding:
    if file is None:
        return Finding("disk", "the database server's own")
    free = shutil.disk_usage(file.parent).free // 2**20
    mend = f"make room on {file.parent}: at least {LEAST_FREE_MIB} MiB" if free < LEAST_FREE_MIB else ""
    return Finding("disk", f"{free:,} MiB free beside the database", mend)


async def _rules() -> Finding:
    try:
        book = await rulebook.current()
    except MashangError as error:
        return Finding("rules", f"the newest rule set does not read: {error}", "install the program that wrote it")
    kept = await PolicyVersion.all().count()
    return Finding("rules", f"{book.policy.name}, version {book.policy.version}" + ("" if kept else ", as shipped"))


async def calendar(now: datetime) -> Finding:
    """A year without its notice is provisional; next year's is not missed before December."""
    book = await rulebook.current()
    wanted = [now.year] + [now.year + 1] * (now.month >= NOTICE_MONTH)
    unknown = [str(year) for year in wanted if book.calendar.is_provisional(year)]
    if not unknown:
        return Finding("calendar", f"holidays and make-up days of {' and '.join(map(str, wanted))} are known")
    how = "`mashang calendar import FILE` with the State Council's notice, or a release that knows that year's days"
    return Finding("calendar", f"{' and '.join(unknown)} counts as provisional (暂定): no notice is known", how)


async def _people(now: datetime) -> Finding:
    if not await people.office(now):
        return Finding(
            "people", "nobody belongs to 督查室", "`mashang admin add USER` with a messenger account of the contacts"
        )
    if not (units := await Unit.all().count()):
        return Finding("people", "no unit is known", "`mashang import-units FILE` with the contacts workbook")
    return Finding("people", f"{units} units, and somebody in 督查室")


async def _reach(given: Settings) -> AsyncIterator[Finding]:
    async with AsyncExitStack() as stack:
        for platform, channel in channels(given, _now).items():
            stack.push_async_callback(channel.close)
            fault = await channel.probe()
            how = "as said; credentials are on the app's page, and this host must reach the platform and be on its list of trusted IPs"
            yield Finding(platform, fault or "takes our credentials", how if fault else "")
            if fault is None and channel.directory is not None:
                yield await _directory(given, platform, channel.directory)
    if given.reader_url:
        yield await _second_reader(given)
    yield await _bot(given)


async def _directory(given: Settings, platform: str, directory: Directory) -> Finding:
    """That it cannot be read is a fault only where it is to be read every night."""
    what, found = f"{platform} directory", await glimpse(directory)
    if not isinstance(found, int):
        how = (
            "as said, see deploy/runbook.md; or unset DIRECTORY_AT, then nobody notices who left"
            if given.directory_at
            else ""
        )
        return Finding(what, found.error, how, is_checked=False)
    return Finding(what, f"{found} departments and their people are shown to the app")


async def _second_reader(given: Settings) -> Finding:
    try:
        fault = await probe(given)
    except OperatorError as error:
        fault = str(error)
    how = "see READER_ in deploy/env.example; without it replies are read by our own rules alone, as with READER_URL empty"
    return Finding(
        "second reader", fault or f"{given.reader_model} answers, and reads a known reply rightly", how if fault else ""
    )


def _now() -> datetime:
    return datetime.now(UTC)


async def _works_here(url: str) -> bool:
    """Whether some bot works on this very database: it holds a lock beside the file, or in the server."""
    if url.startswith("sqlite://"):
        return runs_on(url.removeprefix("sqlite://"))
    try:
        await db.open_database(url)
        return await presence.anybody()
    except MashangError:
        return False  # why it does not open was said
    finally:
        await db.close()


async def _bot(given: Settings) -> Finding:
    """A bot that does not run is no fault; one that runs and cannot work is."""
    try:
        async with (
            ClientSession(timeout=ClientTimeout(total=ANSWER_S)) as session,
            session.get(f"http://{given.listen}/health/ready") as got,
        ):
            told = await got.json(content_type=None)
    except (ClientError, TimeoutError, ValueError):
        return Finding("bot", f"nothing of ours answers on {given.listen}; it does not run here")
    if not await _works_here(given.database_url):
        how = "set LISTEN to a free port, or stop that bot; or point DATABASE_URL at its database"
        return Finding("bot", f"one answers on {given.listen}, but none works on this database", how)
    faults = "; ".join(told.get("faults", [])) if isinstance(told, dict) else ""
    return Finding(
        "bot", faults or "runs and is ready", "read its log, restart it, see deploy/runbook.md" if faults else ""
    )
