"""Reads a rule set from its text, refusing what it does not understand by the name of the key."""

import tomllib
from functools import lru_cache
from importlib import resources

from models.errors import OperatorError
from models.rules.lengths import Length, Measure
from models.rules.obligations import Audience, Form, Kind, Rung, TaskClass, Trait, UnitKind
from models.rules.office_hours import Season, Window, check_seasons
from models.rules.rule_set import (
    Budget,
    ClockException,
    DayTimes,
    DeliveryRule,
    EmergencyRule,
    LadderRule,
    Lines,
    Opening,
    PaceRule,
    ProgressRule,
    Step,
    TodayRule,
    UnitRule,
)
from models.rules.rule_set import Policy as Policy
from models.rules.toml_section import Section, read_day, read_span

ROLES = ("head", "liaison", "leader", "office")
BUILT_UP_TO = Rung.R4
SPANS = (Measure.MINUTES, Measure.WORKDAYS)


def load_policy(text: str) -> Policy:
    """Raises OperatorError with a Chinese sentence that names the key and says what to write."""
    try:
        top = Section(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise OperatorError(f"规则文件格式有误：{error}") from error
    policy = Policy(
        version=top.integer("version", least=1, most=1_000_000),
        name=top.text("name"),
        day=_day(top.section("day")),
        hours=_hours(top),
        today=_today(top.section("today")),
        clocks=_clocks(top.section("clocks")),
        exceptions=tuple(_exception(row) for row in top.sections("exceptions")),
        progress=_progress(top.section("progress")),
        ladder=_ladder(top.section("ladder")),
        openings=_openings(top.section("openings")),
        lines=_lines(top.section("lines")),
        units=_units(top.section("units")),
        delivery=_delivery(top.section("delivery")),
        pace=_pace(top.section("pace")),
        emergency=_emergency(top.section("emergency")) if "emergency" in top else EmergencyRule(),
    )
    top.finish()
    return policy


@lru_cache(maxsize=1)
def default_policy() -> Policy:
    return load_policy(default_text())


def default_text() -> str:
    """The readable seed that ships with the program."""
    return resources.files("models.rules").joinpath("default.toml").read_text(encoding="utf-8")


def _day(section: Section) -> DayTimes:
    day = DayTimes(
        morning_list=section.clock("morning_list"),
        evening_list=section.clock("evening_list"),
        digest=section.clock("digest"),
        aide_digest=section.clock("aide_digest"),
        digest_window=section.parsed("digest_window", read_span, "应为一段时间，如 07:00-08:30"),
        naming_proof=section.clock("naming_proof"),
    )
    section.finish()
    return day


def _hours(top: Section) -> tuple[Season, ...]:
    seasons = tuple(_season(row) for row in top.sections("hours"))
    try:
        check_seasons(seasons)
    except ValueError as error:
        raise top.wrong("hours", "时段须由早到晚，互不相接") from error
    return seasons


def _season(section: Section) -> Season:
    since = section.parsed("since", read_day, "应为月日，如 05-01")
    windows = []
    for words in section.strings("windows"):
        try:
            windows.append(Window(*read_span(words)))
        except ValueError as error:
            raise section.wrong("windows", f"“{words}”应为一段时间，如 08:30-12:00") from error
    section.finish()
    return Season(since, tuple(windows))


def _today(section: Section) -> TodayRule:
    rule = TodayRule(
        taken_until=section.clock("taken_until"),
        due=section.clock("due"),
        late_due=section.clock("late_due"),
        same_day_until=section.clock("same_day_until"),
        same_day_late=section.clock("same_day_late"),
    )
    section.finish()
    return rule


def _clocks(section: Section) -> dict[Kind, dict[TaskClass, Length | None]]:
    clocks = {}
    for kind in Kind:
        row = section.section(kind.value)
        clocks[kind] = {task_class: row.length(task_class.value) for task_class in TaskClass}
        row.finish()
    section.finish()
    return clocks


def _exception(section: Section) -> ClockException:
    exception = ClockException(
        kind=section.member("kind", Kind),
        task_class=section.member("class", TaskClass),
        length=section.length("length"),
        traits=frozenset(section.members("traits", Trait) if "traits" in section else ()),
        since=section.parsed("since", read_day, "应为月日，如 12-15") if "since" in section else None,
        until=section.parsed("until", read_day, "应为月日，如 01-31") if "until" in section else None,
    )
    if (exception.since is None) != (exception.until is None):
        raise section.wrong("since", "since 和 until 要一起写")
    section.finish()
    return exception


def _progress(section: Section) -> ProgressRule:
    rule = ProgressRule(
        section.integer("least_room", most=20),
        section.integer("weekly_order_days", least=1),
        section.integer("reconcile_from", least=1, most=28),
        section.integer("reconcile_until", least=1, most=28),
    )
    if rule.reconcile_until < rule.reconcile_from:
        raise section.wrong("reconcile_until", "应不早于 reconcile_from")
    section.finish()
    return rule


def _ladder(section: Section) -> LadderRule:
    highest = section.member("highest", Rung, by_name=True)
    if highest > BUILT_UP_TO:
        raise section.wrong("highest", "R5 尚未启用，最高写 R4")
    rule = LadderRule(
        highest=highest,
        last_window=_span(section, "last_window"),
        catch_up=_span(section, "catch_up"),
        emergency_least=_wall(section, "emergency_least"),
        emergency_window=_wall(section, "emergency_window"),
        named_after_periods=section.integer("named_after_periods", least=1, most=12)
        if "named_after_periods" in section
        else 2,
        named_after=_span(section, "named_after") if "named_after" in section else Length(Measure.WORKDAYS, 10),
        steps={rung: _step(section.section(rung.name)) for rung in Rung if rung > Rung.R0},
    )
    for rung in (Rung.R1, Rung.R2):
        if rule.steps[rung].share is None:
            raise section.wrong(f"{rung.name}.share", "缺这一项")
    section.finish()
    return rule


def _step(section: Section) -> Step:
    step = Step(
        who=section.members("who", Audience),
        form=section.member("form", Form),
        share=section.number("share", most=1) if "share" in section else None,
        wait=section.number("wait", most=10) if "wait" in section else 0,
        least=_span(section, "least") if "least" in section else None,
        most=_span(section, "most") if "most" in section else None,
    )
    section.finish()
    return step


def _span(section: Section, key: str) -> Length:
    length = section.length(key)
    if length is None or length.measure not in SPANS or length.at is not None:
        raise section.wrong(key, "应为工作时间，如 30wm、1wd")
    return length


def _wall(section: Section, key: str) -> Length:
    length = section.length(key)
    if length is None or length.measure is not Measure.WALL:
        raise section.wrong(key, "应为分钟，如 10min")
    return length


def _openings(section: Section) -> dict[Kind, Opening]:
    openings = {kind: section.member(kind.value, Opening) for kind in Kind}
    section.finish()
    return openings


def _lines(section: Section) -> dict[Kind, Lines]:
    default = _lines_of(section.section("default"))
    lines = {kind: _lines_of(section.section(kind.value)) if kind.value in section else default for kind in Kind}
    section.finish()
    return lines


def _lines_of(section: Section) -> Lines:
    lines = Lines(
        before=tuple(sorted(set(section.integers("before")), reverse=True)),
        after=tuple(sorted(set(section.integers("after")))),
        every=section.integer("every", most=100),
        instead_of_half=section.flag("instead_of_half") if "instead_of_half" in section else False,
    )
    section.finish()
    return lines


def _units(section: Section) -> dict[UnitKind, UnitRule]:
    units = {kind: _unit(section.section(kind.value)) for kind in UnitKind}
    section.finish()
    return units


def _unit(section: Section) -> UnitRule:
    rule = UnitRule(
        name=section.text("name"),
        ceiling=section.member("ceiling", Rung, by_name=True),
        scale=section.number("scale", least=0.5, most=10),
    )
    section.finish()
    return rule


def _delivery(section: Section) -> DeliveryRule:
    rule = DeliveryRule(
        gap_minutes=section.integer("gap_minutes", most=480),
        dispatch_until=section.clock("dispatch_until"),
        weekend_is_break=section.flag("weekend_is_break"),
        budgets={role: _budget(section.section(role)) for role in ROLES},
    )
    section.finish()
    return rule


def _budget(section: Section) -> Budget:
    budget = Budget(
        routine_day=section.integer("routine_day", most=20),
        routine_week=section.integer("routine_week", most=100),
        day=section.integer("day", most=20),
    )
    section.finish()
    return budget


def _pace(section: Section) -> PaceRule:
    rule = PaceRule(
        on_pace=section.number("on_pace", most=100),
        slow=section.number("slow", most=100),
        grace_workdays=section.integer("grace_workdays", most=250),
        grace_quarter=section.flag("grace_quarter"),
        late_workdays=section.integer("late_workdays", most=250),
        direct=section.strings("direct"),
        year_end=section.strings("year_end"),
        cumulative=section.strings("cumulative"),
    )
    if rule.slow <= rule.on_pace:
        raise section.wrong("slow", "应大于 on_pace")
    section.finish()
    return rule


def _emergency(section: Section) -> EmergencyRule:
    rule = EmergencyRule(
        section.integer("deputy_minutes", least=1, most=240),
        section.clock("handover"),
        section.integer("tasks_a_month", most=1000),
        section.integer("ask_again_minutes", least=1, most=60),
    )
    section.finish()
    return rule
