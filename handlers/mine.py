"""What somebody sees of his own word: the promises of his tasks, and, for him alone, how much he answered himself."""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta

from handlers import views
from handlers.hearing import Hearing
from models import ledger, portfolios
from models.events import Event
from models.people import Role
from models.rules.assignment_state import Commitment
from models.rules.states import EventKind
from models.tasks import Assignment
from models.wording import promises as words

_PROMISES = re.compile(
    r"(?:查看|看看?)?(?:我的|我们的|本局的?|单位的?|分管的?|谁的|(?:有)?哪些)?(?:各项)?承诺(?:账|清单|情况|兑现|兑现情况|有哪些|了什么|(?:还)?[没未](?:有)?兑现|兑现得?(?:怎么样|如何))?(?:了|吗|的)*[。？?]*"
)
_OWN = re.compile(
    r"(?:我|本人|这个月|本月)*(?:亲自|本人|自己)(?:回|报|答|办理)(?:了|过)?(?:多少|几条|几项|情况|统计)[。？?]*"
)
LATELY = timedelta(days=60)  # what was kept, moved or broken longer ago is in the history of its task


async def words_of(hearing: Hearing) -> bool:
    if hearing.who.has(Role.HEAD) and _OWN.fullmatch(hearing.text):
        await _own_words(hearing)
    elif _PROMISES.fullmatch(hearing.text) and (hearing.units or await portfolios.posts_of(hearing.who)):
        await _promises(hearing)
    else:
        return False
    return True


async def _promises(hearing: Hearing) -> None:
    """Of tasks, in the words they were given in; never a count by person."""
    found = [a for a in await views.portfolio(hearing) if a.commitments and not ledger.is_ended(a)]
    given = [(a, promise) for a in found for promise in await _given_in_reports(a)]
    ahead = [pair for pair in given if pair[1].is_open]
    since = hearing.today - LATELY
    settled = [pair for pair in given if not pair[1].is_open and pair[1].on >= since]
    lines = [_line(hearing, *pair) for pair in sorted(ahead, key=_day) + sorted(settled, key=_day, reverse=True)]
    kept = sum(promise.kept is True for _, promise in settled)
    moved = sum(promise.moved for _, promise in settled)
    counts = (len(ahead), kept, moved, len(settled) - kept - moved)
    await hearing.say(words.all_of(lines, *counts, is_own=bool(hearing.units)))


async def _given_in_reports(assignment: Assignment) -> list[Commitment]:
    """A day named when it was taken on is its first step, and has a clock of its own."""
    given = ledger.commitments(assignment)
    accepted = Event.filter(id__in=[one.event for one in given], kind=EventKind.ACCEPTED.value)
    taking_on = {event.id for event in await accepted}
    return [one for one in given if one.event not in taking_on]


def _day(pair: tuple[Assignment, Commitment]) -> tuple[str, int]:
    return pair[1].on.isoformat(), pair[0].id


def _line(hearing: Hearing, assignment: Assignment, promise: Commitment) -> str:
    unit = "" if assignment.unit_id in hearing.units else assignment.unit.short
    said = words.HIDDEN if assignment.task.off_chat else promise.text
    is_past = promise.is_open and promise.on < hearing.today
    return words.of_task(
        assignment.task.number, unit, promise.on, said, kept=promise.kept, moved=promise.moved, is_past=is_past
    )


async def _own_words(hearing: Hearing) -> None:
    """M17: the count is shown to the head alone."""
    local = hearing.book.calendar.local(hearing.now)
    since = local.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    said = await _reports(hearing, since)
    confirmed = [event for event in said if event.data.get("prepared_by") and not event.data.get("by_phone")]
    phoned = [event for event in said if event.data.get("by_phone")]
    await hearing.say(words.own_words(len(said) - len(confirmed) - len(phoned), len(confirmed), len(phoned)))


async def _reports(hearing: Hearing, since: datetime) -> Sequence[Event]:
    """Each word once, whatever it was corrected to."""
    reports = Event.filter(person_id=hearing.person_id, kind=EventKind.REPORTED.value, at__gte=since)
    found = await reports.order_by("id")
    undone = Event.filter(replaces__in=[event.id for event in found], kind=EventKind.UNDONE.value)
    gone = {event.replaces for event in await undone}
    corrected = {event.id for event in found if event.data.get("correction") and not event.data.get("prepared_by")}
    return [event for event in found if event.id not in gone | corrected]
