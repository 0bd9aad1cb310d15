"""Replies on several tasks at once."""

from __future__ import annotations

from datetime import UTC, date, datetime

from models.rules.reading import IndicatorTarget, Part, Reading, TaskContext, read_reply

TOILETS = TaskContext("12", "公厕", date(2026, 11, 30), (IndicatorTarget("新建公厕", 30, "座"),))
PARKS = TaskContext(
    "13",
    "公园和绿道",
    date(2026, 12, 31),
    (IndicatorTarget("建成口袋公园", 18, "个"), IndicatorTarget("新增绿道", 42, "公里")),
)
HOUSES = TaskContext("31", "保交房", date(2026, 12, 31), (IndicatorTarget("交付住房", 1860, "套"),))


def read(text: str, *tasks: TaskContext) -> Reading:
    return read_reply(text, sent_at=datetime(2026, 8, 20, 2, tzinfo=UTC), tasks=tasks)


def values(part: Part) -> list[float]:
    return [each.value for each in part.indicators]


def test_each_task_gets_its_own_figures() -> None:
    reading = read("12号公厕完成22座，13号公园建成11个、绿道25公里", TOILETS, PARKS)
    assert [part.task_ref for part in reading.parts] == ["12", "13"]
    assert [values(part) for part in reading.parts] == [[22], [11, 25]]
    assert reading.indicators == ()


def test_the_most_urgent_part_gives_the_intent() -> None:
    text = "31号还有两栋楼资金断了停工，请住建局出面；12号全部建成，已验收"
    reading = read(text, TOILETS, HOUSES)
    assert [part.intent for part in reading.parts] == ["blocked", "completed"]
    assert reading.intent == "blocked"
    assert [need.unit for need in reading.parts[0].needs] == ["住建局"]


def test_numbers_in_brackets_lists_and_words_are_understood() -> None:
    for text in (
        "公厕(12)建成20座，住房(31)交了900套",
        "12、建成20座\n31、交付900套",
        "任务12：建成20座；任务31：交付900套",
        "12 完成20座\n31 交付900套",
    ):
        reading = read(text, TOILETS, HOUSES)
        assert [(part.task_ref, values(part)) for part in reading.parts] == [("12", [20]), ("31", [900])], text


def test_two_tasks_named_together_share_what_follows() -> None:
    reading = read("12号和31号都没开工", TOILETS, HOUSES)
    assert [(part.task_ref, part.intent) for part in reading.parts] == [
        ("12", "progress"),
        ("31", "progress"),
    ]


def test_a_date_is_no_task_number_and_spans_point_into_the_whole_reply() -> None:
    text = "31号交付900套；12号下个月12号开工"
    reading = read(text, TOILETS, HOUSES)
    dates = [part.next_date for part in reading.parts]
    assert dates[0] is None
    assert dates[1] is not None
    assert dates[1].on == date(2026, 9, 12)
    assert all(text[item.span.start : item.span.end] == item.span.text for item in reading.evidence)


def test_each_part_is_graded_by_what_it_says_itself() -> None:
    reading = read("13号公园建成11个；12号建成22座", TOILETS, PARKS)
    assert [(part.task_ref, part.grade, part.quality) for part in reading.parts] == [
        ("13", "D", ("selective",)),
        ("12", "A", ("ok",)),
    ]


def test_what_is_said_of_a_number_that_is_not_asked_for_is_nobody_elses() -> None:
    reading = read("12号建成22座；61号完成19个村；31号交付900套", TOILETS, HOUSES)
    assert [(part.task_ref, values(part)) for part in reading.parts] == [("12", [22]), ("31", [900])]


def test_whoever_dates_a_next_step_is_not_done() -> None:
    assert read("30座的选址都定了，9月中旬全部开工", TOILETS).intent == "progress"
    assert read("建成30座", TOILETS).intent == "completed"


def test_numbers_before_the_last_one_of_a_list_are_tasks_too() -> None:
    reading = read("12、13号图纸已审完，9月底前开工；31号交付900套", TOILETS, PARKS, HOUSES)
    assert [(part.task_ref, values(part)) for part in reading.parts] == [("12", []), ("13", []), ("31", [900])]
    assert {part.next_date.on for part in reading.parts[:2] if part.next_date} == {date(2026, 9, 30)}
