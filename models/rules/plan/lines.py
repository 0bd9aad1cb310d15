"""Understands the gathered cells of one task."""

import re
from datetime import date
from typing import Protocol

from models.rules.plan.columns import Columns
from models.rules.plan.deadlines import calendar_dates, is_whole_year, read_due
from models.rules.plan.gathering import Facts
from models.rules.plan.indicators import goal_indicators
from models.rules.plan.lexicon import Role, squeeze
from models.rules.plan.marks import bare_title, is_key, is_redline
from models.rules.plan.milestones import goal_milestones, period_milestones, periods
from models.rules.plan.people import is_person, read_people
from models.rules.plan.rows import read_seq
from models.rules.plan.secrecy import is_internal
from models.rules.plan.units_cell import Units, looks_like_unit, read_units, split_list
from models.rules.plan.values import Due, DueKind, Milestone, PlanLine

_LONGEST = 2_000  # of a goal that is looked through; the goal itself is kept whole
_IN_FRONT = re.compile(r"(?P<n>\d{1,4})(?:[.．](?!\d)|[、)）])\s*(?=\S)")  # 1.推进城市更新
_NOTHING = frozenset({"", "/", "／", "—", "-", "——", "--", "无", "\\", "–", "－"})


class UnitNames(Protocol):
    """The contacts, as far as a plan needs them."""

    def resolve(self, name: str) -> str | None: ...


def read_line(facts: Facts, *, index: int, year: int, contacts: UnitNames | None, first_leads: bool) -> PlanLine:
    units, people = _units(facts, first_leads=first_leads)
    due = _due(facts, year)
    title, goal = bare_title(facts.text(Role.TITLE)), _filled(facts.text(Role.GOAL))
    number = None if facts.columns.has(Role.SEQ) else _IN_FRONT.match(title)
    title = title[number.end() :] if number else title
    words = (goal or title)[:_LONGEST]
    mark, note, section = facts.words(Role.MARK), _filled(facts.text(Role.NOTE)), facts.section or ""
    marks = {
        "mark": mark,
        "title": "".join(facts.text(Role.TITLE).split()),
        "note": note or "",
        "section": section,
    }
    return PlanLine(
        index=index,
        seq=int(number["n"]) if number else read_seq(facts.words(Role.SEQ)),
        seq_text=number["n"] if number else squeeze(facts.words(Role.SEQ)),
        sheet=facts.sheet,
        row=facts.row,
        row_end=facts.row_end,
        section=facts.section,
        title=title,
        goal=goal,
        lead_units=units.lead,
        lead_units_resolved=tuple(map(contacts.resolve, units.lead)) if contacts is not None else None,
        support_units=units.support,
        leader="、".join(read_people(facts.words(Role.LEADER))) or None,
        owners=people,
        due=due.on,
        due_raw=due.raw,
        due_kind=due.kind,
        milestones=tuple(_milestones(facts, words, due=due, year=year)),
        indicators=tuple(goal_indicators(facts.measure or words, title=title[:200], year=year, due=due.on)),
        note=note,
        is_key=is_key(**marks),
        is_redline=is_redline(**marks, mark_is_redline=_mark_is_redline(facts.columns)),
        off_chat=is_internal(facts.words(Role.SECRECY), (note or "")[:200], title[:200])
        or _is_closed(facts.words(Role.SECRECY)),
        raw=facts.raw,
    )


def _filled(text: str) -> str | None:
    lines = [line.strip() for line in text.strip().splitlines()]
    joined = "\n".join(line for line in lines if line)
    return None if joined in _NOTHING else joined


def _mark_is_redline(columns: Columns) -> bool:
    return "底线" in columns.mark_words


def _is_closed(level: str) -> bool:
    return "内部" in level or level.strip() in ("不公开", "否", "依申请公开", "非公开")


