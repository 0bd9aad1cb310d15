"""月末对账 in the chat: the head confirms his unit's figures with one tap; the liaison looks them over before."""

from datetime import date

from handlers.hearing import Hearing
from models import audit, ledger, people, reconciling, telling
from models.composing import new_card_id
from models.conversations import ShownCard
from models.people import Role
from models.rules.reconciliation import Period, period_of
from models.rules.states import EventKind
from models.wording import reconciliation as words


def _period(hearing: Hearing) -> Period:
    return period_of(hearing.today, policy=hearing.book.policy, calendar=hearing.book.calendar)


async def asked(hearing: Hearing) -> None:
    """对账: the figures of each of his units, with the card."""
    period = _period(hearing)
    if not period.holds(hearing.today):
        await hearing.say(words.not_now(period.opens, period.closes))
        return
    waiting = await reconciling.to_confirm(hearing.units)
    if not waiting:
        await hearing.say(words.nothing(month=period.month))
    for unit_id in dict.fromkeys(a.unit_id for a in waiting):
        found = [a for a in waiting if a.unit_id == unit_id]
        if len(found) > words.ON_A_CARD:
            await hearing.say(words.listed(found[0].unit.short, found, month=period.month))
        card = words.card(
            new_card_id(), found[0].unit.short, found, month=period.month, until=period.closes,
            prepares=not hearing.speaks_as_head(unit_id),
        )  # fmt: skip
        await hearing.show(card, "reconcile", reconciling.refs_of(found, period))


async def tapped(hearing: Hearing, card: ShownCard) -> None:
    match hearing.inbound.key:
        case words.CONFIRM:
            await _confirm(hearing, card)
        case words.CHECKED:
            await _prepared(hearing, card)
        case _:
            await card.save()
            await hearing.say(words.how_to_change())


async def _confirm(hearing: Hearing, card: ShownCard) -> None:
    """What stands as it was shown is confirmed; what was told since then is not."""
    period, unit_id = _period(hearing), card.refs["unit"]
    if not period.holds(hearing.today):
        await hearing.settle_card(card, "对账期已过")
        await hearing.say(words.not_now(period.opens, period.closes))
        return
    if not hearing.speaks_as_head(unit_id):
        await card.save()
        await hearing.say(words.only_the_head())
        return
    waiting = {a.id: a for a in await reconciling.to_confirm([unit_id])}
    shown = [(waiting[int(key)], figures) for key, figures in card.refs["figures"].items() if int(key) in waiting]
    same = [a for a, figures in shown if reconciling.snapshot(a) == figures]
    for assignment in same:
        await ledger.record(
            assignment, EventKind.RECONCILED, **hearing.said(), reading=reconciling.snapshot(assignment), prepared_by=card.refs.get("prepared_by"),
        )  # fmt: skip
    changed = [a.task.number for a, figures in shown if a not in same]
    await hearing.settle_card(card, f"已对账{len(same)}项" if shown else "已处理")
    said = words.confirmed([a.task.number for a in same], changed)
    await hearing.say(said or words.nothing(month=period.month))


async def _prepared(hearing: Hearing, card: ShownCard) -> None:
    """Who prepared is on record; only the head's tap counts."""
    unit_id, month = card.refs["unit"], date.fromisoformat(card.refs["month"])
    head = await people.person_in(unit_id, Role.HEAD, hearing.now)
    for shown in await ShownCard.filter(kind="reconcile", state="live", person_id=head.id if head else 0):
        if shown.refs["unit"] == unit_id:
            shown.refs = {**shown.refs, "prepared_by": hearing.person_id}
            await shown.save()
    await audit.record(hearing.actor, "reconciliation_prepared", f"unit:{unit_id}", now=hearing.now, month=str(month))
    if head is not None:
        note = words.prepared(hearing.who.person.name, month=month)
        await telling.tell(head.id, f"prepared:{month}:u{unit_id}", note, hearing.now)
    await hearing.settle_card(card, "已核过")
    await hearing.say(words.thanks_for_preparing(head.name if head else "负责人"))
