"""`schedule`: what goes out at set times: list, show, add, change, pause, resume, remove, test; in the words of the chat."""

import argparse
import json
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import date
from typing import Any

from bot import settings as bot_settings
from bot.commands.database import domain_now, opened
from handlers import schedules
from handlers.schedules import Doing
from models import assigning, db, outbox, people, rulebook
from models.errors import OperatorError, PersonError
from models.messages import Outgoing, OutgoingKind
from models.rules.cadence import read_cadence
from models.rules.delivery import Nature
from models.rules.schedule_words import EXAMPLE, MOST_AHEAD, read_change, read_draft
from models.schedules import Schedule
from models.wording import schedules as words
from models.wording.phrases import local

Answer = Callable[[argparse.Namespace, Doing], Awaitable[str]]


def add(parser: argparse.ArgumentParser, name: str) -> Any:
    verbs = parser.add_subparsers(dest="verb", required=True)
    listed = verbs.add_parser("list", help="every schedule with its next slot")
    listed.add_argument("--all", action="store_true", help="also those that ended or were removed")
    listed.add_argument("--json", action="store_true")
    ahead = verbs.add_parser("ahead", help="who receives what in the days to come")
    ahead.add_argument("--days", type=int, choices=range(1, MOST_AHEAD + 1), default=30, metavar="N")
    new = verbs.add_parser("add", help="a sentence as in the chat: 每月25日9:00 给所有联络员 发：请核对本月数据")
    new.add_argument("sentence")
    change = verbs.add_parser(
        "change", help="change ID '时间 8:30', '每周一9:00', '对象 …', '内容 …', '遇假提前', '错过不补'"
    )
    change.add_argument("id", type=int)
    change.add_argument("words")
    for verb in (new, change):
        verb.add_argument("--dry-run", action="store_true", help="show what would be saved, and save nothing")
    for word, what in (("show", "one, with its next five slots"), ("pause", "nothing goes out"), ("resume", "and again"), ("remove", "for good")):  # fmt: skip
        verbs.add_parser(word, help=what).add_argument("id", type=int)
    test = verbs.add_parser("test", help="send to one person what its readers would read")
    test.add_argument("id", type=int)
    test.add_argument("--to", required=True, metavar="USER", help="account in the messenger, or name in the contacts")
    return _run


async def _run(args: argparse.Namespace) -> int:
    async with opened(bot_settings.load()):
        now = await domain_now()
        await rulebook.seed(now)
        doing = Doing("cli", now, await rulebook.current())
        try:
            print(await db.tx(lambda: VERBS[args.verb](args, doing)))
        except PersonError as error:
            raise OperatorError(error.say) from None
    return 0


async def _list(args: argparse.Namespace, doing: Doing) -> str:
    found = await schedules.listed(doing, ended=args.all)
    if not args.json:
        return words.listed(found, most=len(found))
    return json.dumps([_json(one) for one in found], ensure_ascii=False, indent=1)


def _json(shown: words.Shown) -> dict[str, Any]:
    return {
        "id": shown.id, "name": shown.name, "when": words.say_rule(shown.rule), "to": shown.readers, "people": shown.people,
        "text": shown.text, "state": shown.state, "day_off": shown.rule.day_off.value, "missed": shown.missed.value,
        "next": local(shown.slots[0].at).isoformat() if shown.slots else None,
    }  # fmt: skip


async def _ahead(args: argparse.Namespace, doing: Doing) -> str:
    return words.ahead(await schedules.ahead(args.days, doing), most=1000)


async def _show(args: argparse.Namespace, doing: Doing) -> str:
    return words.whole(await schedules.shown(await schedules.get(args.id), doing))


async def _add(args: argparse.Namespace, doing: Doing) -> str:
    if (asked := read_cadence(args.sentence, _today(doing))) is not None:
        return await _saved(await schedules.cadence_of(asked, doing), args, doing)
    draft = read_draft(args.sentence, _today(doing), await schedules.known(doing))
    if draft is None:
        raise OperatorError(f"没看懂这句日程，没有保存。{EXAMPLE}。")
    return await _saved(schedules.drafted(draft, doing), args, doing)


async def _change(args: argparse.Namespace, doing: Doing) -> str:
    change = read_change(f"改 日程{args.id} {args.words}", _today(doing), await schedules.known(doing))
    if change is None:
        raise OperatorError(f"没看懂要改什么，日程{args.id}没有改动。如 mashang schedule change {args.id} '时间 8:30'")
    return await _saved(await schedules.changed(change), args, doing)


async def _saved(schedule: Schedule, args: argparse.Namespace, doing: Doing) -> str:
    """The preview comes first in either case; a wrong time is seen before it fires, and paused."""
    preview = await schedules.preview(schedule, doing)
    if args.dry_run:
        return f"{words.whole(preview)}\n{words.only_shown()}"
    kept = await schedules.save(schedule, doing)
    return words.whole(replace(preview, id=kept.id))


async def _test(args: argparse.Namespace, doing: Doing) -> str:
    person = await schedules.named(args.to)
    account = await people.account_of(person.id)
    if account is None:
        raise PersonError(words.no_account(person.name))
    text = await schedules.trial(args.id, doing)
    message = Outgoing(OutgoingKind.TEXT, text)
    await outbox.put(
        account.platform, account.userid, message, now=doing.now, reason=Nature.REPLY, person_id=person.id,
        planned_at=assigning.AT_ONCE,
    )  # fmt: skip
    return f"{words.tried_for(person.name)}\n{text}"


def _today(doing: Doing) -> date:
    return doing.book.calendar.local(doing.now).date()


VERBS: dict[str, Answer] = {
    "list": _list,
    "ahead": _ahead,
    "show": _show,
    "add": _add,
    "change": _change,
    "pause": lambda args, doing: schedules.pause(args.id, doing),
    "resume": lambda args, doing: schedules.resume(args.id, doing),
    "remove": lambda args, doing: schedules.remove(args.id, doing),
    "test": _test,
}
