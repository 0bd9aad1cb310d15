"""Who of the contacts is who in a messenger's directory; what is not certain is left to a person."""

import pytest

from models.messages import Department, Member
from models.rules.directory import Entry, entries, heads_of, plain_mobile, units_of
from models.rules.directory_matching import Doubt, Fill, Listed, Open, Proof, match
from models.rules.unit_names import UnitIndex

UNITS = UnitIndex([("市住房和城乡建设局", ("市住建局",)), ("市水利局", ()), ("市人民政府办公室", ("市政府办",))])
BUILDING, WATER = "市住房和城乡建设局", "市水利局"


def person(number=1, name="方建业", *, unit=BUILDING, phone=None, title="局长", account=None):
    units = frozenset({unit}) if unit else frozenset()
    return Listed(number, name, phone, units, frozenset({title}), account)


def entry(userid="fjy", name="方建业", *paths, title="", mobile=None, is_active=True, aliases=()):
    found = tuple(tuple(path.split("/")) for path in paths or ("市住建局",))
    return Entry(userid, name, title, mobile, found, (), is_active, aliases)


def told(one):
    match one:
        case Fill():
            return one.entry.userid, one.proof
        case Open():
            return one.doubt


CASES = [
    ("the only one of his name in his unit", [person()], [entry()], [("fjy", Proof.UNIT)]),
    ("in an office of his unit", [person()], [entry("fjy", "方建业", "市住建局/办公室")], [("fjy", Proof.UNIT)]),
    ("the unit by its full name there", [person()], [entry("fjy", "方建业", "市住房和城乡建设局")], [("fjy", Proof.UNIT)]),
    ("the unit was renamed there", [person()], [entry("fjy", "方建业", "城市建设管理局")], [Doubt.OTHER_UNIT]),
    ("renamed, and the number agrees", [person(phone="11100001111")], [entry("fjy", "方建业", "城市建设管理局", mobile="11100001111")], [("fjy", Proof.MOBILE)]),
    ("his number under another name", [person(phone="11100001111")], [entry("x", "方建国", mobile="11100001111")], [Doubt.OTHER_NAME]),
    ("his number changed", [person(phone="11100001111")], [entry(mobile="11100002222")], [Doubt.OTHER_MOBILE]),
    ("one number at two accounts", [person(phone="11100001111")], [entry("a", mobile="11100001111"), entry("b", mobile="11100001111")], [Doubt.SEVERAL]),
    ("two accounts of one name in the unit", [person()], [entry("a"), entry("b")], [Doubt.SEVERAL]),
    ("two of one name, one by the number", [person(phone="11100001111")], [entry("a"), entry("b", mobile="11100001111")], [("b", Proof.MOBILE)]),
    ("of two accounts one is disabled", [person()], [entry("a", is_active=False), entry("b")], [("b", Proof.UNIT)]),
    ("a homonym in another unit is nobody's rival", [person()], [entry("a"), entry("b", "方建业", "市水利局")], [("a", Proof.UNIT)]),
    ("homonyms of two units, one entry each", [person(1), person(2, unit=WATER)], [entry("a"), entry("b", "方建业", "市水利局")], [("a", Proof.UNIT), ("b", Proof.UNIT)]),
    ("homonyms of one unit, one entry", [person(1), person(2, title="联络员")], [entry()], [Doubt.NAMESAKES, Doubt.NAMESAKES]),
    ("head and deputy of one name, told apart by title", [person(1), person(2, title="副局长")], [entry("a", title="局长"), entry("b", title="副局长")], [("a", Proof.TITLE), ("b", Proof.TITLE)]),
    ("head and deputy of one name, without titles there", [person(1), person(2, title="副局长")], [entry("a"), entry("b")], [Doubt.NAMESAKES, Doubt.NAMESAKES]),
    ("in several departments, one of them his unit", [person()], [entry("fjy", "方建业", "市水利局", "市住建局/专班")], [("fjy", Proof.UNIT)]),
    ("a leader by his title", [person(unit=None, title="副市长")], [entry("fjy", "方建业", "市领导", title="副市长")], [("fjy", Proof.TITLE)]),
    ("a leader's name without his title", [person(unit=None, title="副市长")], [entry("fjy", "方建业", "市住建局", title="科员")], [Doubt.OTHER_UNIT]),
    ("nobody of the name", [person()], [entry("x", "别人")], [Doubt.ABSENT]),
    ("his account is there", [person(account="fjy")], [entry()], []),
    ("his account is there by another of his ids", [person(account="ou_1")], [entry(aliases=("ou_1",))], []),
    ("his account is somebody else's by now", [person(account="fjy")], [entry("fjy", "新人")], [Doubt.OTHER_OWNER]),
    ("his account is not there, another may be his", [person(account="old")], [entry()], [Doubt.MOVED]),
    ("his account is not there, the number proves another", [person(account="old", phone="11100001111")], [entry(mobile="11100001111")], [("fjy", Proof.MOBILE)]),
    ("his account is not there, nor is he", [person(account="old")], [entry("x", "别人")], [Doubt.LOST]),
]  # fmt: skip


