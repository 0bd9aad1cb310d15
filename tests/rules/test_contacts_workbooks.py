"""Contacts as different cities keep them."""

import json
from collections.abc import Sequence
from typing import Any

import pytest
from plan_offices import DATA

from bot.documents.reader import read_tables_now
from models.errors import OperatorError
from models.rules.contacts import Contacts, is_safe_id, read_contacts
from models.rules.obligations import UnitKind
from models.rules.plan.grid import Sheet
from models.rules.unit_kinds import kind_of


def sheet(name: str, *rows: Sequence[str]) -> Sheet:
    return Sheet(name, tuple(tuple(row) for row in rows))


@pytest.fixture(scope="module")
def city() -> Contacts:
    return read_contacts(read_tables_now((DATA / "units_2026.xlsx").read_bytes(), "通讯录.xlsx"))


@pytest.mark.parametrize("part", ["units", "leaders", "liaisons", "admins"])
def test_the_workbook_of_a_city_is_read_whole(city: Contacts, part: str) -> None:
    truth: list[dict[str, Any]] = json.loads((DATA / "units_2026.expected.json").read_text("utf-8"))[part]
    mine = city.to_json()[part]
    assert [{key: found[key] for key in known} for found, known in zip(mine, truth, strict=True)] == truth


def test_missing_ids_are_notes_not_errors(city: Contacts) -> None:
    assert len([note for note in city.notes if "没有企业微信账号" in note]) == 3
    assert len([note for note in city.notes if "没有钉钉账号" in note]) == 1


OTHER = (
    sheet(
        "县直",
        ["溪口县督查督办通讯录"],
        [
            "单位名称",
            "别称",
            "一把手姓名",
            "职位",
            "联系电话",
            "企微ID",
            "联系县领导",
            "联络员",
            "联络员企微",
            "联络员电话",
        ],
        [
            "溪口县发展和改革局",
            "县发改局",
            "蒙 恬",
            "局长",
            "111-0000-3001",
            "mengtian",
            "庞涓",
            "田忌",
            "tianji",
            "11100003101",
        ],
        ["溪口县水利局", "县水利局", "李冰", "局长", "不详", "@all", "庞涓", "孙膑", "sun bin", ""],
        ["溪口县水务服务中心", "", "李冰", "主任", "11100003002", "libing|x", "", "", "", ""],
        ["溪口县水利局", "", "某人", "局长", "", "mouren", "", "", "", ""],
        [
            "中共溪口县委组织部",
            "县委组织部",
            "苏秦",
            "部长",
            "11100003003",
            "suqin",
            "",
            "张仪",
            "mengtian",
            "",
        ],
        ["合计", "4", "", "", "", "", "", "", "", ""],
    ),
    sheet(
        "领导",
        ["县政府领导班子成员"],
        ["姓 名", "职 务", "工作分工", "企微ID"],
        ["孟轲", "县委副书记、县长", "全面工作", "mengke"],
        ["庞涓", "副县长", "水利、农业", "pangjuan"],
    ),
    sheet("督查室", ["姓名", "职务", "企微ID"], ["荀况", "县政府督查室主任", "xunkuang"]),
    sheet("说明", ["请每季度更新一次。"]),
)


def test_a_workbook_laid_out_differently() -> None:
    contacts = read_contacts(OTHER)
    assert [unit.full for unit in contacts.units] == [
        "溪口县发展和改革局",
        "溪口县水利局",
        "溪口县水务服务中心",
        "中共溪口县委组织部",
    ]
    first = contacts.units[0]
    assert first.head is not None
    assert (first.head.name, first.head.phone, first.head.account.wecom) == (
        "蒙恬",
        "11100003001",
        "mengtian",
    )
    assert (first.vice_leader, first.liaison, first.short) == ("庞涓", "田忌", ("县发改局",))
    assert next((one.unit, one.name, one.account.wecom) for one in contacts.liaisons) == (
        "溪口县发展和改革局",
        "田忌",
        "tianji",
    )
    assert [(one.name, one.field) for one in contacts.leaders] == [
        ("孟轲", "全面工作"),
        ("庞涓", "水利、农业"),
    ]
    assert [one.name for one in contacts.admins] == ["荀况"]


@pytest.mark.parametrize(
    "words",
    [
        "“@all”不合规",
        "“libing|x”不合规",
        "“sun bin”不合规",
        "“不详”不像号码",
        "溪口县水利局”重复",
        "“mengtian”同时写给了",
    ],
)
def test_what_is_odd_is_told(words: str) -> None:
    assert any(words in note for note in read_contacts(OTHER).notes)


