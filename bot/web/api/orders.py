"""`orders` and `calls`: what 督查室 enters by program instead of by chat; read and worked by the same rules."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Annotated, Any, Literal, TypeVar

from pydantic import Field

from bot.web import schemas
from bot.web.api.asked import UnitAsked
from bot.web.api.holders import unit_asked
from bot.web.api.keys import Caller
from bot.web.api.refusals import Refused
from bot.web.api.written import Written
from models import calls, db, order_cards, orders, people, rulebook
from models.calls import Noted, Officer
from models.orders import Order
from models.people import Unit
from models.rulebook import Rulebook
from models.rules.calls import CallNote, Outcome
from models.rules.order_sources import read_source
from models.rules.orders import Draft, read_orders
from models.rules.targets import Doubt
from models.tasks import Assignment
from models.wording.calls import doubted

T = TypeVar("T")


class NewOrder(Written):
    """An order as a program gives it."""

    text: Annotated[str, Field(min_length=2, max_length=1000, description="say what is to be done, and by when")]
    unit: UnitAsked = None
    due: Annotated[date | None, Field(description="send a date, as 2026-03-06")] = None
    task_class: Annotated[Literal["T1", "T2"] | None, Field(alias="class", description="send T1 or T2")] = None
    source: Annotated[str, Field(max_length=200, description="send what it rests on, as 批示 临政办发〔2026〕3号")] = ""
    dispatch: Annotated[bool, Field(description="send false to leave it a draft for 督查室")] = True


class NewCall(Written):
    """A note on a call as a program gives it."""

    number: Annotated[
        str, Field(pattern=r"^([1-9]\d{0,3}|[Jj][1-9]\d{0,5})$", description="send a task's number, as 46 or J7")
    ]
    outcome: Annotated[
        Literal["answered", "no_answer", "reason", "arbitrate", "go_on"],
        Field(description="send answered, no_answer, reason, arbitrate or go_on"),
    ]
    words: Annotated[str, Field(max_length=1000, description="send what was said on the telephone")] = ""
    sure: Annotated[
        bool,
        Field(
            description="the figures are as they were told, however far off they look; without it such a call is 409"
        ),
    ] = False
    unit: UnitAsked = None
    by: Annotated[str | None, Field(min_length=1, max_length=32, description="send the name of whoever called")] = None


class OrderGiven(schemas.Answer):
    number: str = Field(description="J7; of the task too, once it is one")
    state: str = Field(description="draft, or confirmed when it was dispatched")
    task: schemas.Id | None
    units: list[str]
    what: str
    due: date | None
    lacks: str | None = Field(description="what a draft lacks: unit, what or due")
    origin: str
    paper: str | None


class OrderList(schemas.Answer):
    items: list[OrderGiven]


class CallNoted(schemas.Answer):
    number: str
    task: schemas.Id
    unit: str
    outcome: str
    whose: str | None = Field(description="whose word it counts as; he is told what was written down")
    understood: str
    stopped: bool = Field(description="the word stopped the clock")
    until: date | None = Field(description="until when nobody is chased, of a reason that holds")


class _NotSaved(Exception):
    """Carries what would have been answered out of a transaction that is rolled back."""

    def __init__(self, found: Any) -> None:
        self.found = found


async def _kept(body: Callable[[], Awaitable[T]], *, dry_run: bool) -> T:
    async def tried() -> T:
        found = await body()
        if dry_run:
            raise _NotSaved(found)
        return found

    try:
        return await db.tx(tried)
    except _NotSaved as tried_only:
        found: T = tried_only.found
        return found


async def give(want: NewOrder, caller: Caller, now: datetime) -> OrderList:
    """An order (交办): a whole one is dispatched, one that lacks its date or unit stays a draft for 督查室."""
    named = await _unit(want.unit)

    async def body() -> list[OrderGiven]:
        book = await rulebook.current()
        drafts = await _read(want, named, now, book)
        source = read_source(want.source) if want.source else None
        written = await orders.write(
            drafts, now, entered_by=None, ordering=(None, None), task_class=want.task_class or "", source=source
        )
        await orders.noted(written, _actor(caller), now)
        for order in written if want.dispatch else []:
            if not order.lacks:
                await orders.confirm(order, now, book, actor=_actor(caller))
        if any(order.state == "draft" for order in written):
            await order_cards.to_office(written[0].batch, now, book, by="")
        return [await _answer(order) for order in written]

    return OrderList(items=await _kept(body, dry_run=want.dry_run))


async def _read(want: NewOrder, named: Unit | None, now: datetime, book: Rulebook) -> Sequence[Draft]:
    text = f"{named.short}：{want.text}" if named else want.text
    known = await orders.leaders(now)
    found = read_orders(
        text, today=book.calendar.local(now).date(), directory=await people.addressees(),
        leaders=[leader for leader, _, _ in known], workday_after=book.calendar.workday_after,
    )  # fmt: skip
    if not found:
        raise Refused(400, "text: say what is to be done, as in 周五前报防汛预案")
    if want.due and want.due < book.calendar.local(now).date():
        raise Refused(400, "due: send a day that is not past")
    return [replace(draft, due=want.due, at=None, is_today=False) for draft in found] if want.due else found


async def _unit(name: str | None) -> Unit | None:
    if name is None:
        return None
    found = await unit_asked(name)
    unit = await Unit.filter(id=found).first() if found else None
    if unit is None:
        raise Refused(400, "unit: send the id or a name of a unit, see /api/v1/units")
    return unit


async def _answer(order: Order) -> OrderGiven:
    return OrderGiven(
        number=order.number, state=order.state, task=order.task_id, units=await order_cards.names(order.units), what=order.what,
        due=order.due, lacks=order.lacks or None, origin=order.origin, paper=order.paper or None,
    )  # fmt: skip


async def note_call(want: NewCall, caller: Caller, now: datetime) -> CallNoted:
    """A note on a telephone call (电话登记): it is read like a reply, and counts like one."""
    outcome = Outcome(want.outcome)
    if outcome is Outcome.ANSWERED and not want.words:
        raise Refused(400, "words: say what was told on the telephone")
    named = await _unit(want.unit)

    async def body() -> Noted | Doubt | str:
        officer = Officer(want.by or caller.name, _actor(caller))
        call = CallNote(want.number.upper(), outcome, want.words)
        called, book = await _called(want, named, now), await rulebook.current()
        return await calls.note(called, call, officer, now, book, is_sure=want.sure)

    made = await _kept(body, dry_run=want.dry_run)
    if isinstance(made, Doubt):
        raise Refused(409, f"{doubted(want.number, made)} (send the whole figure, or sure: true)")
    if isinstance(made, str):
        raise Refused(409, made)
    return CallNoted(
        number=made.assignment.task.number, task=made.assignment.task_id, unit=made.assignment.unit.name, outcome=outcome.value,
        whose=made.whose.name if made.whose else None, understood=made.echo, stopped=made.stopped, until=made.until,
    )  # fmt: skip


async def _called(want: NewCall, named: Unit | None, now: datetime) -> Assignment:
    found = await calls.about(want.number.upper(), now)
    found = [one for one in found if named is None or one.unit_id == named.id]
    if not found:
        raise Refused(404, "there is no task with this number; see /api/v1/tasks")
    if len(found) > 1:
        raise Refused(409, f"{len(found)} units have this task; send unit as well")
    return found[0]


def _actor(caller: Caller) -> str:
    return f"api:{caller.name}"[:64]
