"""Composing a leader's digest from the tables: the same handful of queries, however many tasks he answers for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from models import decisions, ledger, overview, portfolios, promises
from models.digests import Digest
from models.events import Event
from models.naming import Named
from models.overview import Overview
from models.portfolios import Portfolio, Reader
from models.rulebook import Rulebook
from models.rules.repetition import Line, Said, fresh, remembered
from models.rules.salutation import salute
from models.rules.states import EventKind
from models.tasks import Assignment
from models.wording import digest as words
from models.wording import promises as promise_words

MOST = {"decide": 2, "named": 3, "watch": 3, "moved": 3}  # lines of each kind; what is left waits for the next day


@dataclass(frozen=True, slots=True)
class Composed:
    """`is_quiet`: one line, nothing that was not known before."""

    text: str
    figures: list[dict[str, Any]]
    said: Said
    is_quiet: bool
    overview: Overview
    named: tuple[Named, ...] = ()

    @property
    def shows_something(self) -> bool:
        """Enough for a picture."""
        return bool(self.overview.whole.total) and not self.is_quiet


async def compose(reader: Reader, day: date, now: datetime, book: Rulebook, *, last: Digest | None) -> Composed:
    """What this leader reads on this day; `last` is what he read before."""
    portfolio = await portfolios.of_posts([reader.post], now)
    found = await overview.overview(portfolio)
    said: Said = last.said if last else {}
    named = await decisions.named(portfolio, day)
    groups = await _groups(portfolio, named, day, book, last)
    groups["weakest"] = _weakest(found) if reader.is_whole else []
    waits = {name: fresh(lines, said, day) for name, lines in groups.items()}
    shown = {name: lines[: MOST.get(name, 1)] for name, lines in waits.items()}
    lines = [line for one in shown.values() for line in one]
    head = Line("total", "", words.counts(found.whole.shown))
    is_quiet = not lines and last is not None and said.get("total", [""])[0] == head.signature
    return Composed(
        text=_text(reader, day, found, shown, {name: len(of) for name, of in waits.items()}, is_quiet=is_quiet), figures=_figures(found, lines),
        said=remembered(said, [head, *lines], day), is_quiet=is_quiet, overview=found, named=tuple(named) if shown["named"] else (),
    )  # fmt: skip


async def _groups(
    portfolio: Portfolio, named: Sequence[Named], day: date, book: Rulebook, last: Digest | None
) -> dict[str, list[Line]]:
    since = last.at if last else book.calendar.moment(book.calendar.workday_after(day, -1), book.policy.day.digest)
    done, open_, late = await decisions.orders_given(portfolio, day)
    orders = [Line("orders", words.orders(done, open_, late), f"{done}/{open_}/{late}")] if done + open_ else []
    slow = await overview.slowest(portfolio, most=2 * MOST["watch"])
    told = await ledger.newest([one.id for one in slow], EventKind.REPORTED)
    waiting = [one for one in await decisions.waiting(portfolio, day, book.calendar) if not one.is_put_off]
    return {
        "promises": await _promises(portfolio, since),
        "decide": [await decisions.line_of(one) for one in waiting[:10]],
        "orders": orders,
        "named": [decisions.line_of_named(one) for one in named],
        "watch": [_watched(one, told.get(one.id), day) for one in slow],
        "moved": [
            Line(f"moved:{one.assignment.id}", "", "", (_figure_of(one.assignment, one.points),))
            for one in await overview.moved(portfolio, since, most=MOST["moved"])
        ],
    }  # fmt: skip


async def _promises(portfolio: Portfolio, since: datetime) -> list[Line]:
    """Which promises of tasks were kept, and which were not, since he read last; never whose."""
    kept, broken = await promises.settled_since(portfolio, since)
    said = promise_words.kept_lately(kept, broken)
    return [Line("promises", said, said)] if said else []


def _watched(assignment: Assignment, event: Event | None, day: date) -> Line:
    """With the reason as the unit gave it and the day it promised; says something new when one of them changes."""
    reading = (event.data.get("reading") or {}) if event else {}
    reason = next(iter(reading.get("blockers", ())), "")
    ahead = [promise.on for promise in ledger.commitments(assignment) if promise.is_open and promise.on >= day]
    promised = ahead[-1] if ahead else None
    signature = "|".join(map(str, (assignment.lamp, assignment.percent, reason, promised)))
    figure = {**_figure_of(assignment, assignment.points), "update": event.id if event else None}
    return Line(
        f"watch:{assignment.id}", words.behind(assignment, day, reason=reason, promised=promised), signature, (figure,)
    )


def _figure_of(assignment: Assignment, points: float | None) -> dict[str, Any]:
    return {"task": assignment.task_id, "label": assignment.task.number, "value": points, "unit": "百分点"}


def _weakest(found: Overview) -> list[Line]:
    """The section farthest behind pace and the unit with most red lamps, where there are several to compare."""
    behind = [(t.percent - t.expected, t) for t in found.sections if t.percent is not None and t.expected is not None]
    gap, section = min(behind, key=lambda pair: pair[0], default=(0.0, None))
    unit = max(found.units, key=lambda t: t.shown.get("red", 0), default=None)
    red = unit.shown.get("red", 0) if unit else 0
    is_behind = section is not None and len(found.sections) > 1 and gap < 0 and section.percent is not None
    if not is_behind and not red:
        return []
    name, percent = (section.name, section.percent or 0) if section and is_behind else ("", 0)
    return [
        Line(
            "weakest",
            words.weakest(name, percent, unit.name if unit else "", red),
            f"{name}|{unit and unit.name}|{red}",
        )
    ]


def _text(
    reader: Reader,
    day: date,
    found: Overview,
    shown: dict[str, list[Line]],
    counts: dict[str, int],
    *,
    is_quiet: bool,
) -> str:
    to, whole, total = salute(reader.leader.name, reader.post.title), reader.is_whole, found.whole.total
    if not total:
        return words.nothing_yet(to, day, whole=whole)
    if is_quiet:
        return words.quiet(day, total, whole=whole)
    mean = words.mean(found.whole.percent, found.whole.expected) if whole else ""
    said = {name: [line.text for line in lines] for name, lines in shown.items()}
    moved = [(str(line.figures[0]["label"]), float(str(line.figures[0]["value"]))) for line in shown["moved"]]
    parts = [
        words.headline(to, day, total, found.whole.shown, whole=whole, mean=mean),
        words.decide(said["decide"], counts["decide"], asks=decisions.is_his(reader, shown["decide"]))
        if said["decide"]
        else "",
        *said["orders"],
        words.all_not_updated(said["named"], counts["named"]) if said["named"] else "",
        words.watch(said["watch"]) if said["watch"] else "",
        *said["promises"],
        *said["weakest"],
        words.went_on(moved) if moved else "",
    ]
    return words.whole([part for part in parts if part])


def _figures(found: Overview, lines: list[Line]) -> list[dict[str, Any]]:
    """Each number of the text, and what it is counted of: the API leads from it to the words behind it."""
    counted = [{"key": "total", "label": "全部", "value": found.whole.total}]
    counted += [
        {"key": key, "label": word, "value": found.whole.shown[key]}
        for key, word in words.WORDS.items()
        if found.whole.shown.get(key)
    ]
    return counted + [{"key": line.key, **figure} for line in lines for figure in line.figures]
