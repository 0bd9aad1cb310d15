"""What the command line offers. Bad input is one line on stderr and exit 2, a failure exit 1."""

import argparse
import asyncio
import sys
from collections.abc import Awaitable, Callable
from importlib import import_module

from bot.commands import held
from models.errors import MashangError, NotYet, OperatorError, StorageBusy

LATER = "later"  # named by the contract and not built: it says so, whatever it is given, and changes nothing

# command → the module of this package that adds its arguments and runs it
COMMANDS = {
    "run": "running",
    "sandbox": "running",
    "demo": "demo",
    "migrate": "database",
    "backup": LATER,
    "restore": LATER,
    "doctor": "doctor",
    "import-units": "importing",
    "import-plan": "importing",
    "sync-contacts": "directory",
    "export-contacts": "directory",
    "assign": "ordering",
    "export-plan": "exporting",
    "export-report": "exporting",
    "export-corrections": "corrections",
    "read": "reading",
    "worktime": "worktime",
    "schedule": "schedules",
    "calendar": "calendars",
    "menu": "menus",
    "rules": "rules",
    "rehearse": "rehearsal",
    "admin": "access",
    "api-key": "access",
}
SUMMARY = {
    "run": "run the bot on LISTEN",
    "sandbox": "run the local messenger (phones) as a process of its own",
    "demo": "bot and sandbox with a sample city; --headless plays a full cycle",
    "migrate": "bring the database to this version",
    "assign": "give an order (交办) to a unit",
    "doctor": "check settings, database, calendar and platform; says how to mend each",
    "import-units": "preview or import the contacts workbook",
    "import-plan": "preview or import a plan (重点任务分解表)",
    "sync-contacts": "fill missing accounts from the messenger's directory, shown before it is written",
    "export-contacts": "a contacts workbook made of the messenger's directory",
    "export-plan": "the imported sheet with 进展, 问题 and 措施 filled",
    "export-report": "a draft of the 督查通报, for a person to finish",
    "export-corrections": "what people put right, as labelled replies without names",
    "read": "what a reply means",
    "worktime": "when so many working minutes end",
    "calendar": "import a notice of holidays, decide single days, show a year",
    "menu": "the menu below the chat on WeCom: show, set, remove",
    "rules": "show, check or set the rule file",
    "schedule": "what goes out at set times: list, add, change, pause, test",
    "rehearse": "who would receive what and when in the days to come; nothing is sent",
    "admin": "make somebody an admin",
    "api-key": "create a key for the REST API",
}

Run = Callable[[argparse.Namespace], Awaitable[int] | int]


def dispatch(argv: list[str]) -> int:
    """Run one command and return the exit code."""
    name = argv[0] if argv else ""
    if name in {"", "-h", "--help"}:
        sys.stdout.write(_overview())
        return 0 if name else 2
    if name not in COMMANDS:
        return _complain(f"there is no command {name!r}; mashang --help lists them", 2)
    if COMMANDS[name] == LATER:
        return _complain(f"mashang {name} is not built yet; nothing was changed", 2)
    module = import_module(f"bot.commands.{COMMANDS[name]}")
    parser = argparse.ArgumentParser(prog=f"mashang {name}", description=SUMMARY.get(name))
    run: Run = module.add(parser, name)
    return _guarded(run, parser.parse_args(argv[1:]))


def _guarded(run: Run, args: argparse.Namespace) -> int:
    try:
        found = run(args)
        return found if isinstance(found, int) else asyncio.run(_awaited(found))
    except NotYet as error:
        return _complain(str(error), 2)
    except OperatorError as error:
        return _complain(str(error), 2)
    except StorageBusy as error:
        return _complain(held.told(error), 1)
    except MashangError as error:
        return _complain(str(error), 1)
    except (KeyboardInterrupt, BrokenPipeError):
        return 130


async def _awaited(work: Awaitable[int]) -> int:
    return await work


def _complain(text: str, code: int) -> int:
    sys.stderr.write(f"mashang: {' '.join(text.split())}\n")
    return code


def _overview() -> str:
    lines = ["mashang: a government's tasks, chased until they are done", "", "commands:"]
    lines += [f"  {name:14s} {SUMMARY.get(name, '(not yet)')}" for name in COMMANDS]
    return "\n".join([*lines, "", "mashang COMMAND --help tells more.", ""])
