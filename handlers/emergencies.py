"""突发 in the chat: the question to whoever speaks of one, his tap, what follows, its end, and the record of it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

from handlers import emergency_log
from handlers.hearing import Hearing
from models import alarms, duty, emergencies, ledger, obligations
from models.composing import new_card_id
from models.conversations import ShownCard
from models.emergencies import Emergency, State, Step
from models.messages import Card, InboundKind, Outgoing, OutgoingKind
from models.people import Person
from models.rules.emergencies import Report, read_report
from models.rules.references import find_references
from models.rules.resemblance import likeliest
from models.rules.states import OPEN
from models.tasks import of_units
from models.wording import emergencies as words

ASK = "emergency-ask"
STALE = timedelta(hours=12)  # a card that is tapped so late asks again
MORE = timedelta(hours=1)  # so long after his last word on it the next one needs no 补充 before it
_RECORDS = re.compile(r"突发(?:事件|情况)?(?:的)?(?:记录|清单|台账)[。？?]*")
_ONE = re.compile(r"突发(?:记录)?\s*(?P<id>\d{1,9})\s*号?[。？?]*")
_WHICH = r"突发\s*(?:(?P<id>\d{1,9})\s*号?)?\s*[，,：:]?\s*"
_ADD = re.compile(rf"(?:{_WHICH})?(?:情况)?补充(?:情况|报告)?[：:，,\s]\s*(?P<text>.+)", re.DOTALL)
_END = re.compile(
    rf"{_WHICH}(?:已经?|处置|应急)?(?:结束|解除|办结|处置完毕|处置完成)了?(?:[：:，,。\s]+(?P<text>.*))?", re.DOTALL
)
_WITHDRAW = re.compile(rf"(?:{_WHICH}(?:是)?(?:撤回|撤销|误报|取消)了?|误报)(?:[：:，,。\s]+(?P<text>.*))?", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Aside(Hearing):
    """The same words heard as an ordinary reply: what they say is written down, and nothing is asked beside the one card."""

    recorded: list[int] = field(default_factory=list)

    async def _put(self, message: Outgoing, *, dedupe: str | None = None) -> None:
        if message.kind is OutgoingKind.CARD_UPDATE:
            await Hearing._put(self, message)

    async def show(self, card: Card, kind: str, refs: dict[str, Any]) -> None:
        return

    async def ask(self, kind: str, **refs: Any) -> None:
        return

    async def remember(self, *, event_id: int, assignment_id: int) -> None:
        self.recorded.append(assignment_id)
        await Hearing.remember(self, event_id=event_id, assignment_id=assignment_id)


def aside(hearing: Hearing) -> Aside:
    names = ("who", "inbound", "inbox_id", "now", "book", "talk")
    return Aside(**{name: getattr(hearing, name) for name in names})


async def words_of(hearing: Hearing) -> bool:
    """True for what begins with 突发, and for what is said of one that is open."""
    text = hearing.text
    if _RECORDS.fullmatch(text):
        await emergency_log.records(hearing)
    elif match := _ONE.fullmatch(text):
        await emergency_log.whole(hearing, int(match["id"]))
    elif (match := _END.fullmatch(text)) or (match := _WITHDRAW.fullmatch(text)):
        return await _over(hearing, match, State.ENDED if _END.fullmatch(text) else State.WITHDRAWN)
    elif match := _ADD.fullmatch(text):
        return await _added(hearing, match)
    elif (report := read_report(text)) and report.is_named:
        await offer(hearing, report, ())
    else:
        return False
    return True


def suspected(hearing: Hearing) -> Report | None:
    """Words that tell of an emergency without saying that they do."""
    return read_report(hearing.text)


async def offer(hearing: Hearing, report: Report, recorded: Sequence[int]) -> None:
    """A card at once, at night too: nothing goes to anybody before its tap."""
    number = (await duty.on_duty(hearing.now, hearing.book)).phone
    if not report.words:
        await hearing.say(words.ask_for_words(number))
        return
    for old in await ShownCard.filter(kind=ASK, person_id=hearing.person_id, state="live"):
        await hearing.settle_card(old, "已有新的")
    before = await _concerning(hearing)
    emergency = await emergencies.ask(
        report, hearing.now, reporter_id=hearing.person_id, unit_id=next(iter(hearing.units), None), phone=number,
        inbox_id=hearing.inbox_id, said_at=hearing.inbound.said_at,
    )  # fmt: skip
    numbers = [(await ledger.get(each)).task.number for each in dict.fromkeys(recorded)]
    card = words.ask(
        new_card_id(), await alarms.facts_of(emergency), open_id=before.id if before else None, noted=numbers
    )
    refs = {
        "emergency": emergency.id, "before": before.id if before else None, "assignments": list(recorded),
        "text": hearing.text, "is_named": report.is_named,
    }  # fmt: skip
    await hearing.show(card, ASK, refs)
    if report.is_named:
        at = hearing.now + timedelta(minutes=hearing.book.policy.emergency.ask_again_minutes)
        await obligations.plan_due(alarms.ASKED, emergency.id, at)


async def asked_tapped(hearing: Hearing, card: ShownCard) -> Hearing | None:
    """［确认上报］［不是突发］; words that are no emergency get their ordinary meaning, if they had none yet."""
    emergency = await Emergency.get(id=card.refs["emergency"])
    if hearing.inbound.key == words.NO:
        if await emergencies.move(emergency, State.DENIED, hearing.now, person_id=hearing.person_id):
            await hearing.settle_card(card, "不是突发")
            await hearing.say(words.denied())
            if not card.refs["is_named"] and not card.refs["assignments"]:
                return replace(hearing, inbound=replace(hearing.inbound, text=card.refs["text"]))
    elif hearing.inbound.key == words.ADD:
        await _add_instead(hearing, card, emergency)
    elif emergency.state == State.ASKED and hearing.now - emergency.said_at > STALE:
        await hearing.settle_card(card, "已过时")
        await hearing.say(words.stale(emergency.said_at, hearing.now))
    elif await emergencies.move(emergency, State.OPEN, hearing.now, person_id=hearing.person_id):
        await hearing.settle_card(card, "已上报")
        await _raise(hearing, emergency)
    else:
        await hearing.say(words.already(emergency.state))
    return None


async def _raise(hearing: Hearing, emergency: Emergency) -> None:
    on = await duty.on_duty(hearing.now, hearing.book)
    calls = await alarms.raise_alarm(emergency, hearing.now, hearing.book)
    reached = {call.person_id for call in calls if not call.passed_on_at}
    lost = [one.name for one in await Person.filter(id__in=[call.person_id for call in calls if call.passed_on_at])]
    leader = on.leader.name if on.leader and on.leader.id in reached else ""
    office = [one.name for one in on.office if one.id in reached]
    await hearing.say(words.raised(await alarms.facts_of(emergency), leader, office, lost))


async def _add_instead(hearing: Hearing, card: ShownCard, emergency: Emergency) -> None:
    before = await Emergency.filter(id=card.refs["before"], state=State.OPEN.value).first()
    if before is None or not await emergencies.move(emergency, State.DENIED, hearing.now, person_id=hearing.person_id):
        await card.save()
        await hearing.say(words.none_open() if before is None else words.already(emergency.state))
        return
    await hearing.settle_card(card, f"已补充到{before.id}号")
    await _pass_on(hearing, before, emergency.text)


async def _about(hearing: Hearing, match: re.Match[str]) -> Emergency | None:
    """The one he names, else the newest open one that concerns him."""
    if match["id"]:
        return await Emergency.filter(id=int(match["id"]), state=State.OPEN.value).first()
    return await _concerning(hearing)


async def _concerning(hearing: Hearing) -> Emergency | None:
    for emergency in await emergencies.open_ones():
        if await emergency_log.may_speak(hearing, emergency):
            return emergency
    return None


async def _added(hearing: Hearing, match: re.Match[str]) -> bool:
    """A bare 补充 is about his emergency only while he has one, and where it names no task."""
    is_named = hearing.text.startswith("突发")
    emergency = await _about(hearing, match)
    if not is_named and (emergency is None or find_references(hearing.text)):
        return False
    if emergency is None:
        await hearing.say(words.none_open())
    elif not await emergency_log.may_speak(hearing, emergency):
        await hearing.say(words.not_yours(emergency.id))
    else:
        await _pass_on(hearing, emergency, match["text"].strip())
    return True


async def more(hearing: Hearing) -> bool:
    """The reporter's next words, of no task of his, belong to the emergency he just confirmed; he is told so."""
    if isinstance(hearing, Aside) or hearing.inbound.kind is InboundKind.TAP or find_references(hearing.text):
        return False
    emergency = next((one for one in await emergencies.open_ones() if one.reporter_id == hearing.person_id), None)
    if emergency is None or not await _is_still_telling(hearing, emergency) or await _resembles_a_task(hearing):
        return False
    await _pass_on(hearing, emergency, hearing.text, unasked=True)
    return True


