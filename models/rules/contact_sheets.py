"""Finds the tables of a contacts workbook and what their columns mean, whatever the headings are called."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from models.rules.plan.grid import Sheet
from models.rules.plan.header import heading_levels
from models.rules.plan.lexicon import squeeze


class Field(StrEnum):
    SEQ = "序号"
    UNIT = "单位"
    SHORT = "单位简称"
    NAME = "姓名"
    TITLE = "职务"
    PHONE = "手机号"
    WECOM = "企业微信账号"
    DINGTALK = "钉钉账号"
    FEISHU = "飞书账号"
    VICE_LEADER = "分管领导"
    LIAISON = "督查联络员"
    LIAISON_PHONE = "联络员手机号"
    LIAISON_WECOM = "联络员企业微信"
    LIAISON_DINGTALK = "联络员钉钉"
    DEPUTY = "AB岗"
    PORTFOLIO = "分管工作"
    KIND = "单位类别"
    SECTION = "分栏"  # the caption above its rows: 二、县区


_FIELDS: tuple[tuple[Field, str], ...] = (
    (Field.SEQ, r"序号?|编号|no\.?"),
    (Field.KIND, r"(?:单位|机构)?(?:类别|类型|性质|属性|分类|归类)"),
    (Field.LIAISON_PHONE, r".*联络员.*(?:电话|手机|号码|联系方式).*"),
    (Field.LIAISON_WECOM, r".*联络员.*(?:企业微信|企微|微信|wecom).*"),
    (Field.LIAISON_DINGTALK, r".*联络员.*(?:钉钉|dingtalk).*"),
    (Field.WECOM, r".*(?:企业微信|企微|wecom|政务微信|weixin|微信).*|userid|账号"),
    (Field.DINGTALK, r".*(?:钉钉|浙政钉|ding).*"),
    (Field.FEISHU, r".*(?:飞书|lark|feishu|open_?id).*"),
    (Field.PHONE, r".*(?:手机|电话|联系方式|号码|phone|mobile).*"),
    (Field.SHORT, r".*(?:简称|别名|别称|曾用名|常用名|俗称|又称).*"),
    (Field.PORTFOLIO, r".*(?:分管(?:工作|领域|范围|内容)|分工|负责工作|工作分工|主管工作|联系工作).*"),
    (
        Field.VICE_LEADER,
        r".*(?:分管|主管|联系|牵头|责任|对口|服务|跟随).{0,3}(?:领导|市长|县长|区长|副市长|副县长).*|"
        r"市领导|县领导|区领导",
    ),
    (Field.DEPUTY, r".*(?:ab岗|a/b岗|b岗|备岗|副职|代理人|替补).*"),
    (Field.LIAISON, r".*(?:联络员|联系人|督查员|经办人|具体负责)(?:姓名)?"),
    (Field.TITLE, r".*(?:职务|职位|岗位|职级|职称)"),
    (
        Field.NAME,
        r".*(?:主要负责人|主要领导|负责人|责任人|一把手|姓名|名字|主要负责同志|领导姓名|"
        r"单位领导|局长|主任).*|领导|人员",
    ),
    (Field.UNIT, r".*(?:单位|部门|机构|局委办|委办局)(?:名称|全称)?|(?:名称|全称|所在单位|工作单位)"),
)
# A second column of telephones or ids, right of the liaison's name, is the liaison's.
_OF_LIAISON: dict[Field | None, Field] = {
    Field.PHONE: Field.LIAISON_PHONE,
    Field.WECOM: Field.LIAISON_WECOM,
    Field.DINGTALK: Field.LIAISON_DINGTALK,
}
_PATTERNS = tuple((each, re.compile(pattern, re.IGNORECASE)) for each, pattern in _FIELDS)
_KINDS = (
    ("aides", re.compile(r"秘书(?!长)|对口(?:副?秘书长|联系|服务)|服务领导")),
    ("liaisons", re.compile(r"联络员|联系人|督查员(?!名单.*管理)")),
    ("deputies", re.compile(r"AB岗|B岗|备岗", re.I)),
    ("admins", re.compile(r"督查室|管理员|督查局|督办室|督查科|目标办")),
    ("leaders", re.compile(r"[市县区州旗]领导|领导分工|班子成员|政府领导|领导名单")),
)
_LEADER_TITLE = re.compile(r"(?:副?[市县区州旗]长|[市县区]委(?:副书记|常委|书记)|秘书长)")
LONGEST_SECTION = 20
_FOOTNOTE = re.compile(r"(?:说明|备?注|填表|附注)\s*[:：\d]|(?:合计|总计)")


@dataclass(frozen=True)
class Table:
    name: str
    kind: str  # units leaders liaisons admins deputies aides
    rows: tuple[tuple[int, dict[Field, str]], ...]


def read_contact_tables(sheets: Sequence[Sheet]) -> list[Table]:
    """Tables of people and units; a sheet may hold several, one under the other."""
    found = []
    for sheet in sheets:
        if sheet.is_hidden:
            continue
        headings = list(_headings(sheet))
        for at, heading in enumerate(headings):
            last = headings[at + 1].top - 1 if at + 1 < len(headings) else sheet.height
            before = headings[at - 1].bottom + 1 if at else 1
            rows = tuple(_rows(sheet, heading.bottom + 1, last, heading.columns))
            kind = _kind(sheet, before, heading.top, heading.columns, rows)
            found.append(Table(sheet.name, kind, rows))
    return found


def field_of(header: str) -> Field | None:
    word = re.sub(r"\([^()]*\)", "", squeeze(header))
    if not word or len(word) > 16:
        return None
    return next((each for each, pattern in _PATTERNS if pattern.fullmatch(word)), None)


@dataclass(frozen=True)
class _Heading:
    top: int
    bottom: int
    columns: dict[Field, int]


def _headings(sheet: Sheet) -> Iterator[_Heading]:
    """Headings of one row, or of two when the first one groups columns (主要负责人 over 姓名, 手机)."""
    row = 1
    while row <= sheet.height:
        for bottom in (row + 1, row) if _groups_columns(sheet, row) else (row,):
            columns = _columns(sheet, row, bottom)
            if columns is not None:
                yield _Heading(row, bottom, columns)
                row = bottom
                break
        row += 1


def _groups_columns(sheet: Sheet, row: int) -> bool:
    areas = list(sheet.areas_in_row(row))
    return len(areas) > 2 and any(area[3] > area[1] for area, _ in areas) and row < sheet.height


def _columns(sheet: Sheet, top: int, bottom: int) -> dict[Field, int] | None:
    levels = heading_levels(sheet, top, bottom)
    columns: dict[Field, int] = {}
    for column, words in sorted(levels.items()):
        meant = field_of("".join(words[-2:])) or field_of(words[-1])
        if meant in columns and Field.LIAISON in columns:
            meant = _OF_LIAISON.get(meant, meant)
        if meant is not None and meant not in columns:
            columns[meant] = column
    has_numbers = any(re.search(r"\d{4,}", word) for words in levels.values() for word in words)
    return None if has_numbers or not _is_heading(columns, len(levels)) else columns


def _is_heading(columns: dict[Field, int], width: int) -> bool:
    who = {Field.NAME, Field.LIAISON} & columns.keys()
    what = {Field.UNIT, Field.TITLE, Field.PHONE, Field.WECOM, Field.DINGTALK} & columns.keys()
    return bool(who and what) and len(columns) >= 3 and len(columns) >= width // 2


def _rows(sheet: Sheet, first: int, last: int, columns: dict[Field, int]) -> Iterator[tuple[int, dict[Field, str]]]:
    section = ""
    for row in range(first, last + 1):
        areas = list(sheet.areas_in_row(row))
        if len(areas) == 1 and len(areas[0][1]) <= LONGEST_SECTION:
            section = areas[0][1]
        if len(areas) < 2 or _FOOTNOTE.match(squeeze(areas[0][1])):
            continue
        yield row, {
            Field.SECTION: section, **{meant: _cell(sheet, row, column, meant) for meant, column in columns.items()},
        }  # fmt: skip


def _cell(sheet: Sheet, row: int, column: int, meant: Field) -> str:
    """Ids keep their blanks, so that a bad one is seen; other texts are trimmed."""
    text = sheet.text(row, column)
    return text if meant in (Field.WECOM, Field.DINGTALK, Field.FEISHU) else text.strip()


def _kind(
    sheet: Sheet,
    before: int,
    row: int,
    columns: dict[Field, int],
    rows: Sequence[tuple[int, dict[Field, str]]],
) -> str:
    """Units when rows name a unit and its head; else by the caption, the sheet's name, the posts."""
    has_head = Field.UNIT in columns and Field.NAME in columns
    if has_head and (Field.SHORT in columns or Field.VICE_LEADER in columns or Field.LIAISON in columns):
        return "units"
    if Field.LIAISON in columns and Field.NAME not in columns:
        return "liaisons"
    captions = [text for at in range(before, row) for _, text in sheet.areas_in_row(at)]
    for text in (*reversed(captions), sheet.name):
        for kind, pattern in _KINDS:
            if pattern.search(squeeze(text)) and not re.search(r"通讯录", squeeze(text)):
                return kind
    titles = [cells.get(Field.TITLE, "") for _, cells in rows]
    if not has_head and sum(bool(_LEADER_TITLE.search(title)) for title in titles) * 2 > len(titles):
        return "leaders"
    return "units" if Field.UNIT in columns else "admins"
