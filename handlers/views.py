"""What somebody sees when he asks: his tasks, today, one task whole, and why he was reminded."""

from collections.abc import Sequence
from datetime import datetime

from tortoise.expressions import Q

from handlers.hearing import Hearing, Viewer
from models import (
    alarms,
    attachments,
    cadences,
    chain,
    composing,
    judging,
    lamps,
    ledger,
    parts,
    people,
    portfolios,
    promises,
    returns,
    sayers,
    telling,
)
from models.notices import Notice
from models.obligations import Obligation
from models.people import Role, Unit
from models.rules.explanation import explain
from models.rules.obligations import Kind
from models.tasks import Assignment, Task, called, of_units, step_due
from models.wording import answers
from models.wording import evidence as evidence_words
from models.wording import ledger as ledger_words
from models.wording import lists as list_words
from models.wording import parts as part_words
from models.wording import why as why_words
from models.wording.phrases import day, number, short

OFFICE_OWES = [Kind.VERIFICATION.value, Kind.ARBITRATION.value]
UNIT_OWES = [kind.value for kind in (Kind.ACCEPTANCE, Kind.FIRST_STEP, Kind.PROGRESS, Kind.DUE, Kind.COMPLETION)]
MOST_PROMISES = 3


async def portfolio(viewer: Viewer) -> list[Assignment]:
    """What this person may see: his units' tasks; a leader's own portfolio; everything for 督查室."""
    found = await of_units(viewer.units) if viewer.units else []
    if posts := await portfolios.posts_of(viewer.who):
        known = {a.id for a in found}
        found += [a for a in await portfolios.assignments(posts, viewer.now) if a.id not in known]
    return found


async def current(viewer: Viewer) -> list[Assignment]:
    """Of them those that are not over."""
    return [a for a in await portfolio(viewer) if not ledger.is_ended(a)]


async def my_tasks(hearing: Hearing) -> None:
    found = await current(hearing)
    if not found and hearing.is_office:
        await hearing.say(await ledger.whole_words(hearing.today))
        return
    await hearing.say(answers.my_tasks(found, ledger.LABELS, reports=bool(hearing.units)))


async def today(hearing: Hearing) -> None:
    """What falls due today, is late, or waits for an answer; what a returned report lacks."""
    close = hearing.book.calendar.close_of(hearing.today)
    asked = [_as_notice(obligation, hearing) for obligation in await _owed(hearing, close)]
    lines = composing.whole_first(await composing.gather(asked, hearing.now))
    lacking = returns.lines(await of_units(hearing.units)) if hearing.units else []
    owed = list_words.folded(lines, hearing.now, hearing.book.calendar)
    await hearing.say(answers.today([*owed, *lacking], hearing.now))


async def _owed(hearing: Hearing, until: datetime) -> list[Obligation]:
    query = Obligation.filter(state="open", due_at__lte=until)
    posts = [post.id for post in await portfolios.posts_of(hearing.who)]
    if hearing.is_office:
        query = query.filter(Q(kind__in=OFFICE_OWES) | Q(kind=Kind.EXTENSION.value, holder_post_id=None))
    elif hearing.units:
        query = query.filter(assignment_id__in=[a.id for a in await portfolio(hearing)], kind__in=UNIT_OWES)
    else:
        mine = [a.id for a in await portfolio(hearing)]
        asked = Q(kind=Kind.EXTENSION.value, holder_post_id__in=posts)
        query = query.filter(asked | Q(assignment_id__in=mine, kind__in=UNIT_OWES))
    return [o for o in await query.order_by("due_at") if not judging.is_resting(o, hearing.now)]


def _as_notice(obligation: Obligation, hearing: Hearing) -> Notice:
    return Notice(
        key="", person_id=hearing.person_id, assignment_id=obligation.assignment_id, obligation_id=obligation.id, form="line",
        occasion="asked", created_at=hearing.now,
    )  # fmt: skip


async def one_task(hearing: Hearing, wanted: str) -> None:
    found = await visible(hearing, wanted)
    if not found:
        await hearing.say(answers.no_such_task(wanted))
        return
    for assignment in found[:2]:
        await hearing.say(await whole(hearing, assignment))


async def visible(viewer: Viewer, wanted: str) -> Sequence[Assignment]:
    if viewer.is_office:
        return [a for a in await called(wanted, None) if a.ordinal == 0]
    found = await of_units(viewer.units, wanted) if viewer.units else []
    if posts := await portfolios.posts_of(viewer.who):
        known = {a.id for a in found}
        found += [a for a in await portfolios.assignments(posts, viewer.now, wanted) if a.id not in known]
    return found


