"""Kinds of unit: how one is recognised, how far its ladder goes, by way of whom, and how it is spoken to."""

from dataclasses import replace
from datetime import date

import pytest
from ladder_steps import at, case, ladder, look

from models.rules.contacts import read_contacts
from models.rules.obligations import Occasion, Rung, TaskClass, UnitKind
from models.rules.plan.grid import Sheet
from models.rules.unit_kinds import is_led_from_above, kind_of, peer_kind, said_kind, with_head
from models.wording.tone import TONES

DEPARTMENT, PARK, COUNTY = UnitKind.DEPARTMENT, UnitKind.PARK, UnitKind.COUNTY
PARTY, HOSTED, CITY_LEADER = UnitKind.PARTY, UnitKind.HOSTED, UnitKind.CITY_LEADER


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("市委组织部", PARTY),
        ("市委宣传部", PARTY),
        ("市总工会", PARTY),
        ("市中级人民法院", PARTY),
        ("市纪委监委", PARTY),
        ("市税务局", HOSTED),
        ("国家税务总局临江市税务局", HOSTED),
        ("国网临江供电公司", HOSTED),
        ("市城投集团", HOSTED),
        ("人行临江市分行", HOSTED),
        ("市气象局", HOSTED),
        ("临江学院", HOSTED),
        ("临江县", COUNTY),
        ("临江县人民政府", COUNTY),
        ("东城区", COUNTY),
        ("高新区", PARK),
        ("高新区管委会", PARK),
        ("市国有资产监督管理委员会", DEPARTMENT),
        ("市城市管理委员会", DEPARTMENT),
        ("市公安局", DEPARTMENT),
        ("市政府驻北京办事处", DEPARTMENT),
        ("驻马店市水利局", DEPARTMENT),
    ],
)
def test_a_name_tells_what_kind_of_body_it_is(name: str, kind: UnitKind) -> None:
    assert kind_of(name) is kind


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("垂管", HOSTED),
        ("三、中省直驻市单位", HOSTED),
        ("市属国有企业", HOSTED),
        ("党委部门", PARTY),
        ("市委部门", PARTY),
        ("二、县（市、区）", COUNTY),
        ("县区", COUNTY),
        ("开发区", PARK),
        ("市直部门", DEPARTMENT),
        ("市领导兼任", CITY_LEADER),
        ("县区和开发区", None),
        ("2026年", None),
    ],
)
def test_a_column_a_caption_or_a_person_says_what_it_is(words: str, kind: UnitKind | None) -> None:
    assert said_kind(words) is kind


@pytest.mark.parametrize(
    ("kind", "unit", "title", "is_listed", "found"),
    [
        (DEPARTMENT, "市公安局", "副市长、市公安局局长", False, CITY_LEADER),
        (DEPARTMENT, "市公安局", "局长", True, CITY_LEADER),
        (PARK, "高新区管委会", "市委常委、高新区党工委书记", False, CITY_LEADER),
        (DEPARTMENT, "溪口县公安局", "副县长、局长", False, CITY_LEADER),
        (COUNTY, "青山县人民政府", "县委副书记、县长", False, COUNTY),
        (PARK, "经济开发区", "东城区委常委、主任", False, PARK),
        (PARTY, "市委组织部", "市委常委、部长", True, PARTY),
        (DEPARTMENT, "市水利局", "局长", False, DEPARTMENT),
    ],
)
def test_a_head_who_is_a_city_leader_is_known_by_title_or_by_the_list(
    kind: UnitKind, unit: str, title: str, is_listed: bool, found: UnitKind
) -> None:
    assert with_head(kind, unit, title, is_listed=is_listed) is found


def test_whoever_leads_it_a_bureau_is_one_of_the_bureaus() -> None:
    assert peer_kind("市公安局", CITY_LEADER) is DEPARTMENT
    assert peer_kind("高新区管委会", CITY_LEADER) is PARK
    assert peer_kind("市税务局", HOSTED) is HOSTED


@pytest.mark.parametrize(
    ("kind", "title", "is_so"),
    [(COUNTY, "县长", True), (COUNTY, "", True), (COUNTY, "县政府办公室主任", False), (DEPARTMENT, "局长", False)],
)
def test_a_county_is_written_to_by_way_of_its_office(kind: UnitKind, title: str, is_so: bool) -> None:
    assert is_led_from_above(kind, title) is is_so


def test_the_sheet_may_say_the_kind_in_a_column_or_above_the_rows() -> None:
    head = ("单位", "单位简称", "主要负责人", "职务", "手机号", "企业微信账号", "单位类别")
    units = Sheet("单位通讯录", (
        head,
        ("市盐业局", "市盐业局", "严一", "局长", "11100000001", "yanyi", "垂管"),
        ("市粮食局", "市粮食局", "梁二", "局长", "11100000002", "lianger", "说不清"),
        ("二、市属企业",),
        ("市轨道办", "市轨道办", "桂三", "主任", "11100000003", "guisan", ""),
        ("市公安局", "市公安局", "安四", "局长", "11100000004", "ansi", "市直部门"),
    ))  # fmt: skip
    leaders = Sheet("市领导", (("姓名", "职务", "分管工作", "企业微信账号"), ("安四", "副市长", "公安", "ansi")))
    found = read_contacts([units, leaders])
    assert [(unit.full, unit.kind, unit.is_kind_said) for unit in found.units] == [
        ("市盐业局", HOSTED, True),
        ("市粮食局", DEPARTMENT, False),
        ("市轨道办", HOSTED, True),
        ("市公安局", CITY_LEADER, True),
    ]
    assert any("市粮食局的单位类别“说不清”没看明白" in note for note in found.notes)


