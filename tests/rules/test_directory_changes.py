"""What a night's reading of the directory says to 督查室, and what it is no ground for."""

import json

import pytest

from models.messages import Absence
from models.rules.directory import Entry
from models.rules.directory_changes import (
    Baseline,
    Distrust,
    Event,
    Held,
    Seen,
    baseline,
    changes,
    distrust,
    missing,
)
from models.rules.unit_names import UnitIndex

BUILDING, WATER = "市住房和城乡建设局", "市水利局"
UNITS = UnitIndex([(BUILDING, ("市住建局",)), (WATER, ())])


def held(userid="fjy", name="方建业", *, unit=BUILDING, heads=True, titles=("局长",), tasks=0, number=1):
    units = frozenset({unit})
    return Held(number, name, userid, units, units if heads else frozenset(), frozenset(titles), tasks)


def entry(userid="fjy", name="方建业", path="市住建局", *, title="局长", leads=True, is_active=True):
    return Entry(userid, name, title, None, ((path,),), ((path,),) if leads else (), is_active)


def known(name="方建业", title="局长", unit=BUILDING, heads=None, absent=None):
    return Baseline(9, {"fjy": Seen(name, title, frozenset({unit}))}, heads or {}, absent or {})


GONE, HIDDEN = {"fjy": Absence.GONE}, {"fjy": Absence.HIDDEN}
OTHER_HEAD = [entry(), entry("new", "新人"), entry("new2", "副手", leads=False)]
CASES = [
    ("nothing changed", entry(), {}, known(), []),
    ("the first reading agrees with the contacts", entry(), {}, None, []),
    ("he left", None, GONE, known(), [(Event.LEFT, "", "")]),
    ("he left, and that was told", None, GONE, known(absent={"fjy": "gone"}), []),
    ("he is not shown any more", None, HIDDEN, known(), [(Event.HIDDEN, "", "")]),
    ("first not shown, now gone", None, GONE, known(absent={"fjy": "hidden"}), [(Event.LEFT, "", "")]),
    ("he is there by another account", entry("fangjy", leads=False), GONE, known(), [(Event.ACCOUNT, "fjy", "fangjy")]),
    ("his account is somebody else's", entry(name="新人", leads=False), {}, known(), [(Event.RENAMED, "方建业", "新人")]),
    ("somebody else's since before", entry(name="新人", leads=False), {}, known(name="新人"), []),
    ("he moved to another unit", entry(path="市水利局", leads=False), {}, known(), [(Event.UNIT, BUILDING, WATER)]),
    ("his post changed", entry(title="二级调研员", leads=False), {}, known(), [(Event.TITLE, "局长", "二级调研员")]),
    ("his post is what the contacts say by now", entry(title="局长"), {}, known(title="副局长"), []),
    ("a title that is not shown any more", entry(title=""), {}, known(), []),
    ("his department is renamed, which the contacts do not know", entry(path="城市建设管理局"), {}, known(), []),
]  # fmt: skip


@pytest.mark.parametrize(("there", "absences", "before", "expected"), [c[1:] for c in CASES], ids=[c[0] for c in CASES])
def test_what_is_told_of_one_person(there, absences, before, expected):
    found = changes([held()], [there] if there else [], absences, before, UNITS)
    assert [(one.event, one.was, one.now) for one in found] == expected


def test_another_head_of_the_unit_is_told_once():
    there = [entry(leads=False), entry("new", "新人")]
    [change] = changes([held()], there, {}, known(), UNITS)
    assert (change.event, change.unit, change.was, change.now) == (Event.HEAD, BUILDING, "方建业", "新人")
    told = baseline([held()], there, {}, UNITS)
    assert changes([held()], there, {}, told, UNITS) == []


def test_a_head_whose_account_is_called_otherwise_is_told_once():
    found = changes([held()], [entry(name="新人")], {}, known(), UNITS)
    assert [one.event for one in found] == [Event.RENAMED]


def test_a_unit_with_two_heads_there_has_the_one_of_the_contacts():
    assert changes([held()], [entry(), entry("new", "新人")], {}, known(), UNITS) == []


def test_a_head_who_left_with_tasks_open_stands_first():
    people = [
        held("a", "甲", heads=False, number=1), held("b", "乙", number=2, tasks=2), held("c", "丙", unit=WATER, number=3, tasks=7),
        held("d", "丁", heads=False, titles=("科员",), number=4),
    ]  # fmt: skip
    there = [entry("d", "丁", title="主任", leads=False)]
    gone = {"a": Absence.HIDDEN, "b": Absence.GONE, "c": Absence.GONE}
    before = Baseline(9, {"d": Seen("丁", "科员", frozenset({BUILDING}))}, {}, {})
    found = changes(people, there, gone, before, UNITS)
    assert [(one.who.name, one.event) for one in found] == [
        ("丙", Event.LEFT), ("乙", Event.LEFT), ("丁", Event.TITLE), ("甲", Event.HIDDEN),
    ]  # fmt: skip


def test_who_stands_on_no_page_is_missing_and_so_is_who_was_disabled():
    there = [entry("b", is_active=False), entry("c")]
    assert [one.userid for one in missing([held("a"), held("b"), held("c")], there)] == ["a", "b"]


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [
        (None, 0, Distrust.EMPTY), (800, 0, Distrust.EMPTY), (800, 639, Distrust.SHRUNK), (800, 640, None),
        (None, 12, None), (10, 7, None), (10, 6, Distrust.SHRUNK), (5, 2, None), (6, 2, Distrust.SHRUNK), (800, 900, None),
    ],
)  # fmt: skip
def test_a_reading_that_may_be_a_part_is_no_ground(before, now, expected):
    assert distrust(before, now) is expected


def test_what_was_found_is_kept_as_json():
    kept = baseline([held()], [entry()], {"x": Absence.GONE}, UNITS)
    assert Baseline.of_json(json.loads(json.dumps(kept.to_json()))) == kept
    assert kept.heads == {BUILDING: ("方建业",)}
