"""撤回 J7: an order that is out is taken back by 督查室; where nobody has answered it yet, so is its message."""

import re

from handlers.hearing import Hearing
from models import order_cards, orders, people, telling, withdrawals
from models.composing import new_card_id
from models.conversations import ShownCard
from models.orders import Order
from models.outbox import Outbox
from models.rules.states import ENDED, State
from models.tasks import Assignment
from models.wording import orders as words

CARD = "order-withdraw"
_WITHDRAW = re.compile(
    r"(?:撤回|收回|取消)(?:交办|下达)?的?\s*(?P<number>J\d{1,6})(?!\d)\s*号?(?:[，,：:。\s]+(?P<why>.+))?"
    r"|(?P<first>J\d{1,6})(?!\d)\s*号?\s*(?:撤回|收回|取消|作废|不用?办)了?(?:[，,：:。\s]+(?P<because>.+))?",
    re.IGNORECASE | re.DOTALL,
)


async def words_of(hearing: Hearing) -> bool:
    """False for what is still a draft."""
    match = _WITHDRAW.fullmatch(hearing.text.rstrip("。.！! "))
    number = (match["number"] or match["first"])[1:] if match else "0"
    order = await Order.filter(id=int(number), state="confirmed").first()
    if match is None or order is None:
        return False
    given = await _given(order)
    if not hearing.is_office:
        if hearing.person_id not in {order.ordered_by, order.entered_by}:
            return False
        note = words.withdrawal_asked(order.number, order.what, hearing.who.person.name)
        await telling.tell_office(f"order-back:{order.id}", note, hearing.now)
        await hearing.say(words.office_withdraws(order.number))
    elif all(State(a.state) in ENDED for a in given):
        await hearing.say(words.already(order.number, "已办结"))
    elif all(State(a.state) in withdrawals.UNANSWERED for a in given):
        await _withdraw(hearing, order, match["why"] or match["because"] or "")
    else:
        await _ask(hearing, order, given, match["why"] or match["because"] or "")
    return True


async def _given(order: Order) -> list[Assignment]:
    leads = Assignment.filter(task_id=order.task_id or 0, role="lead")
    return await leads.select_related("unit", "task").order_by("ordinal")


async def _ask(hearing: Hearing, order: Order, given: list[Assignment], why: str) -> None:
    """Somebody is at work on it already: one more tap."""
    working = [a.unit.short for a in given if State(a.state) not in withdrawals.UNANSWERED]
    card = words.withdraw_card(new_card_id(), order.number, order.what, working)
    await hearing.show(card, CARD, {"order": order.id, "why": why, "assignments": []})


async def tapped(hearing: Hearing, card: ShownCard) -> None:
    order = await Order.filter(id=card.refs["order"], state="confirmed").first()
    if order is None:
        await hearing.settle_card(card, "已处理")
        await hearing.say(words.already("这件交办", "已经撤回"))
    elif hearing.inbound.key == words.KEEP:
        await hearing.settle_card(card, "不撤回")
        await hearing.say(words.already(order.number, "照常办"))
    else:
        await hearing.settle_card(card, words.TAKEN_BACK)
        await _withdraw(hearing, order, card.refs["why"])


async def _withdraw(hearing: Hearing, order: Order, why: str) -> None:
    given = await _given(order)
    officer = f"市政府督查室 {hearing.who.person.name}"
    said = words.withdrawn_to_unit(order.number, order.what, officer, why)
    await orders.withdraw(order, hearing.now, actor=hearing.actor, person_id=hearing.person_id)
    rows = await withdrawals.dispatches_of(given)
    recalled = [await _on_the_phone(hearing, row, said) for row in rows]
    office = {officer.id for officer in await people.office(hearing.now)}
    for person_id in sorted(await withdrawals.told_beside(given, rows) - office):
        await telling.tell(person_id, f"order-back:{order.id}", said, hearing.now)
    for other in {order.ordered_by, order.entered_by} - {None, hearing.person_id}:
        note = words.withdrawn_to_leader(order.number, order.what, officer, why)
        await telling.tell(other or 0, f"order-back:{order.id}", note, hearing.now)
    names = await order_cards.names(order.units)
    await hearing.say(words.withdrawn(order.number, names, told=recalled.count(False), recalled=recalled.count(True)))


async def _on_the_phone(hearing: Hearing, row: Outbox, said: str) -> bool:
    """Whether the message itself is taken back; else its card is settled, and words put it right."""
    carried = await withdrawals.given_by(row)
    card = await ShownCard.filter(id=row.card_id or "", state="live").first()
    if withdrawals.is_recallable(row, carried, hearing.now):
        await ShownCard.filter(id=row.card_id or "").update(state="settled")
        await withdrawals.recall(row, said, hearing.now)
        return True
    if card is not None and withdrawals.is_over(carried):
        await hearing.settle_card(card, words.TAKEN_BACK)
    await withdrawals.correct(row, said, hearing.now)
    return False
