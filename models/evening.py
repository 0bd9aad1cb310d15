"""收单 (16:35): what was due today and is still open, in one message a person, which one message answers."""

from collections.abc import Sequence
from datetime import date, datetime

from models import judging, outbox, people, proxies, routes, telling
from models.notices import Notice
from models.obligations import Obligation
from models.people import Person, Role
from models.rulebook import Rulebook
from models.rules.audiences import is_proxied
from models.rules.delivery import Nature
from models.rules.obligations import Kind, Rung, Side
from models.tasks import Assignment

OCCASION = "evening"
OF_THE_DAY = [
    kind.value
    for kind in (
        Kind.ACCEPTANCE, Kind.FIRST_STEP, Kind.PROGRESS, Kind.DUE, Kind.COMPLETION, Kind.VERIFICATION, Kind.ARBITRATION,
    )
]  # fmt: skip


async def gather(now: datetime, book: Rulebook) -> int:
    """Heads for their units, 督查室 for its own; nobody for whom nothing of today is open. Returns how many."""
    today = book.calendar.local(now).date()
    owed = await _open_today(today, now, book)
    given = Assignment.filter(id__in={o.assignment_id for o in owed}, task__state="live").select_related("task", "unit")
    by_id = {a.id: a for a in await given}
    teams = await people.teams({a.unit_id for a in by_id.values()}, now)
    heads = {team[Role.HEAD].id for team in teams.values() if Role.HEAD in team}
    away = {absent["person_id"] for absent in await routes.absent(heads, now)}
    office, aides = await people.office(now), await routes.aides({a.unit for a in by_id.values()}, now)
    proxied = await proxies.reached(teams, now)
    lines: dict[int, list[Notice]] = {}
    for obligation in owed:
        assignment = by_id.get(obligation.assignment_id or 0)
        if assignment is None or judging.due_of(obligation, assignment, book) != obligation.due_at:
            continue
        team = teams.get(assignment.unit_id, {})
        head = routes.reminded(assignment.unit, team, aides)
        if head is not None and head.id in away:
            head = team.get(Role.DEPUTY, head)
        if is_proxied(Kind(obligation.kind), Rung(obligation.rung or 0)):
            head = proxies.of(proxied, assignment) or head
        for person in _readers(obligation, head, office):
            lines.setdefault(person.id, []).append(_notice(obligation, assignment, person.id, today, now))
    for person_id, found in lines.items():
        await _send(person_id, found, now)
    return len(lines)


def _readers(obligation: Obligation, head: Person | None, office: Sequence[Person]) -> Sequence[Person]:
    """A dispute is the first of 督查室's to decide; what is to be verified is everybody's there."""
    if judging.side(obligation) is Side.OFFICE:
        return office[:1] if obligation.kind == Kind.ARBITRATION else office
    return [head] if head else []


async def _open_today(today: date, now: datetime, book: Rulebook) -> Sequence[Obligation]:
    windows = book.calendar.windows_on(today)
    since, until = book.calendar.moment(today, windows[0].opens), book.calendar.close_of(today)
    found = Obligation.filter(state="open", kind__in=OF_THE_DAY, due_at__gte=since, due_at__lte=until, rung__lt=3)
    return [o for o in await found.order_by("due_at", "id") if not judging.is_resting(o, now)]


def _notice(obligation: Obligation, assignment: Assignment, person_id: int, today: date, now: datetime) -> Notice:
    return Notice(
        key=f"evening:{today}:o{obligation.id}:p{person_id}", person_id=person_id, task_id=assignment.task_id,
        assignment_id=assignment.id, obligation_id=obligation.id, form="line", occasion=OCCASION, facts={},
        why={"rule": obligation.rule}, created_at=now,
    )  # fmt: skip


async def _send(person_id: int, found: Sequence[Notice], now: datetime) -> None:
    account = await people.account_of(person_id)
    if account is None:
        return
    row = await outbox.put(
        account.platform, account.userid, None, now=now, reason=Nature.LIST, person_id=person_id, proactive=True
    )
    await telling.bundle_all(found, row)
