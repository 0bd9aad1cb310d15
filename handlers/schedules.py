"""What can be done with schedules, alike from the chat, the API and the command line: preview, create, change, stop, try."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from models import audit, broadcasts, cadences, people, readers
from models import schedules as rows
from models.errors import PersonError
from models.people import Person
from models.rulebook import Rulebook
from models.rules.cadence import Asked, check_week, checked
from models.rules.delivery import HoldUntil, Message, Nature, Role, when_to_send
from models.rules.missed import Missed
from models.rules.readership import Known
from models.rules.schedule_words import Change, Draft, named_list
from models.schedules import AIDE_DIGEST, BROADCAST, CADENCE, DIGEST, Firing, Schedule
from models.wording import broadcasts as broadcast_words
from models.wording import schedules as words
from models.wording.phrases import short
from models.wording.schedules import Ahead, Coming, Shown

NATURES = {BROADCAST: Nature.BROADCAST, DIGEST: Nature.DIGEST, AIDE_DIGEST: Nature.DIGEST}  # the others are lists


@dataclass(frozen=True, slots=True)
class Doing:
    """Who does it and when; `now` is domain time."""

    actor: str
    now: datetime
    book: Rulebook


async def known(doing: Doing, *, me: str = "") -> Known:
    return await readers.known(doing.now, me=me)


async def numbered(text: str) -> str:
    """Words that call a list by its name, with its number in place of it: 停 收单 → 停 日程4."""
    found = named_list(text)
    if found is None:
        return text
    name, words_around = found
    schedule = await Schedule.filter(name=name).exclude(kind=BROADCAST).first()
    return words_around.format(schedule.id) if schedule else text


async def get(number: int) -> Schedule:
    found = await Schedule.filter(id=number).first()
    if found is None:
        raise PersonError(words.no_such(number))
    return found


def drafted(draft: Draft, doing: Doing) -> Schedule:
    """Not saved yet."""
    return Schedule(
        kind=BROADCAST, name=short(draft.text, 24), rule=draft.rule.to_json(), readers=draft.readers.to_json(), text=draft.text,
        missed=draft.missed.value, created_at=doing.now,
    )  # fmt: skip


async def cadence_of(asked: Asked, doing: Doing) -> Schedule:
    """How often progress is asked for of these tasks; not saved yet."""
    found = await cadences.found(asked, doing.now, doing.book)
    return Schedule(
        kind=CADENCE, name=words.cadence_name(found), rule=found.rule.to_json(), readers=found.to_json(),
        missed=Missed.SKIP.value, created_at=doing.now,
    )  # fmt: skip


async def changed(change: Change) -> Schedule:
    """The schedule as it would be; not saved yet."""
    schedule = await get(change.id)
    if schedule.state == "ended":
        raise PersonError(words.already(change.id, "ended"))
    if schedule.kind == CADENCE:
        return _other_period(schedule, change)
    if schedule.kind != BROADCAST and (
        change.readers or change.text or change.rule or change.day_off or len(change.at) > 1
    ):
        raise PersonError(words.only_time(schedule.id, schedule.name))
    schedule.rule = change.applied(schedule.recurrence).to_json()
    schedule.missed = change.missed.value if change.missed else schedule.missed
    if change.readers is not None:
        schedule.readers = change.readers.to_json()
    if change.text is not None:
        schedule.text, schedule.name = change.text, short(change.text, 24)
    return schedule


def _other_period(schedule: Schedule, change: Change) -> Schedule:
    if change.rule is None:
        raise PersonError(words.only_period(schedule.id))
    rule = checked(change.rule)
    check_week(rule, (schedule.readers or {})["leader"])
    schedule.rule = rule.to_json()
    return schedule


async def shown(schedule: Schedule, doing: Doing, *, slots: int = 5) -> Shown:
    """With the next slots under the calendar, and to how many people."""
    readership = schedule.readership
    found = await readers.resolve(readership, doing.now) if schedule.kind == BROADCAST else []
    unreached = [person.name for person in found if await people.account_of(person.id) is None]
    calendar = doing.book.calendar
    coming = await rows.coming(schedule, doing.now, calendar, slots) if schedule.state == "active" and slots else []
    return Shown(
        schedule.id or 0, schedule.name, schedule.recurrence, readership.words if schedule.kind == BROADCAST else "", schedule.text, Missed(schedule.missed), schedule.state,
        len(found), unreached, coming, words.provisional(coming, calendar),
        _held_until(schedule, coming[0].at, doing) if coming else None, await _last(schedule),
    )  # fmt: skip


def _held_until(schedule: Schedule, at: datetime, doing: Doing) -> time | None:
    """When it really appears, where the slot lies outside office hours."""
    if schedule.kind == CADENCE:
        return None  # the day until when a word is owed; nothing is sent by it
    nature = NATURES.get(schedule.kind, Nature.LIST)
    timing = when_to_send(Message(nature), at, (), Role.LIAISON, policy=doing.book.policy, calendar=doing.book.calendar)
    return timing.at.time() if isinstance(timing, HoldUntil) else None


async def _last(schedule: Schedule) -> str:
    fired = await Firing.filter(schedule_id=schedule.id or 0).order_by("-slot_at").first()
    if fired is None:
        return ""
    return words.last_time(fired.slot_at, fired.state, fired.reason, fired.people, is_list=schedule.kind != BROADCAST)


async def preview(schedule: Schedule, doing: Doing) -> Shown:
    """What is shown before it is saved; PersonError for one that would never reach anybody."""
    found = await shown(schedule, doing)
    if schedule.kind == BROADCAST and not found.people:
        raise PersonError(words.nobody(found.readers))
    if schedule.kind != BROADCAST and found.held_until is not None:
        opens, closes = doing.book.policy.day.digest_window
        hours = f"{opens:%H:%M}—{closes:%H:%M}之间" if NATURES.get(schedule.kind) is Nature.DIGEST else "办公时间内"
        raise PersonError(words.not_in_hours(schedule.name, hours))
    if not found.slots and schedule.state == "active":
        raise PersonError(words.never_fires())
    return found


async def save(schedule: Schedule, doing: Doing) -> Shown:
    """A new one, or one that was changed; it fires by the new rule from now on."""
    is_new = schedule.id is None
    schedule.version += 0 if is_new else 1
    schedule.slot_at = schedule.next_fire_at = None  # the bot finds the next slot in its own clock
    await schedule.save()
    what = {
        "rule": schedule.rule,
        "readers": schedule.readership.words,
        "text": schedule.text,
        "missed": schedule.missed,
    }
    if schedule.kind == CADENCE:
        await cadences.felt(schedule)
    action = "schedule_created" if is_new else "schedule_changed"
    await audit.record(doing.actor, action, f"schedule:{schedule.id}", now=doing.now, version=schedule.version, **what)
    return await shown(schedule, doing)


async def pause(number: int, doing: Doing) -> str:
    schedule = await get(number)
    if schedule.state != "active":
        raise PersonError(words.already(number, schedule.state))
    await _put(schedule, "paused", "schedule_paused", doing)
    if schedule.kind != BROADCAST:
        return words.paused_list(number, schedule.name, schedule.kind)
    return words.paused(number, await broadcasts.withdraw(number, "the schedule was paused"))


async def resume(number: int, doing: Doing) -> str:
    schedule = await get(number)
    if schedule.state != "paused":
        raise PersonError(words.already(number, schedule.state))
    schedule.state = "active"
    found = await preview(schedule, doing)
    await _put(schedule, "active", "schedule_resumed", doing)
    return words.resumed(found)


async def remove(number: int, doing: Doing) -> str:
    schedule = await get(number)
    if schedule.kind not in {BROADCAST, CADENCE}:
        raise PersonError(words.not_removable(number, schedule.name))
    if schedule.state == "ended":
        raise PersonError(words.already(number, "ended"))
    await _put(schedule, "ended", "schedule_removed", doing)
    await broadcasts.withdraw(number, "the schedule was removed")
    return words.removed(number)


async def _put(schedule: Schedule, state: str, action: str, doing: Doing) -> None:
    """Planned anew when it runs again: what passed meanwhile is not made up for."""
    schedule.state, schedule.version = state, schedule.version + 1
    schedule.slot_at = schedule.next_fire_at = None
    await schedule.save()
    if schedule.kind == CADENCE:
        await cadences.felt(schedule)
    await audit.record(doing.actor, action, f"schedule:{schedule.id}", now=doing.now)


async def trial(number: int, doing: Doing) -> str:
    """What its readers would read, for whoever asks."""
    schedule = await get(number)
    await audit.record(doing.actor, "schedule_tried", f"schedule:{number}", now=doing.now)
    if schedule.kind != BROADCAST:
        return words.list_trial(number, schedule.name)
    coming = await rows.coming(schedule, doing.now, doing.book.calendar, 1)
    at = coming[0].at if coming else doing.now
    return broadcast_words.trial(schedule.text, doing.book.calendar.local(at).date())


async def listed(doing: Doing, *, ended: bool = False) -> list[Shown]:
    query = Schedule.all() if ended else Schedule.exclude(state="ended")
    return [await shown(schedule, doing, slots=1) for schedule in await query.order_by("id")]


async def ahead(days: int, doing: Doing) -> Ahead:
    """Who receives what in so many days, under the calendar and with the people of today."""
    until = doing.now + timedelta(days=days)
    found, counts = list[Coming](), Counter[str]()
    for schedule in await Schedule.filter(state="active").order_by("id"):
        slots = await rows.coming(schedule, doing.now, doing.book.calendar, days * 4)
        slots = [slot for slot in slots if slot.at <= until]
        if schedule.kind != BROADCAST:
            found.append(Coming(schedule.id, schedule.name, "", 0, tuple(slots)))
            continue
        people_of = await readers.resolve(schedule.readership, doing.now)
        counts.update({person.name: len(slots) for person in people_of})
        found.append(Coming(schedule.id, schedule.text, schedule.readership.words, len(people_of), tuple(slots)))
    return Ahead(days, tuple(found), dict(counts))


async def named(user: str) -> Person:
    """Somebody by his account or his name."""
    account = await people.Account.filter(userid=user.casefold()).select_related("person").first()
    found = [account.person] if account else await Person.filter(name=user, known=True)
    if len(found) != 1:
        raise PersonError(words.no_such_person(user))
    return found[0]
