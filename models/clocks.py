"""Starting and stopping the obligations of an assignment: the rules decide when, this writes."""

from collections.abc import Collection
from datetime import date, datetime, timedelta

from models import judging, notices, obligations, parts, pauses
from models.events import Event
from models.judging import traits
from models.obligations import Asked, Obligation
from models.people import Role, Team, post_of, team
from models.rulebook import Rulebook
from models.rules.calendar import Moment
from models.rules.clocks import asked_from, promised, starts
from models.rules.ladder import judge
from models.rules.obligations import SHORT, Kind, TaskClass, UnitKind
from models.rules.reach import reaches, told
from models.rules.units_of_measure import measure
from models.tasks import Assignment, is_consolidator
from models.wording import ledger as words

WHOLE_TASK = "全年目标"
RATES = {"%", "个百分点"}
LEAST_REST = 30  # working minutes; a shorter one moves no date


async def start(
    kind: Kind,
    assignment: Assignment,
    now: datetime,
    book: Rulebook,
    *,
    period: str = "",
    name: str = "",
    due_on: date | None = None,
    due_at: datetime | None = None,
    not_before: date | None = None,
    last_word_at: datetime | None = None,
    event_id: int | None = None,
    members: Team | None = None,
    asked: Asked | None = None,
) -> Obligation | None:
    """Begin a clock; None where the rules have no such clock, or where it has begun before.

    `asked` is who owes it where that is not the assignment's unit: another unit, or a post.
    It does not fall due before the day that the unit itself has promised (`not_before`).

    A clock begins on the full minute that follows: never early, and what begins together is judged together.
    R0 is the message that began it, so nothing is said now.
    """
    task, begun = assignment.task, _full_minute(now)
    owner = asked.unit if asked else assignment.unit
    due = starts(
        kind, TaskClass(task.task_class), begun, policy=book.policy, calendar=book.calendar, unit_kind=UnitKind((owner or assignment.unit).kind),
        traits=traits(assignment), due_on=due_on, due_at=due_at, last_word_at=last_word_at,
    )  # fmt: skip
    before = await Obligation.filter(kind=kind.value, assignment_id=assignment.id, period=period).first()
    if due is None or (before is not None and before.state != "withdrawn"):
        return None
    due = promised(due, not_before, book.calendar)
    holder = asked.post if asked and asked.post else None
    if owner is not None and kind.value not in pauses.OF_THE_OFFICE:
        holder = await post_of(owner.id, Role.HEAD)
    since = asked_from(begun, not_before, book.calendar) if kind is Kind.FIRST_STEP else begun
    made = before or Obligation(kind=kind.value, task_id=task.id, assignment_id=assignment.id, period=period)
    made.update_from_dict({
        "unit_id": owner.id if owner else None, "holder_post_id": holder.id if holder else None, "name": name or kind.label, "started_at": since, "due_at": due.at, "provisional": due.provisional,
        "rule": book.rule(kind.value), "started_event": event_id, "state": "open", "ended_at": None, "ended_event": None,
        "rung": 0, "rung_at": begun, "last_window_at": None, "went_on_at": None, "occurrence": 0,
        "pauses": [] if kind.value in pauses.RUNS_ON else pauses.entries(await pauses.resting(assignment.id, now)),
    })  # fmt: skip
    case = judging.case_of(made, assignment, members or await team(owner.id if owner else 0, now), owner=owner)
    made.next_at = judge(case, begun, policy=book.policy, calendar=book.calendar).next_at
    await made.save()
    if made.next_at is not None:
        await obligations.plan_due("obligation", made.id, made.next_at)
    return made


def _full_minute(now: datetime) -> datetime:
    whole = now.replace(second=0, microsecond=0)
    return whole if whole == now else whole + timedelta(minutes=1)


async def start_all(assignment: Assignment, now: datetime, book: Rulebook, members: Team) -> None:
    """After the dispatch has arrived: taking on, each dated point of the plan, and the first word on a short order."""
    await start(Kind.ACCEPTANCE, assignment, now, book, members=members)
    await start_dates(assignment, now, book, members)
    if TaskClass(assignment.task.task_class) in SHORT:
        await start_progress(assignment, now, book)


async def undelivered(assignment: Assignment, now: datetime, book: Rulebook) -> None:
    """The dispatch did not arrive: until it does, or somebody tells it by telephone, delivery itself is owed."""
    await start(Kind.DELIVERY, assignment, now, book)


async def reached(assignment: Assignment, now: datetime, book: Rulebook) -> None:
    """The task is known to the unit in another way than by our message: everything runs from here."""
    if assignment.delivered_at is not None or not await meet(assignment.id, now, Kind.DELIVERY):
        return
    assignment.delivered_at = now
    await assignment.save(update_fields=["delivered_at"])
    await start_all(assignment, now, book, await team(assignment.unit_id, now))


