"""督查通报: a draft for a person of 督查室, made of the ledger. Figures in it are reconciled or checked, or say that they are not."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from models.papers import Paper, facts, file_name
from models.papers.document import Annex, Report, write
from models.papers.facts import LineFacts
from models.rulebook import Rulebook
from models.rules.pace import Lamp
from models.rules.reported_figures import enters_documents
from models.rules.states import VERIFIED, State
from models.tasks import Plan
from models.wording import report as wording
from models.wording.phrases import day

MOST_NAMED = 10  # of a kind in the body; the annex or the sheet has them all
MOST_PRAISED = 6
OVER = {State.TERMINATED, State.CARRIED_OVER}


@dataclass
class _Sources:
    """Where each line told of comes from, numbered in the order of mention."""

    listed: list[str] = field(default_factory=list)
    _number_of: dict[int, int] = field(default_factory=dict)

    def mark(self, line: LineFacts) -> str:
        if line.task_id not in self._number_of:
            self.listed.append(wording.source(line))
            self._number_of[line.task_id] = len(self.listed)
        return wording.mark(self._number_of[line.task_id])


async def of_plan(plan: Plan, now: datetime, book: Rulebook, *, travels: bool = False) -> Paper:
    """What is marked 内部 stands in it by number only, wherever it goes: a 通报 is for many eyes."""
    today = book.calendar.local(now).date()
    report = made(await facts.of_plan(plan, today, book), title=plan.title, paper=plan.paper or "", today=today)
    name = f"{file_name(plan.title)}督查通报（{day(today)}草稿）.docx"
    return Paper(name, write(report), wording.about(plan.title, today, named=len(report.annexes[1].rows)))


def made(lines: Sequence[LineFacts], *, title: str, paper: str, today: date) -> Report:
    ordered = sorted(
        lines, key=lambda line: (not line.unit, line.unit_order, line.unit_id)
    )  # stable: of a unit in plan order
    sources = _Sources()
    body = [(0, wording.opening(title, paper, today))]
    counted = [line for line in lines if not line.is_part]
    body += _whole(counted, [line for line in ordered if not line.is_part], sources)
    body += _problems(ordered, sources)
    body += _ahead(ordered)
    annexes = (_lamps_by_unit([line for line in ordered if not line.is_part]), _behind(ordered, sources))
    return Report(wording.title(title), wording.addressee(), tuple(body), tuple(sources.listed), annexes, today)


def _whole(lines: Sequence[LineFacts], ordered: Sequence[LineFacts], sources: _Sources) -> Iterable[tuple[int, str]]:
    yield 1, wording.WHOLE
    yield (
        0,
        wording.counts(Counter(standing_of(line) for line in lines), units=len({x.unit_id for x in lines if x.unit})),
    )
    yield 0, wording.reconciled(*_reconciled(lines))
    sections: dict[str, list[LineFacts]] = {}
    for line in lines:
        sections.setdefault(line.section, []).append(line)
    if len(sections) > 1:
        yield 0, wording.by_section([(name, Counter(map(standing_of, found))) for name, found in sections.items()])
    well = [line for line in ordered if _goes_well(line)][:MOST_PRAISED]
    if well:
        yield 0, wording.goes_well([wording.named(line, figures=True) + sources.mark(line) for line in well])


def _goes_well(line: LineFacts) -> bool:
    ahead = line.lamp is Lamp.GREEN and line.points is not None and line.points >= 0
    return (
        ahead
        and not line.off_chat
        and line.state not in OVER
        and any(enters_documents(f.standing) for f in line.figures)
    )


def _reconciled(lines: Sequence[LineFacts]) -> tuple[int, int]:
    """How many lines have figures, and of how many all are reconciled or checked."""
    told = [line for line in lines if line.figures]
    return len(told), sum(all(enters_documents(f.standing) for f in line.figures) for line in told)


def _problems(ordered: Sequence[LineFacts], sources: _Sources) -> Iterable[tuple[int, str]]:
    yield 1, wording.PROBLEMS
    late, slow = [x for x in ordered if x.is_late], [x for x in ordered if _is_slow(x)]
    asking = [x for x in ordered if (x.blockers or x.needs) and not _is_over(x)]
    idle = [x for x in ordered if x.state in (State.DISPATCHED, State.DISPUTED)]
    topics = [
        (wording.LATE, late, wording.late),
        (wording.SLOW, slow, wording.slow),
        (wording.ASKING, asking, wording.asking),
    ]
    number = 0
    for heading, found, say in topics:
        if found:
            number += 1
            yield 2, wording.heading(number, heading, len(found))
            for at, line in enumerate(found[:MOST_NAMED], 1):
                yield 0, wording.item(at, say(line) + sources.mark(line))
            if len(found) > MOST_NAMED:
                yield 0, wording.rest(len(found) - MOST_NAMED, heading)
    if idle:
        yield 2, wording.heading(number + 1, wording.IDLE, len(idle))
        yield 0, wording.idle(_by_unit(idle))
    elif not number:
        yield 0, wording.no_problems()


def _is_slow(line: LineFacts) -> bool:
    return not line.is_late and not _is_over(line) and (line.lamp is Lamp.RED or bool(line.late_steps))


def _is_over(line: LineFacts) -> bool:
    return line.state in VERIFIED | OVER | {State.COMPLETED}


def _by_unit(lines: Iterable[LineFacts]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for line in lines:
        found.setdefault(line.unit, []).append(line.number)
    return found


def _ahead(ordered: Sequence[LineFacts]) -> Iterable[tuple[int, str]]:
    yield 1, wording.NEXT
    kinds = {
        wording.LATE: any(x.is_late for x in ordered), wording.SLOW: any(map(_is_slow, ordered)),
        wording.ASKING: any(x.needs for x in ordered if not _is_over(x)), wording.IDLE: any(x.state is State.DISPATCHED for x in ordered),
    }  # fmt: skip
    for number, sentence in enumerate(wording.next_steps([kind for kind, is_there in kinds.items() if is_there]), 1):
        yield 0, f"（{wording.CHINESE[number]}）{sentence}"


def standing_of(line: LineFacts) -> str:
    """The column a line counts in; each line in one."""
    if line.state in OVER:
        return wording.ENDED
    if line.state in VERIFIED:
        return State.CLOSED.label
    if line.state is State.COMPLETED:
        return wording.REPORTED
    if line.state in (State.DRAFT, State.PENDING_REVIEW, State.DISPATCHED, State.DISPUTED):
        return wording.UNTAKEN
    return line.lamp.label


def _lamps_by_unit(ordered: Sequence[LineFacts]) -> Annex:
    units: dict[tuple[int, str], Counter[str]] = {}
    for line in ordered:
        units.setdefault((line.unit_id, line.unit or wording.NO_UNIT), Counter())[standing_of(line)] += 1
    rows = [(name, *wording.row_of(counts)) for (_, name), counts in units.items()]
    rows.append((wording.TOTAL, *wording.row_of(sum(units.values(), Counter()))))
    return Annex(wording.LAMPS_TITLE, wording.LAMPS_HEAD, tuple(rows), wording.LAMPS_WIDTHS)


def _behind(ordered: Sequence[LineFacts], sources: _Sources) -> Annex:
    found = [line for line in ordered if line.is_late or _is_slow(line)]
    rows = tuple(wording.behind_row(number, line, sources.mark(line)) for number, line in enumerate(found, 1))
    return Annex(wording.BEHIND_TITLE, wording.BEHIND_HEAD, rows, wording.BEHIND_WIDTHS, is_wide=True)
