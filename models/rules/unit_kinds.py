"""What kind of body a unit is: as the contacts say, else guessed from its name; 督查室 may change it."""

import re

from models.rules.obligations import UnitKind

_PARTY = re.compile(
    r"(?:市委|县委|区委|州委|纪委|监委|组织部|宣传部|统战部|政法委|巡察|党校|编办|"
    r"编委办|总工会|团.?[市县区]委|妇联|残联|工商联|科协|文联|社科联|红十字会|人大|"
    r"政协|法院|检察院)"
)
_GOVERNMENT_OFFICE = re.compile(r"(?:市|县|区)委市?(?:市政府|政府)")
_INDEPENDENT = re.compile(
    r"公司|集团|银行|国网|电网|铁塔|移动|联通|电信|烟草|邮政|石油|石化|海关|税务|气象|"
    r"调查队|人行|人民银行|金融监管|监管分局|消防救援|海事|边检|国家.*局|地震|水文|"
    r"盐务|供电|学院|大学|铁路|机场|(?<!政府)驻(?!马店)(?!.{1,4}办)"
)
_PARK = re.compile(
    r"开发区|高新(?:技术产业)?区|经开|园区|新区管|保税|示范区|度假区|风景区|[区园港湖岛山]管(?:委会|理委员会)"
)
_COUNTY = re.compile(
    r"(?:县|区|旗|[\u4e00-\u9fff]{2,}市)(?:人民)?政府(?:办公室|办)?$|"
    r"^[\u4e00-\u9fff]{1,5}(?:县|区|旗)$|(?:街道办事处|镇人民政府|乡人民政府|镇政府|"
    r"乡政府)$"
)
_SAID = (
    (UnitKind.CITY_LEADER, r"[市县区]领导(?:兼|任|为|担任)|负责人[是为].{0,2}领导"),
    (UnitKind.PARTY, r"党委|党群|[市县区]委|群团|人大|政协|法检|两院"),
    (UnitKind.COUNTY, r"县区|区县|县市区|县\(市|县[、，]|各县|^县$"),
    (UnitKind.PARK, r"开发区|园区|功能区|高新区|经开区"),
    (UnitKind.HOSTED, r"垂管|垂直|双管|驻[市县区]|[中省]直|中央|省属|企业|国企|公司|集团|高校|银行|金融"),
)
_DEPARTMENT = re.compile(r"[市县区]直|部门|[市县]级|组成|委办局")
_LEADS_COUNTY = re.compile(r"[县区市旗]长|书记")


def kind_of(name: str) -> UnitKind:
    """A guess from the name; an admin may change it."""
    if _PARTY.search(name) and not _GOVERNMENT_OFFICE.search(name):
        return UnitKind.PARTY
    if _COUNTY.search(name) and not name.startswith("市人民政府") and not _is_park_by_name(name):
        return UnitKind.COUNTY
    if _PARK.search(name):
        return UnitKind.PARK
    if _INDEPENDENT.search(name):
        return UnitKind.HOSTED
    return UnitKind.DEPARTMENT


def _is_park_by_name(name: str) -> bool:
    """高新区 ends like a district and is none."""
    return bool(_PARK.search(name)) and "政府" not in name


def said_kind(words: str) -> UnitKind | None:
    """What a cell, a caption or a person calls it: 垂管, 二、县（市、区）, 市属国有企业; None where that is no one kind."""
    text = re.sub(r"\s", "", words).replace("（", "(")
    found = {kind for kind, pattern in _SAID if re.search(pattern, text)}
    if found:
        return next(iter(found)) if len(found) == 1 else None
    return UnitKind.DEPARTMENT if _DEPARTMENT.search(text) else None


def with_head(kind: UnitKind, unit: str, title: str, *, is_listed: bool) -> UnitKind:
    """The kind once it is known who leads it: `is_listed` among the city's leaders, or his title says that he is one.

    A party organ stays one whoever leads it: 市委督查室 is the way there.
    """
    if kind is UnitKind.PARTY:
        return kind
    by_title = kind is not UnitKind.COUNTY and re.search(_leader_of(unit), title)
    return UnitKind.CITY_LEADER if is_listed or by_title else kind


def is_leaders_title(title: str) -> bool:
    """A 秘书长 sits with the leaders and is nobody's superior."""
    return "秘书长" not in title or bool(re.search(r"[市县区州旗]长|常委|副书记", title))


def _leader_of(unit: str) -> str:
    level = r"[县旗]" if re.match(r".{0,4}[县旗]", unit) else r"[市州盟]"
    return rf"副?{level}长(?!助理)|{level}委(?:常委|副书记)"


def is_led_from_above(kind: UnitKind, title: str) -> bool:
    """A county led by its 县长 is written to by way of 县政府办: whom the contacts name as its liaison."""
    return kind is UnitKind.COUNTY and ("办" not in title or bool(_LEADS_COUNTY.search(title)))


def peer_kind(name: str, kind: UnitKind) -> UnitKind:
    """Who is meant by 各部门 or 各县区: whoever leads it, a bureau is a bureau."""
    return kind_of(name) if kind is UnitKind.CITY_LEADER else kind
