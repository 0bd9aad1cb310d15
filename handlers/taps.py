"""A button of a card: what it was for is in the row of the card, never in what the client sends."""

from datetime import date

from handlers import (
    accept,
    alarms,
    asking,
    completion,
    directory_talk,
    drafts,
    duty,
    emergencies,
    extensions,
    held,
    help_answers,
    helping,
    leaders_decide,
    leaders_own,
    moving,
    office,
    parts,
    placing,
    preparing,
    reconciliation,
    schedule_talk,
    second_reading,
    taking,
    verifying,
    withdrawing,
)
from handlers.hearing import Hearing
from models import held as held_model
from models import prepared_cards
from models.composing import PLAN_WORKDAYS, new_card_id
from models.conversations import ShownCard
from models.tasks import Assignment
from models.wording import dispatch as words
from models.wording import orders as order_words


async def tap(hearing: Hearing) -> Hearing | None:
    """What he had said, where the tap says that its ordinary meaning is meant after all."""
    inbound = hearing.inbound
    card = await ShownCard.filter(id=inbound.card or "", person_id=hearing.person_id).first()
    if card is None or inbound.key not in {button["key"] for button in card.content["buttons"]}:
        await hearing.say(words.already_settled())
        return None
    if inbound.ticket:
        card.ticket, card.platform, card.userid = inbound.ticket, inbound.platform, inbound.user
    if card.state == "settled":
        await _old_card(hearing, card)
        return None
    if card.kind == emergencies.ASK:
        return await emergencies.asked_tapped(hearing, card)
    if card.kind == asking.CARD:
        return await asking.tapped(hearing, card)
    await _tapped(hearing, card)
    return None


async def _tapped(hearing: Hearing, card: ShownCard) -> None:
    match card.kind:
        case "dispatch":
            await _dispatch(hearing, card)
        case "one":
            await _one(hearing, card)
        case "verify":
            await office.verify(hearing, card)
        case verifying.MANY:
            await verifying.tapped(hearing, card)
        case moving.CARD:
            await moving.tapped(hearing, card)
        case "which":
            await placing.which_tapped(hearing, card)
        case extensions.CONFIRM | extensions.PROPOSE | extensions.DECIDE:
            await extensions.tapped(hearing, card)
        case helping.OFFER:
            await helping.offered(hearing, card)
        case helping.ASKED:
            await help_answers.asked_tapped(hearing, card)
        case helping.BACK:
            await help_answers.back_tapped(hearing, card)
        case helping.DECIDE:
            await leaders_decide.tapped(hearing, card)
        case "order":
            await drafts.tapped(hearing, card)
        case "order-due":
            await drafts.due_tapped(hearing, card)
        case "confirm-completion":
            await completion.confirmed(hearing, card)
        case leaders_own.PREPARED:
            await leaders_own.tapped(hearing, card)
        case prepared_cards.KIND:
            await preparing.tapped(hearing, card)
        case "reconcile":
            await reconciliation.tapped(hearing, card)
        case parts.CARD:
            await parts.tapped(hearing, card)
        case "schedule":
            await schedule_talk.tapped(hearing, card)
        case directory_talk.CARD:
            await directory_talk.tapped(hearing, card)
        case second_reading.CARD:
            await second_reading.tapped(hearing, card)
        case duty.CARD:
            await duty.tapped(hearing, card)
        case alarms.CARD:
            await alarms.tapped(hearing, card)
        case withdrawing.CARD:
            await withdrawing.tapped(hearing, card)
        case held_model.CARD:
            await held.tapped(hearing, card)


async def _old_card(hearing: Hearing, card: ShownCard) -> None:
    """An old card changes nothing, and says so."""
    await card.save()
    await hearing.say(words.already_settled())


async def _assignments(card: ShownCard) -> list[Assignment]:
    return (
        await Assignment.filter(id__in=card.refs["assignments"], task__state="live")
        .select_related("task", "task__plan", "unit")
        .order_by("task__row", "task_id")
    )


async def _dispatch(hearing: Hearing, card: ShownCard) -> None:
    waiting = [a for a in await _assignments(card) if a.state == "dispatched"]
    if not waiting:
        await hearing.settle_card(card, "已处理")
        await hearing.say(words.already_settled())
        return
    match hearing.inbound.key:
        case order_words.TAKE:
            await hearing.settle_card(card, "已认领")
            dues = card.refs.get("due", {})
            await taking.accept_orders(hearing, waiting, {a.id: _day(dues.get(str(a.id))) for a in waiting})
        case words.ALL:
            await _accept_all(hearing, card, waiting)
        case words.EACH:
            await card.save()
            await _one_by_one(hearing, waiting)
        case words.NOT_OURS:
            await card.save()
            await hearing.ask("contest", assignments=[a.id for a in waiting])
            await hearing.say(words.ask_reason(waiting))


def _day(given: str | None) -> date | None:
    return date.fromisoformat(given) if given else None


async def _accept_all(hearing: Hearing, card: ShownCard, waiting: list[Assignment]) -> None:
    ready = [a for a in waiting if not a.task.needs_own_words]
    await hearing.settle_card(card, f"已认领{len(ready)}项")
    await accept.accept_as_promised(hearing, waiting, date.fromisoformat(card.refs["plan_by"]))


async def _one_by_one(hearing: Hearing, waiting: list[Assignment]) -> None:
    """One card each, the first three; the next ones come as these are answered."""
    plan_by = hearing.book.calendar.workday_after(hearing.today, PLAN_WORKDAYS)
    for assignment in waiting[:3]:
        card = words.one_card(new_card_id(), assignment, plan_by=plan_by)
        await hearing.show(card, "one", {"assignments": [assignment.id], "plan_by": plan_by.isoformat()})


async def _one(hearing: Hearing, card: ShownCard) -> None:
    waiting = [a for a in await _assignments(card) if a.state == "dispatched"]
    if not waiting:
        await hearing.settle_card(card, "已处理")
        await hearing.say(words.already_settled())
    elif hearing.inbound.key == words.ONE:
        await _accept_all(hearing, card, waiting)
        await _next_one(hearing)
    else:
        await card.save()
        await hearing.ask("contest", assignments=[a.id for a in waiting])
        await hearing.say(words.ask_reason(waiting))


async def _next_one(hearing: Hearing) -> None:
    """The card after these, so that 逐项看 goes on without another word."""
    shown = {
        ref
        for card in await ShownCard.filter(person_id=hearing.person_id, kind="one", state="live")
        for ref in card.refs["assignments"]
    }
    rest = [a for a in await accept.waiting(hearing) if a.id not in shown]
    if rest:
        await _one_by_one(hearing, rest[:1])