def test_one_person_may_hold_two_posts() -> None:
    notes = read_contacts(OTHER).notes
    assert not any("李冰" in note and "同时" in note for note in notes)


def test_a_book_without_units_is_refused() -> None:
    with pytest.raises(OperatorError, match="没找到单位表"):
        read_contacts([sheet("x", ["甲", "乙"], ["1", "2"])])


@pytest.mark.parametrize(
    ("user", "is_safe"),
    [
        ("zhangsan", True),
        ("Zhang.San_01@city-gov", True),
        ("@all", False),
        ("@ALL", False),
        ("ALL", False),
        ("a|b", False),
        ("a ", False),
        (" a", False),
        ("张三", False),
        ("", False),
        ("x" * 65, False),
    ],
)
def test_an_id_reaches_one_person(user: str, is_safe: bool) -> None:
    assert is_safe_id(user) is is_safe


NAMES = """
市发改委|市发展和改革委员会
发改委|市发展和改革委员会
市发展改革委|市发展和改革委员会
市发展和改革委员会|市发展和改革委员会
临江市教育局|市教育局
 市住房城乡建设局 |市住房和城乡建设局
市文化旅游局|市文化和旅游局
临江经开区|临江经济开发区管理委员会
高新区|临江高新技术产业开发区管理委员会
市税务局|国家税务总局临江市税务局
市城投公司|市城市投资发展集团有限公司
市人力资源和社会保障局（牵头）|市人力资源和社会保障局
市农业农村局等|市农业农村局
市交通运输管理局|市交通运输局
市地方金融管理局|-
市水务局|-
县水利局|-
市教育厅|-
市公安局交警支队|-
各县（市、区）政府|-
各有关单位|-
|-
"""


@pytest.mark.parametrize("line", NAMES.strip("\n").splitlines())
def test_which_unit_a_name_means(city: Contacts, line: str) -> None:
    name, full = line.split("|")
    assert (city.resolve(name) or "-") == full


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("市发展和改革委员会", UnitKind.DEPARTMENT),
        ("市人民政府办公室", UnitKind.DEPARTMENT),
        ("市机关事务管理局", UnitKind.DEPARTMENT),
        ("临江经济开发区管理委员会", UnitKind.PARK),
        ("安澜县人民政府", UnitKind.COUNTY),
        ("临江市东城区人民政府", UnitKind.COUNTY),
        ("安澜县政府办公室", UnitKind.COUNTY),
        ("中共临江市委组织部", UnitKind.PARTY),
        ("市残联", UnitKind.PARTY),
        ("市委编办", UnitKind.PARTY),
        ("国家税务总局临江市税务局", UnitKind.HOSTED),
        ("国网临江供电公司", UnitKind.HOSTED),
        ("市城市投资发展集团有限公司", UnitKind.HOSTED),
        ("临江海关", UnitKind.HOSTED),
        ("市消防救援支队", UnitKind.HOSTED),
    ],
)
def test_the_kind_of_a_unit_is_guessed_from_its_name(name: str, kind: UnitKind) -> None:
    assert kind_of(name) is kind


def test_a_heading_of_two_rows_and_ids_of_two_people() -> None:
    rows = (
        ("云泽市市直单位督查联络表", "", "", "", "", "", "", ""),
        ("单位", "主要负责人", "", "", "", "督查联络员", "", ""),
        ("", "姓名", "职务", "手机", "企业微信", "姓名", "手机", "企业微信"),
        ("云泽市水利局", "李冰", "局长", "11100003001", "libing", "郑国", "11100003002", "zhengguo"),
    )
    merges = ((1, 1, 1, 8), (2, 1, 3, 1), (2, 2, 2, 5), (2, 6, 2, 8))
    contacts = read_contacts([Sheet("联络表", rows, merges)])
    (unit,) = contacts.units
    assert unit.head is not None
    assert (unit.head.name, unit.head.phone, unit.head.account.wecom) == ("李冰", "11100003001", "libing")
    (liaison,) = contacts.liaisons
    assert (liaison.name, liaison.phone, liaison.account.wecom) == ("郑国", "11100003002", "zhengguo")
    assert liaison.unit == unit.full


def test_a_second_column_of_ids_beside_the_liaison_is_the_liaisons() -> None:
    head = ["单位", "主要负责人", "手机", "企业微信号", "分管领导", "联络员", "手机", "企业微信号"]
    row = ["云泽市水利局", "李冰", "11100003001", "libing", "岑参商", "郑国", "11100003002", "zhengguo"]
    contacts = read_contacts([sheet("表", head, row)])
    assert contacts.units[0].head is not None
    assert contacts.units[0].head.account.wecom == "libing"
    assert [one.account.wecom for one in contacts.liaisons] == ["zhengguo"]