@pytest.mark.parametrize(("listed", "found", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_whose_account_it_is(listed, found, expected):
    got = match(listed, found, UNITS)
    assert sorted(map(told, [*got.fills, *got.open]), key=str) == sorted(expected, key=str)
    assert got.agreed + len(got.fills) + len(got.open) == len(listed)


def test_an_account_that_is_registered_for_somebody_else_is_not_taken_from_him():
    assert match([person()], [entry()], UNITS, {"fjy": 9}).open == [Open(person(), Doubt.TAKEN, (entry(),))]
    assert match([person()], [entry()], UNITS, {"fjy": 1}).fills == [Fill(person(), entry(), Proof.UNIT)]


def test_an_account_that_is_exchanged_says_which_one_it_replaces():
    [fill] = match([person(account="old", phone="1")], [entry(mobile="1")], UNITS).fills
    assert fill.replaces == "old"


@pytest.mark.parametrize(
    ("number", "expected"),
    [("+86 111-0000-1111", "11100001111"), ("8611100001111", "11100001111"), ("11100001111", "11100001111"), ("", None),
     (None, None), ("0570-3021111", "05703021111")],
)  # fmt: skip
def test_a_number_is_compared_without_its_dress(number, expected):
    assert plain_mobile(number) == expected


DEPARTMENTS = [
    Department("1", "临江市", "0"), Department("2", "市住建局", "1", ("fjy",)), Department("3", "办公室", "2", ("xw",)),
    Department("9", "自成一环", "9"),
]  # fmt: skip


def test_who_stands_in_several_departments_is_one_person():
    rows = [
        Member("xw", "许 文", departments=("2", "3")), Member("xw", "许 文", departments=("2", "3"), leads=("3",)),
        Member("fjy", "方建业", departments=("2",)), Member("top", "市长", departments=("1", "9")),
    ]  # fmt: skip
    clerk, head, top = entries(DEPARTMENTS, rows, {"xw": "+8611100001111"})
    assert (clerk.name, clerk.mobile) == ("许文", "11100001111")
    assert clerk.paths == (("市住建局",), ("市住建局", "办公室"))
    assert clerk.leads == (("市住建局", "办公室"),)
    assert (head.leads, top.paths) == ((("市住建局",),), (("自成一环",),))
    assert units_of(clerk.paths, UNITS) == {BUILDING}


def test_who_heads_an_office_inside_heads_no_unit():
    rows = [Member("xw", "许文", departments=("3",)), Member("fjy", "方建业", departments=("2",))]
    heads = heads_of(entries(DEPARTMENTS, rows), UNITS)
    assert {unit: [one.name for one in found] for unit, found in heads.items()} == {BUILDING: ["方建业"]}
