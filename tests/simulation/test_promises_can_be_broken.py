"""Each promise finds its breach: a check that finds nothing proves nothing."""

from datetime import date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import promises
import pytest
from record import Record, Shown, Story
from townspeople import Character, Role, Unit

from bot.commands.players import SHANGHAI

ROADS = Unit("市住建局", ["46"], Character.SILENT, 1.0)
MORNING, WINDOW = (
    "46号 打通断头路 待认领：3月2日到期，待回1个工作日",
    "46号认领（3月2日应回）还差贵局一句。15:25前回一句即可；不方便的话，督查室会打电话了解。",
)
CALL = "3月5日，督查室今天1件：\n今天要打的电话 1个：\n① 市住建局 鲁广厦 111：46号待认领，没回过"


def somebody(role: Role, unit: Unit | None = ROADS) -> Any:
    return SimpleNamespace(user=role.value, role=role, unit=unit, character=Character.SILENT)


HEAD, CLERK, LEADER = somebody(Role.HEAD), somebody(Role.OFFICE, None), somebody(Role.LEADER, None)


def at(moment: str) -> datetime:
    return datetime.fromisoformat(f"2026-{moment}").replace(tzinfo=SHANGHAI)


def shown(moment: str, text: str = MORNING, who: Any = HEAD, reason: str = "list") -> Shown:
    return Shown(who, at(moment), text, reason)


def record(*bubbles: Shown, **more: Any) -> Record:
    task = SimpleNamespace(due=date(2026, 12, 31), starts_on=None, plan_id=1, task_class="T3")
    given: Any = SimpleNamespace(id=1, lamp="red", figures=[], dispatched_at=at("02-11 09:00"), task=task)
    story = Story(
        given, ROADS.name, "46", more.pop("states", [(at("02-11 09:00"), "dispatched")]), more.pop("words", [])
    )
    quarter: Any = SimpleNamespace(
        people={one.user: one for one in (HEAD, CLERK, LEADER)}, units={ROADS.name: ROADS},
        whys=more.pop("whys", []), unanswered=more.pop("unanswered", []),
    )  # fmt: skip
    owed: Any = SimpleNamespace(kind="K2", assignment_id=1, due_at=at("03-02 17:30"), ended_at=None)
    return Record(quarter, list(bubbles), 0, [story], [owed], date(2026, 5, 20))


def many(count: int, apart: timedelta, reason: str = "list") -> list[Shown]:
    return [Shown(HEAD, at("03-02 08:40") + n * apart, f"{n}号", reason) for n in range(count)]


WHY = SimpleNamespace(user="head", bubble=SimpleNamespace(plain_text=MORNING), answer="最近没有主动提醒过您。")
BREACHES = [
    (promises.quiet, record(shown("03-07 10:00"))),
    (promises.quiet, record(shown("03-02 12:30"))),
    (promises.quiet, record(shown("02-16 10:00"))),  # 春节
    (promises.quiet, record(shown("03-02 09:00", reason="digest"))),
    (promises.quiet, record(shown("03-02 09:00", reason="picture"))),
    (promises.quiet, record(shown("03-02 16:35", reason="proof"))),
    (promises.not_too_many, record(*many(5, timedelta(minutes=90), "single"))),
    (promises.not_too_many, record(*many(3, timedelta(hours=2)))),
    (promises.not_too_many, record(*many(7, timedelta(hours=12)))),
    (promises.not_too_many, record(*(shown(f"03-02 0{n}:00", who=LEADER, reason="digest") for n in (7, 8)))),
    (promises.ninety_minutes_apart, record(shown("03-02 08:40"), shown("03-02 10:05", WINDOW))),
    (promises.nothing_settled_is_chased, record(shown("03-05 08:40"), states=[(at("03-04 10:00"), "accepted")])),
    (promises.nothing_settled_is_chased, record(shown("03-05 08:40", WINDOW), states=[(at("03-04 10:00"), "disputed")])),
    (promises.nothing_settled_is_chased, record(shown("03-05 08:40", CALL, CLERK), states=[(at("03-04 10:00"), "closed")])),
    (promises.nothing_settled_is_chased, record(shown("03-25 08:40", "46号 路 月报：今天17:30到期"), words=[at("03-20 10:00")])),
    (promises.nothing_said_twice, record(*(shown(f"03-0{n} 08:40", reason="single") for n in (2, 3)))),
    (promises.nothing_said_twice, record(*(shown(f"03-0{n} 08:40", f"3月{n}日：\n{MORNING}") for n in (2, 3)))),
    (promises.warned_before_anybody_above_hears, record(shown("03-05 08:40", CALL, CLERK))),
    (promises.warned_before_anybody_above_hears, record(shown("03-05 08:20", WINDOW), shown("03-05 08:40", CALL, CLERK))),
    (promises.leaders_hear_only_what_was_called_about, record(shown("03-09 07:50", "46号月报到期未更新", LEADER, "digest"))),
    (promises.silence_reaches_the_list_of_calls, record()),
    (promises.lamps_only_from_work, record()),
    (promises.why_is_answered, record(whys=[WHY])),
    (promises.everything_said_is_answered, record(unanswered=[("head", "46号完成5条")])),
]  # fmt: skip


@pytest.mark.parametrize(("promise", "broken"), BREACHES, ids=[promise.__name__ for promise, _ in BREACHES])
def test_a_breach_is_found(promise: Any, broken: Record) -> None:
    assert len(list(promise(broken))) == 1


def test_every_promise_is_broken_here() -> None:
    assert {promise for promise, _ in BREACHES} == set(promises.PROMISES)
