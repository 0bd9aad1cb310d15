"""What kind of body a unit is, guessed from its name; an admin may change it."""

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
    r"调查队|人行|人民银行|金融监管|监管分局|消防救援|海事|边检|国家.*局|驻|地震|水文|"
    r"盐务|供电|学院|大学|铁路|机场"
)
_PARK = re.compile(r"开发区|高新|经开|园区|新区管|保税|示范区|度假区|风景区|管委会|管理委员会")
_COUNTY = re.compile(
    r"(?:县|区|旗|[\u4e00-\u9fff]{2,}市)(?:人民)?政府(?:办公室|办)?$|"
    r"^[\u4e00-\u9fff]{1,5}(?:县|区|旗)$|(?:街道办事处|镇人民政府|乡人民政府|镇政府|"
    r"乡政府)$"
)


def kind_of(name: str) -> UnitKind:
    """A guess from the name; an admin may change it."""
    if _PARTY.search(name) and not _GOVERNMENT_OFFICE.search(name):
        return UnitKind.PARTY
    if _COUNTY.search(name) and not name.startswith("市人民政府"):
        return UnitKind.COUNTY
    if _PARK.search(name):
        return UnitKind.PARK
    if _INDEPENDENT.search(name):
        return UnitKind.HOSTED
    return UnitKind.DEPARTMENT
