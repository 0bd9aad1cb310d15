"""`schedules`: what goes out at set times; listed, made and changed as in the chat."""

from collections.abc import Awaitable, Callable
from datetime import date, datetime

from bot.web import schemas
from bot.web.api import asked, written
from bot.web.api.keys import Caller
from bot.web.api.paging import page
from bot.web.api.refusals import Refused
from handlers import schedules
from handlers.schedules import Doing
from models import db, rulebook
from models.errors import PersonError
from models.rules.missed import Missed
from models.rules.readership import read_readership
from models.rules.recurrence import DayOff
from models.rules.schedule_words import Change, Draft, checked_text, read_when
from models.schedules import Firing, Schedule
from models.wording.schedules import say_rule


async def listed(want: asked.Schedules, caller: Caller, now: datetime) -> schemas.SchedulePage:
    """What goes out at set times, with the next five slots of each."""
    query = Schedule.all() if want.state is None else Schedule.filter(state=want.state)
    found, following = await page(query, want, "schedules")
    doing = await _doing(caller, now)
    return schemas.SchedulePage(items=[await _shown(one, caller, doing) for one in found], next=following)


async def create(want: written.NewSchedule, caller: Caller, now: datetime) -> schemas.Schedule:
    """A new broadcast; with dry_run it is shown and not saved."""

    async def body() -> schemas.Schedule:
        doing = await _doing(caller, now)
        rule = read_when(want.when, _today(doing), day_off=_off(want.day_off))
        readers = read_readership(want.to, await schedules.known(doing))
        draft = Draft(rule, readers, checked_text(want.text), Missed(want.missed or Missed.CATCH_UP))
        return await _saved(schedules.drafted(draft, doing), caller, doing, dry_run=want.dry_run)

    return await _told(body)


async def change(want: written.ChangedSchedule, caller: Caller, now: datetime) -> schemas.Schedule:
    """Other words, readers or times from the next slot on; or paused, active again, ended."""

    async def body() -> schemas.Schedule:
        doing = await _doing(caller, now)
        if await Schedule.filter(id=want.id).first() is None:
            raise Refused(404, "there is no schedule with this id; see /api/v1/schedules")
        if want.state is not None:
            return await _put(want, caller, doing)
        found = Change(
            want.id, rule=read_when(want.when, _today(doing)) if want.when else None, day_off=_off(want.day_off),
            readers=read_readership(want.to, await schedules.known(doing)) if want.to else None,
            text=checked_text(want.text) if want.text else None, missed=Missed(want.missed) if want.missed else None,
        )  # fmt: skip
        return await _saved(await schedules.changed(found), caller, doing, dry_run=want.dry_run)

    return await _told(body)


async def _told(body: Callable[[], Awaitable[schemas.Schedule]]) -> schemas.Schedule:
    """What a person would be told, the caller is told."""
    try:
        return await db.tx(body)
    except PersonError as error:
        raise Refused(400, error.say) from None


async def _put(want: written.ChangedSchedule, caller: Caller, doing: Doing) -> schemas.Schedule:
    if want.dry_run or any((want.when, want.to, want.text, want.day_off, want.missed)):
        raise Refused(400, "state: send it alone")
    act = {"active": schedules.resume, "paused": schedules.pause, "ended": schedules.remove}[want.state or ""]
    try:
        await act(want.id, doing)
    except PersonError as error:
        raise Refused(409, error.say) from None
    return await _shown(await schedules.get(want.id), caller, doing)


async def _saved(schedule: Schedule, caller: Caller, doing: Doing, *, dry_run: bool) -> schemas.Schedule:
    await schedules.preview(schedule, doing)
    if not dry_run:
        await schedules.save(schedule, doing)
    return await _shown(schedule, caller, doing)


async def _doing(caller: Caller, now: datetime) -> Doing:
    return Doing(f"api:{caller.name}"[:64], now, await rulebook.current())


def _today(doing: Doing) -> date:
    return doing.book.calendar.local(doing.now).date()


def _off(word: str | None) -> DayOff | None:
    return DayOff(word) if word else None


async def _shown(schedule: Schedule, caller: Caller, doing: Doing) -> schemas.Schedule:
    shown = await schedules.shown(schedule, doing)
    last = await Firing.filter(schedule_id=schedule.id or 0).order_by("-slot_at").first()
    return schemas.Schedule(
        id=schedule.id, kind=schedule.kind, name=schedule.name, when=say_rule(shown.rule), to=shown.readers, people=shown.people,
        unreached=list(shown.unreached), text=schedule.text if caller.is_admin else None, state=schedule.state,
        day_off=shown.rule.day_off.value, missed=schedule.missed, version=schedule.version,
        next=[
            schemas.Slot(at=slot.at, moved=slot.is_moved, provisional=guess)
            for slot, guess in zip(shown.slots, shown.provisional, strict=True)
        ],
        last=schemas.Fired(at=last.slot_at, state=last.state, reason=last.reason, people=last.people) if last else None,
    )  # fmt: skip