async def whole(viewer: Viewer, assignment: Assignment) -> str:
    indicators = await assignment.task.indicators.all()
    said = {f["name"]: f for f in assignment.figures}
    figures = [
        f"{short(i.name, 14)}：{number(said[i.name]['value'])}{said[i.name]['unit']}/{number(i.target)}{i.unit}（{said[i.name]['standing']}）"
        for i in indicators if i.name in said
    ]  # fmt: skip
    steps = await assignment.task.milestones.all().order_by("due")
    dated = [(step_due(assignment, m), m.name) for m in steps[:4]]
    milestones = [f"{'已过' if on < viewer.today else ''}{day(on)} {short(name, 20)}" for on, name in dated]
    milestones += promises.of(assignment, viewer.today, await _promiser(viewer, assignment))[-MOST_PROMISES:]
    milestones += await _parts(assignment)
    last = [await _last(viewer, assignment) if assignment.last_word_at else ""]
    last.append(evidence_words.in_task(len(await attachments.of(assignment.id)), assignment.task.number))
    return answers.one_task(
        assignment, state=ledger.LABELS[assignment.state], pace=answers.pace(assignment, lamps.say_pace(assignment)),
        chain=await chain.links(assignment, viewer.now), figures=figures, milestones=milestones, last=last,
    )  # fmt: skip


async def _promiser(viewer: Viewer, assignment: Assignment) -> str:
    """您 to the unit's own people; to others the name of its head, who answers for what was promised."""
    if assignment.unit_id in viewer.units:
        return "您"
    head = await people.person_in(assignment.unit_id, Role.HEAD, viewer.now)
    return head.name if head else assignment.unit.short


async def _parts(assignment: Assignment) -> list[str]:
    """What it is divided into (子项), or what it is a part of."""
    if assignment.task.parent_id is not None:
        whole = await Task.filter(id=assignment.task.parent_id).first()
        return [part_words.of_whole(whole.number, whole.chat_title(16))] if whole else []
    found = await parts.of(assignment.task)
    return [part_words.summary(found, parts.slowest(found)), *part_words.lines(found)] if found else []


async def _last(viewer: Viewer, assignment: Assignment) -> str:
    """上次：“打通5条”（6月8日，许文备、方建业确认）"""
    on = day(viewer.book.calendar.local(assignment.last_word_at).date()) if assignment.last_word_at else ""
    whose = await sayers.of_last(assignment.id)
    return f"上次：“{short(assignment.last_words, 40)}”（{on}{f'，{whose}' if whose else ''}）"


async def why(hearing: Hearing) -> None:
    """Of the reminders last shown: the rule, what was counted, what stops it, what comes next."""
    notices = await Notice.filter(id__in=hearing.talk.last_notice_ids or [0]).order_by("id")
    called = [n.facts["text"] for n in notices if n.occasion == alarms.OCCASION]
    others = (*telling.DECISIONS, alarms.OCCASION)
    told = [n.facts["text"] for n in notices if "text" in n.facts and n.occasion not in others]
    decided = [n.facts["text"] for n in notices if n.occasion in telling.DECISIONS]
    grounds = [g for n in notices if (g := await _grounds(hearing, n)) is not None]
    said = why_words.all_of(grounds, hearing.now, told=told, decided=decided)
    await hearing.say("\n".join([*called, *([said] if said else [])]) or why_words.nothing())


async def _clock_it_began(notice: Notice) -> Obligation | None:
    """A dispatch is explained by the clock that started with it; so is what tells of one, while that clock runs."""
    query = Obligation.filter(assignment_id=notice.assignment_id, kind=Kind.ACCEPTANCE.value)
    return await (query if notice.occasion == "dispatch" else query.filter(state="open")).order_by("-id").first()


async def _grounds(hearing: Hearing, notice: Notice) -> why_words.Grounds | None:
    obligation = await Obligation.filter(id=notice.obligation_id or 0).first()
    if obligation is None:
        obligation = await _clock_it_began(notice)
    if obligation is None or obligation.assignment_id is None:
        return None
    assignment = await ledger.get(obligation.assignment_id)
    owner = await Unit.filter(id=obligation.unit_id or assignment.unit_id).first()
    case = judging.case_of(
        obligation, assignment, await people.team(obligation.unit_id or assignment.unit_id, hearing.now), owner=owner
    )
    policy = hearing.book.policy_of(obligation.rule)
    found = explain(case, (), hearing.now, policy=policy, calendar=hearing.book.calendar)
    length = policy.length(case.kind, case.task_class, traits=case.traits)
    return why_words.Grounds(
        number=assignment.task.number, paper=assignment.task.plan.paper if assignment.task.plan else None, kind=obligation.kind,
        name=obligation.name, rule=obligation.rule, length=ledger_words.length(length), started_at=found.started_at,
        due_at=found.due_at, last_word_at=assignment.last_word_at, workdays=found.workdays,
        off_days=tuple(f"{s.name}{s.days}天" for s in found.holidays), next_at=found.next_step.at if found.next_step else None,
        next_form=found.next_step.occasion.value if found.next_step else "", is_over=obligation.state != "open",
        is_provisional=obligation.provisional, unit_kind=case.unit_kind.value, last_by=await sayers.of_last(assignment.id),
        cadence=cadences.why(assignment, hearing.book) if obligation.kind == Kind.PROGRESS else "",
    )  # fmt: skip