async def start_dates(assignment: Assignment, now: datetime, book: Rulebook, members: Team) -> None:
    """Each dated point of the plan that is still ahead."""
    if not is_consolidator(assignment):
        return  # the others confirm their part; reporting is the consolidator's
    today = book.calendar.local(now).date()
    for step in await assignment.task.milestones.all().order_by("due"):
        if step.due >= today:
            period = f"m{step.id}"
            await start(
                Kind.DUE, assignment, now, book, period=period, name=step.name, due_on=step.due, members=members
            )
    due, is_short = assignment.task.due, TaskClass(assignment.task.task_class) in SHORT
    if due is not None or is_short:
        name = "办结" if is_short else WHOLE_TASK
        at = book.calendar.moment(due, hour) if due and (hour := assignment.task.hour) else None
        period = f"due@{due}"
        await start(Kind.DUE, assignment, now, book, period=period, name=name, due_on=due, due_at=at, members=members)


async def redate(assignment: Assignment, now: datetime, book: Rulebook) -> None:
    """The plan was revised: clocks of dates that are no longer in it end, those of new ones begin."""
    steps = {f"m{milestone.id}" for milestone in await assignment.task.milestones.all()}
    for owed in await obligations.open_of(assignment.id, Kind.DUE.value):
        if owed.period not in steps | {f"due@{assignment.task.due}"}:
            await end(owed, "withdrawn", now)
    await start_dates(assignment, now, book, await team(assignment.unit_id, now))


async def start_progress(assignment: Assignment, now: datetime, book: Rulebook, *, event_id: int | None = None) -> None:
    """The next report: of the month that follows the last valid word."""
    if not is_consolidator(assignment):
        return
    due, task = await next_report(assignment, now, book), assignment.task
    if due is not None:
        on = book.calendar.local(due.at).date()
        await start(
            Kind.PROGRESS, assignment, now, book, period=on.isoformat(), event_id=event_id, due_on=task.due,
            name=report_of(TaskClass(task.task_class), traits(assignment), book), due_at=await _end_of_short(assignment),
            not_before=None if TaskClass(task.task_class) in SHORT else on, last_word_at=assignment.last_word_at,
        )  # fmt: skip


async def next_report(assignment: Assignment, now: datetime, book: Rulebook) -> Moment | None:
    """The first whose word has not come yet: what was told early is not asked for on its day."""
    task = assignment.task
    due = starts(
        Kind.PROGRESS, TaskClass(task.task_class), now, policy=book.policy, calendar=book.calendar, due_on=task.due,
        unit_kind=UnitKind(assignment.unit.kind), traits=traits(assignment), due_at=await _end_of_short(assignment),
        last_word_at=assignment.last_word_at,
    )  # fmt: skip
    on = book.calendar.local(due.at).date().isoformat() if due else ""
    told = Obligation.filter(kind=Kind.PROGRESS.value, assignment_id=assignment.id, period=on, state="met")
    return await next_report(assignment, due.at, book) if due and await told.exists() else due


def report_of(task_class: TaskClass, marks: Collection[str], book: Rulebook) -> str:
    return words.report_name(book.policy.length(Kind.PROGRESS, task_class, traits=marks))


async def _end_of_short(assignment: Assignment) -> datetime | None:
    """When an order of today or of these days is to be done: no word is asked for after that."""
    if TaskClass(assignment.task.task_class) not in SHORT:
        return None
    owed = await obligations.open_of(assignment.id, Kind.DUE.value)
    return max((o.due_at for o in owed if o.due_at), default=None)


async def took_on(assignment: Assignment, event: Event, now: datetime, book: Rulebook, *, on: date | None = None) -> None:  # fmt: skip
    """The task is taken on: the next report, and the first step, are owed from now on; the first word was just said."""
    await reached(assignment, now, book)
    await meet(assignment.id, now, Kind.ACCEPTANCE, Kind.DELIVERY, event_id=event.id)
    await meet(assignment.id, now, Kind.PROGRESS, state="withdrawn", event_id=event.id)
    await start_progress(assignment, now, book, event_id=event.id)
    await _start_first_step(assignment, now, book, event_id=event.id, on=on)


async def _start_first_step(
    assignment: Assignment, now: datetime, book: Rulebook, *, event_id: int, on: date | None
) -> None:
    """Of a line of the plan dated steps are asked for, where the plan gave none; by the day the unit named itself."""
    task_class = TaskClass(assignment.task.task_class)
    if task_class in SHORT:
        await start(Kind.FIRST_STEP, assignment, now, book, name="第一步", not_before=on, event_id=event_id)
    elif is_consolidator(assignment) and not await assignment.task.milestones.all().exists():
        name = "分步节点" if task_class is TaskClass.ANNUAL else "第一步"
        await start(Kind.FIRST_STEP, assignment, now, book, name=name, not_before=on, event_id=event_id)


async def meet(
    assignment_id: int, now: datetime, *kinds: Kind, state: str = "met", event_id: int | None = None
) -> list[Obligation]:
    """Stop these clocks (all of them without kinds) and withdraw what was still to be said because of them."""
    ended = await obligations.open_of(assignment_id, *(kind.value for kind in kinds))
    for obligation in ended:
        await end(obligation, state, now, event_id=event_id)
    return ended