def _units(facts: Facts, *, first_leads: bool) -> tuple[Units, tuple[str, ...]]:
    cell = facts.words(Role.LEAD)
    people = read_people(facts.words(Role.OWNER))
    if facts.columns.lead_holds_people:
        cell, people = _apart(cell)
    found = read_units(cell, first_leads=first_leads and not facts.columns.has(Role.SUPPORT))
    helping = read_units(facts.words(Role.SUPPORT))
    support = dict.fromkeys([*found.support, *helping.lead, *helping.support])
    return Units(found.lead, tuple(name for name in support if name not in found.lead)), people


def _apart(cell: str) -> tuple[str, tuple[str, ...]]:
    """市住建局（鲁广厦） or 市住建局 鲁广厦: the units, and the persons."""
    people: dict[str, None] = {}
    units: list[str] = []
    for token in split_list(re.sub(r"[（）()：:\s]+", "、", cell)):
        if looks_like_unit(token) and not is_person(token):
            units.append(token)
        else:
            people.update(dict.fromkeys(read_people(token)))
    return "、".join(units), tuple(people)


def _due(facts: Facts, year: int) -> Due:
    """From the column of deadlines; without one, from the plan of work."""
    if facts.columns.has(Role.DUE):
        if facts.steps:
            dues = [read_due(due[:_LONGEST], year=year) for _, due in facts.steps]
            raw = ";".join(" ".join(due.split()) for _, due in facts.steps)
            dated = [due for due in dues if due.on is not None]
            worst = next((due for due in dues if due.kind in (DueKind.BAD, DueKind.VAGUE)), None)
            if dated:
                return Due(
                    max(due.on for due in dated if due.on),
                    worst.kind if worst and not dated else DueKind.DATE,
                    raw,
                )
        return read_due(facts.words(Role.DUE), year=year)
    words = facts.words(Role.STEPS)
    if words and calendar_dates(words, year=year):
        return read_due(words, year=year)
    if facts.periods:
        return Due(None, DueKind.MISSING, None)
    return read_due(words, year=year)


def _milestones(facts: Facts, goal: str, *, due: Due, year: int) -> list[Milestone]:
    """Steps of the goal, of the deadline's own words, of the plan of work, and of the columns of periods."""
    if facts.steps:
        found = _row_steps(facts, year)
    else:
        found = goal_milestones(goal, year=year)
        for role in (Role.DUE, Role.STEPS):
            found += _written_steps(facts.words(role), due=due.on, year=year, taken=found)
    spans = periods(list(facts.columns.periods.values()))
    for on, cell in facts.periods:
        steps = period_milestones(cell[:_LONGEST], spans[on], due=due.on, year=year)
        found += [step for step in steps if not any(_is_same(step, other) for other in found)]
    return found


def _is_same(one: Milestone, other: Milestone) -> bool:
    """开工 in a column and 开工建设 in the goal, for the same day, are one step."""
    return one.due == other.due and (one.name in other.name or other.name in one.name)


def _row_steps(facts: Facts, year: int) -> list[Milestone]:
    """Rows of one task with deadlines of their own: each is a step."""
    found: list[Milestone] = []
    for goal, cell in facts.steps:
        dated = goal_milestones(goal[:_LONGEST], year=year)
        on = read_due(cell[:_LONGEST], year=year).on
        found += dated or ([Milestone("，".join(goal.splitlines()) or "按期完成", on)] if on else [])
    return found


def _written_steps(text: str, *, due: date | None, year: int, taken: list[Milestone]) -> list[Milestone]:
    """Steps told in the deadline's own cell (3月底前招标，12月底前完工); a lone date is only the deadline."""
    dates = [each for each in calendar_dates(text, year=year) if not is_whole_year(each)]
    if not dates or (len(dates) == 1 and dates[0].on == due and _is_bare(text, dates[0].text)):
        return []
    steps = [step for step in goal_milestones(text, year=year) if step.name != "按期完成"]
    return [step for step in steps if len(dates) > 1 or step.due != due] if not taken or len(dates) > 1 else []


def _is_bare(text: str, written: str) -> bool:
    return len(squeeze(text)) - len(squeeze(written)) <= 8
