"""Drafts of orders in the chat: the one question, corrections in a line, 确认下达 and 不下达."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from handlers.hearing import Hearing
from models import order_cards, orders, people, telling
from models.composing import new_card_id
from models.conversations import ShownCard
from models.orders import Order
from models.rules.addressees import Part
from models.rules.dates import find_dates
from models.rules.obligations import TaskClass
from models.rules.orders import at_once
from models.wording import orders as words

_YES = re.compile(r"(?:确认|下达|确认下达|可以下达|可以|同意|没问题|对|好的?)[。！!]*")
_NO = re.compile(r"(?:取消|不下达|不要了|作废|撤销|撤回)[。！!]*")
_NUMBERED = re.compile(
    r"(?:更正|取消|确认|下达|不下达)?\s*(?P<number>J\d{1,6})(?!\d)\s*(?:号)?(?P<rest>.*)", re.IGNORECASE | re.DOTALL
)
_CHANGE = re.compile(r"^(?:更正|改正|改为|改成|改到|改|应该?是|是|时限|单位|内容|换成|由|请|[：:，,\s])+")
_WHAT = re.compile(r"^\s*(?:内容|事项)\s*(?:改为|改成|是)?\s*[：:，,]?\s*(?P<what>.{4,})", re.DOTALL)
_CLASSES = {"当日": TaskClass.TODAY, "T1": TaskClass.TODAY, "限时": TaskClass.LIMITED, "T2": TaskClass.LIMITED}


async def show(hearing: Hearing, batch: int) -> None:
    """Ask for the one thing that is missing, else show the draft to whoever confirms it."""
    drafts = await orders.of_batch(batch)
    await hearing.answered()
    lacking = next((order for order in drafts if order.lacks), None)
    if not hearing.is_office:
        await hearing.say(words.noted(await order_cards.shown(drafts, hearing.now, hearing.book)))
        await order_cards.to_office(batch, hearing.now, hearing.book, by=hearing.who.person.name)
    if lacking is not None:
        await _ask(hearing, lacking, drafts)
    elif hearing.is_office:
        await show_card(hearing, batch)


async def show_card(hearing: Hearing, batch: int) -> None:
    for old in await order_cards.live(batch):
        if old.person_id == hearing.person_id:
            await hearing.settle_card(old, "已更新")
    card = words.draft_card(
        new_card_id(), await order_cards.shown(await orders.of_batch(batch), hearing.now, hearing.book)
    )
    await hearing.show(card, order_cards.KIND, {"batch": batch, "assignments": []})
    await hearing.ask("order", batch=batch)


async def _ask(hearing: Hearing, order: Order, drafts: Sequence[Order]) -> None:
    match order.lacks:
        case "unit":
            await hearing.ask("order-unit", batch=order.batch, order=order.id)
            await hearing.say(words.ask_unit(order.number, order.what, order.unknown))
        case "what":
            await hearing.ask("order-what", batch=order.batch, order=order.id)
            await hearing.say(words.ask_what(order.number, await order_cards.names(order.units)))
        case _:
            undated = [one for one in drafts if one.lacks == "due"]
            await hearing.ask("order-due", batch=order.batch)
            card = words.due_card(new_card_id(), [one.number for one in undated], order.what)
            await hearing.show(card, "order-due", {"batch": order.batch, "assignments": []})


async def answer(hearing: Hearing, question: dict[str, Any]) -> bool:
    """What the one question asked; 确认 and corrections of the draft just shown."""
    drafts = await orders.of_batch(question["batch"])
    if not drafts:
        return False
    if hearing.is_office and question["kind"] == "order" and _YES.fullmatch(hearing.text):
        await confirm(hearing, question["batch"])
        return True
    asked = [one for one in drafts if one.id == question.get("order")]
    if question["kind"] == "order-due":
        asked = [one for one in drafts if one.lacks == "due"]
    elif question["kind"] == "order":
        if not _CHANGE.match(hearing.text) or len(drafts) != 1:
            return False
        asked = list(drafts)
    if question["kind"] == "order-what":
        asked[0].what = hearing.text
        await asked[0].save()
    elif not all([await _correct(hearing, order, hearing.text) for order in asked]):
        return False
    for card in await ShownCard.filter(kind="order-due", person_id=hearing.person_id, state="live"):
        if card.refs["batch"] == question["batch"] and all(not one.lacks for one in asked):
            await hearing.settle_card(card, "已定")
    await show(hearing, question["batch"])
    return True


async def cancel_asked(hearing: Hearing, question: dict[str, Any]) -> None:
    """算了: the draft just shown is put away."""
    await _drop(hearing, await orders.of_batch(question["batch"]))


async def about(hearing: Hearing) -> bool:
    """J7 下周三前, 取消 J7, 确认 J7: about a draft that is not dispatched yet."""
    match = _NUMBERED.fullmatch(hearing.text)
    if match is None:
        return False
    order = await Order.filter(id=int(match["number"][1:])).first()
    if order is None or order.state == "confirmed" or not await _may_see(hearing, order):
        return False
    word, rest = hearing.text[: match.start("number")].strip(), match["rest"].strip(" ，,。")
    if order.state == "cancelled":
        await hearing.say(words.already(order.number, "已收起"))
    elif word in {"取消", "不下达"} or _NO.fullmatch(rest):
        await _drop(hearing, [order])
    elif (word in {"确认", "下达"} and not rest) or _YES.fullmatch(rest):
        await (
            confirm(hearing, order.batch)
            if hearing.is_office
            else hearing.say(words.already(order.number, "待督查室确认"))
        )
    elif await _correct(hearing, order, rest):
        await show(hearing, order.batch)
    else:
        await hearing.say(words.not_corrected(order.number))
    return True


async def _may_see(hearing: Hearing, order: Order) -> bool:
    return hearing.is_office or hearing.person_id in {order.ordered_by, order.entered_by}


async def _correct(hearing: Hearing, order: Order, text: str) -> bool:
    """A date, a unit, the class or the wording; False when it says none of them."""
    if said := _WHAT.match(text):
        order.what = said["what"].strip("。 ")
        await order.save()
        return True
    body = _CHANGE.sub("", text)
    dates = [one for one in find_dates(text, now=hearing.today) if one.on >= hearing.today]
    found = await people.addressees()
    named = [one for one in found.find(body) if one.part is not Part.SUPPORTS]
    task_class = next((one for word, one in _CLASSES.items() if word in text.upper()), None)
    if not (dates or named or task_class or at_once(text)):
        return False
    if dates or at_once(text):
        order.due = dates[0].on if dates else hearing.today
        order.due_time = f"{dates[0].at:%H:%M}" if dates and dates[0].at else ""
        order.task_class = TaskClass.TODAY.value if order.due == hearing.today else ""
    if named:
        order.units, order.unknown = await orders.ids([unit for one in named for unit in one.units]), []
    if task_class is not None:
        order.task_class = task_class.value
    await order.save()
    return True


async def confirm(hearing: Hearing, batch: int) -> None:
    """Every draft of the message goes out; one that lacks something holds up nothing but itself."""
    drafts = await orders.of_batch(batch)
    ready = [one for one in drafts if not one.lacks and not _is_past(one, hearing.today)]
    shown = await order_cards.shown(ready, hearing.now, hearing.book)
    for order in ready:
        await orders.confirm(order, hearing.now, hearing.book, actor=hearing.actor, person_id=hearing.person_id)
    await hearing.answered()
    if ready:
        at = orders.goes_out_at(ready, hearing.now, hearing.book)
        await hearing.say(words.dispatched(shown, at, hearing.now))
    for order in drafts:
        if order.lacks:
            await _ask(hearing, order, drafts)
            return
        if order.due is not None and _is_past(order, hearing.today):
            await hearing.say(words.past_due(order.number, order.due))
    await _settle(hearing, batch, words.settled("已下达", hearing.who.person.name))


async def _settle(hearing: Hearing, batch: int, word: str) -> None:
    """Decided: the cards of this draft on whosever phone."""
    for card in await order_cards.live(batch):
        await hearing.settle_card(card, word)


def _is_past(order: Order, today: date) -> bool:
    return order.due is not None and order.due < today


async def _drop(hearing: Hearing, drafts: Sequence[Order]) -> None:
    officer = f"市政府督查室 {hearing.who.person.name}"
    for order in drafts:
        await orders.cancel(order, hearing.now, actor=hearing.actor, person_id=hearing.person_id)
        if order.entered_by is not None and order.entered_by != hearing.person_id:
            note = words.dropped_by_office(order.number, order.what, officer)
            await telling.tell(order.entered_by, f"order-dropped:{order.id}", note, hearing.now)
    await hearing.answered()
    await hearing.say(words.dropped([order.number for order in drafts]))
    for batch in {order.batch for order in drafts}:
        if not await orders.of_batch(batch):
            await _settle(hearing, batch, words.settled("不下达", hearing.who.person.name))


async def tapped(hearing: Hearing, card: ShownCard) -> None:
    """［确认下达］［不下达］ on a draft."""
    batch = int(card.refs["batch"])
    drafts = await orders.of_batch(batch)
    if not drafts:
        await hearing.settle_card(card, "已处理")
        await hearing.say(words.already("这份草稿", "已经处理过"))
        return
    await card.save()
    if hearing.inbound.key == words.CONFIRM:
        await confirm(hearing, batch)
    else:
        await _drop(hearing, drafts)


async def due_tapped(hearing: Hearing, card: ShownCard) -> None:
    undated = [one for one in await orders.of_batch(int(card.refs["batch"])) if one.lacks == "due"]
    await hearing.settle_card(card, dict(words.DUES)[hearing.inbound.key or "today"])
    for order in undated:
        order.due = orders.offered_due(hearing.inbound.key or "", hearing.now, hearing.book)
        order.task_class = TaskClass.TODAY.value if hearing.inbound.key == "today" else ""
        await order.save()
    if undated:
        await show(hearing, undated[0].batch)