async def _is_still_telling(hearing: Hearing, emergency: Emergency) -> bool:
    log = await emergencies.log_of(emergency.id)
    return any(one.person_id == hearing.person_id and hearing.now - one.at <= MORE for one in log)


async def _resembles_a_task(hearing: Hearing) -> bool:
    mine = [a for a in await of_units(hearing.units) if a.state in OPEN] if hearing.units else []
    return likeliest(hearing.text, [f"{a.task.title} {a.task.goal}" for a in mine]) is not None


async def _pass_on(hearing: Hearing, emergency: Emergency, text: str, *, unasked: bool = False) -> None:
    await emergencies.note(emergency.id, Step.ADDED, hearing.now, person_id=hearing.person_id, text=text)
    told = list(dict.fromkeys(await alarms.listeners(emergency, but=hearing.person_id)))
    said = words.added(emergency.id, hearing.who.person.name, text)
    await alarms.tell(emergency, told, f"added:{hearing.inbox_id}", said, hearing.now)
    await hearing.say((words.taken_as_more if unasked else words.added_to_sender)(emergency.id, len(told)))


async def _over(hearing: Hearing, match: re.Match[str], to: State) -> bool:
    """Ended by whoever is on duty, withdrawn by the reporter or by them."""
    is_named = hearing.text.startswith("突发")
    emergency = await _about(hearing, match)
    if emergency is None:
        if is_named:
            await hearing.say(words.none_open())
        return is_named
    may = await emergency_log.is_on_duty(hearing, emergency)
    if not may and not (to is State.WITHDRAWN and emergency.reporter_id == hearing.person_id):
        await hearing.say(words.not_yours(emergency.id))
        return True
    text = (match["text"] or "").strip()
    if await emergencies.move(emergency, to, hearing.now, person_id=hearing.person_id, text=text):
        await _close(hearing, emergency, text)
    return True


async def _close(hearing: Hearing, emergency: Emergency, text: str) -> None:
    """No card of it can be tapped any more, on whosever phone."""
    said = words.over(emergency.id, emergency.state, hearing.who.person.name, text)
    count = await alarms.close(emergency, said, hearing.person_id, hearing.now)
    for card in await ShownCard.filter(kind=alarms.CARD, state="live"):
        if card.refs["emergency"] == emergency.id:
            await hearing.settle_card(card, words.STATES[emergency.state])
    await hearing.say(words.over_to_sender(emergency.id, emergency.state, count))