async def end(obligation: Obligation, state: str, now: datetime, *, event_id: int | None = None) -> None:
    await obligations.end(obligation, state, now, event_id=event_id)
    await notices.withdraw(f"obligation {state}", obligation_id=obligation.id)


async def heard(assignment: Assignment, event: Event, now: datetime, book: Rulebook) -> None:
    """A valid word: this period's report is in, the next one begins; steps of the plan that its figures reach are met.

    When its figures reach every target of the task, the completion is to be reported.
    """
    await meet(assignment.id, now, Kind.PROGRESS, Kind.FIRST_STEP, Kind.COMPLETION, event_id=event.id)
    await start_progress(assignment, now, book, event_id=event.id)
    for owed in await obligations.open_of(assignment.id, Kind.DUE.value):
        figures = event.data.get("reading", {}).get("indicators", [])
        is_told = told(owed.name, event.data.get("text", ""), book.calendar.local(event.at).date())
        if owed.period.startswith("m") and (is_told or reaches(owed.name, figures)):
            await end(owed, "met", now, event_id=event.id)
    tells_figures = bool(event.data.get("reading", {}).get("indicators"))
    if tells_figures and is_consolidator(assignment) and await reaches_all(assignment):
        await start(Kind.COMPLETION, assignment, now, book, name="预报结", event_id=event.id)


async def reaches_all(assignment: Assignment) -> bool:
    """Every figure of the task is reached, and its parts (子项) are done.

    A rate or a ceiling may still change, so that it says nothing before due.
    """
    said = {(f["name"], measure(f["unit"])): f["value"] for f in assignment.figures}
    wanted = await assignment.task.indicators.all()
    if not wanted or await parts.unfinished(assignment.task):
        return False
    return all(
        i.comparator == ">=" and i.unit not in RATES and said.get((i.name, measure(i.unit)), 0) >= i.target > 0
        for i in wanted
    )


async def recheck(assignment: Assignment, now: datetime) -> None:
    """After a correction: what is no longer reached need not be reported complete."""
    if not await reaches_all(assignment):
        await meet(assignment.id, now, Kind.COMPLETION, state="withdrawn")


async def dispute(assignment: Assignment, event: Event, now: datetime, book: Rulebook) -> None:
    """The ball goes to 督查室; nobody is chased for the task until it is decided."""
    await drop_extension(assignment, now, book)
    await meet(assignment.id, now, state="withdrawn", event_id=event.id)
    await start(Kind.ARBITRATION, assignment, now, book, period=f"e{event.id}", event_id=event.id)


async def drop_extension(assignment: Assignment, now: datetime, book: Rulebook) -> None:
    """A request that became idle: the task was completed or contested meanwhile."""
    for asked in await meet(assignment.id, now, Kind.EXTENSION, state="withdrawn"):
        await pauses.over_of_event(asked.started_event or 0, now, book)


async def resume(event_id: int, now: datetime, book: Rulebook | None = None) -> None:
    """What had stopped these clocks no longer stands: they go on from where they were.

    With the rulebook the time in between does not count: it was the other side that had the ball.
    """
    for stopped in await Obligation.filter(ended_event=event_id).exclude(state="open"):
        since = stopped.ended_at or now
        if book is not None and book.calendar.minutes_between(since, now) >= LEAST_REST:
            rest = {"since": since.isoformat(), "until": now.isoformat()}
            stopped.pauses = [*stopped.pauses, rest]
        stopped.state, stopped.ended_at, stopped.ended_event = "open", None, None
        await obligations.reschedule(stopped, now)
        await stopped.save()


async def undo(event_id: int, now: datetime, book: Rulebook) -> None:
    """The event is taken back: clocks it stopped go on from where they were, clocks it began never were."""
    for begun in await Obligation.filter(started_event=event_id, state="open"):
        await end(begun, "withdrawn", now)
    await pauses.over_of_event(event_id, now, book)
    await resume(event_id, now)


async def extend(obligation: Obligation, to: date, now: datetime, book: Rulebook) -> None:
    """An approved extension: another date, and the count begins anew."""
    due = book.calendar.close_of(book.calendar.workday_after(to, 0))
    step = {"at": now.isoformat(), "occasion": "extended", "from": str(obligation.due_at), "to": to.isoformat()}
    begun = _full_minute(now)
    obligation.update_from_dict({
        "started_at": begun, "due_at": due, "provisional": book.calendar.is_provisional(due.year), "rung": 0, "rung_at": begun,
        "last_window_at": None, "went_on_at": None, "occurrence": 0, "credited_minutes": 0, "pauses": [],
        "steps": [*obligation.steps, step],
    })  # fmt: skip
    await notices.withdraw("extended", obligation_id=obligation.id)
    await judging.look_again(obligation, now, book)