BEFORE = ("R0", "R1", "R2", "last window", "R3", "R4")
WHO: dict[UnitKind, tuple[str, ...]] = {  # to whom each rung goes; empty: the ladder does not go there by itself
    DEPARTMENT: ("liaison", "liaison", "holder deputy liaison", "holder", "office", "holder leader"),
    PARK: ("liaison", "liaison", "holder deputy liaison", "holder", "office", "holder leader"),
    COUNTY: ("liaison", "liaison", "holder deputy liaison", "holder", "office", ""),
    PARTY: ("liaison", "party_office", "", "", "", ""),
    HOSTED: ("liaison", "liaison", "holder deputy liaison", "", "", ""),
    CITY_LEADER: ("liaison", "aide", "aide", "", "", ""),
}
ROWS = [(kind, name, who) for kind, row in WHO.items() for name, who in zip(BEFORE, row, strict=True)]


@pytest.mark.parametrize(("kind", "rung", "who"), ROWS, ids=[f"{kind}-{rung}" for kind, rung, _ in ROWS])
def test_each_kind_at_each_rung(kind: UnitKind, rung: str, who: str) -> None:
    found: dict[str, str] = {}
    for _, at_rung, occasion, _, told in ladder(
        case("K2", "T3", "2026-06-08T09:00", unit_kind=kind, has_deputy=True), "2026-07-20T00:00"
    ):
        name = "last window" if occasion is Occasion.LAST_WINDOW else at_rung.name
        found.setdefault(name, " ".join(told))
    assert found.get(rung, "") == who


def test_what_runs_out_at_a_party_organ_is_for_the_office_from_the_next_morning_on() -> None:
    found = case("K2", "T3", "2026-06-08T09:00", unit_kind=PARTY, has_deputy=True)
    assert list(ladder(found, "2026-07-05T00:00")) == [
        ("06-08T09:00", Rung.R0, Occasion.FIRST, "line", ("liaison",)),
        ("06-10T08:45", Rung.R1, Occasion.BEFORE_DUE, "line", ("party_office",)),
        ("06-12T08:30", Rung.R1, Occasion.REPEAT, "line", ("office",)),
        ("06-23T08:30", Rung.R1, Occasion.REPEAT, "line", ("office",)),  # seven working days; 端午 between
        ("06-30T08:30", Rung.R1, Occasion.REPEAT, "line", ("office",)),
    ]


def test_the_lines_of_a_due_date_never_speak_to_a_party_organ_itself() -> None:
    found = case("K5", "T3", "2026-03-03T10:00", due_on=date(2026, 6, 30), unit_kind=PARTY)
    steps = [(moment, told) for moment, rung, _, _, told in ladder(found, "2026-07-03T00:00") if rung > Rung.R0]
    assert steps == [
        ("06-25T08:30", ("party_office",)),
        ("06-29T08:30", ("party_office",)),
        ("06-30T08:30", ("party_office",)),
        ("07-01T08:30", ("office",)),
        ("07-02T08:30", ("office",)),
    ]


def test_the_lines_after_due_go_to_the_secretary_of_a_city_leader() -> None:
    found = case("K4", "T3", "2026-05-26T09:00", unit_kind=CITY_LEADER, has_deputy=True)
    told = {who for _, rung, _, _, who in ladder(found, "2026-08-01T00:00") if rung > Rung.R0}
    assert told == {("aide",)}


def test_an_emergency_goes_round_nobody() -> None:
    found = case("K2", "T0", "2026-06-08T09:00", unit_kind=CITY_LEADER)
    assert {who for _, rung, _, _, who in ladder(found, "2026-06-09T00:00") if rung is Rung.R2} == {
        ("holder", "liaison")
    }


@pytest.mark.parametrize("kind", [PARTY, HOSTED, CITY_LEADER])
def test_no_decision_of_a_call_raises_whom_nobody_calls(kind: UnitKind) -> None:
    found = case("K2", "T3", "2026-06-08T09:00", unit_kind=kind, went_on_at=at("2026-06-15T10:00"))
    assert max(step[1] for step in ladder(found, "2026-08-01T00:00")) <= Rung.R2


def test_a_dispatch_that_never_arrived_is_told_to_the_office_where_no_call_follows() -> None:
    found = case("K1", "T3", "2026-06-08T09:00", unit_kind=HOSTED, rung=Rung.R1, rung_at=at("2026-06-08T09:30"))
    _, judgement = look(replace(found, has_deputy=True), at("2026-06-08T11:00"))
    assert [str(each) for each in judgement.audiences] == ["deputy", "liaison", "office"]


@pytest.mark.parametrize(("kind", "minutes"), [(DEPARTMENT, 240), (COUNTY, 480), (HOSTED, 240)])
def test_the_working_minutes_of_a_county_are_doubled(kind: UnitKind, minutes: int) -> None:
    found = case("K2", TaskClass.LIMITED.value, "2026-06-10T08:30", unit_kind=kind)
    ends = {240: "2026-06-10T14:30", 480: "2026-06-11T09:30"}
    assert found.due_at == at(ends[minutes])


@pytest.mark.parametrize("kind", list(UnitKind))
def test_who_is_nobodys_subordinate_is_requested(kind: UnitKind) -> None:
    tone = TONES[kind]
    is_partner = kind in {PARTY, HOSTED}
    assert tone.is_partner is is_partner
    assert ("商请" in tone.gives) is is_partner
    assert ("请认领" in tone.asks) is (kind in {DEPARTMENT, PARK, COUNTY})
    assert ("待回" in tone.late) is (kind in {DEPARTMENT, PARK, COUNTY})
    assert bool(tone.ceiling) is (kind not in {DEPARTMENT, PARK})
    assert "督办" not in "".join((tone.gives, tone.asks, tone.late, tone.ceiling))
