"""Names of units in a cell: who leads and who helps, however the cell says so."""

import re
from dataclasses import dataclass

_OPEN, _CLOSE = "（([【〔〈<", "）)]】〕〉>"
_STOPS = "、，,；;\n\r/／"
_UNIT_END = re.compile(
    r"(?:局|委|办|室|厅|部|院|所|站|中心|政府|集团|公司|管委会|委员会|镇|(?<!城)乡|"
    r"街道|办事处|部门|单位|支队|大队|总队|分行|支行|银行|联社|学院|大学|学校|医院|"
    r"法院|检察院|协会|商会|海关|"
    r"联合会|总工会|工会|团委|妇联|残联|科协|文联|社联|工商联|红十字会|基金会|电视台|"
    r"报社|馆|区|县|市|园区|开发区|高新区|经开区|新区|专班|工作组|指挥部|机构|企业|厂|"
    r"队|处|社区|分局|"
    r"调查队|气象台|党校|档案馆|供电公司|供销社|联络处|领导小组|平台|高校)(?:等|（.*）|\(.*\))*"
)
_NOBODY = re.compile(r"[/／\\\-—–－_.。·*＊\s]*|无|暂无|待定|待明确|空缺")
_LEAD_LABEL = r"(?:总?牵头|主办|主责|责任|承办|负责)(?:责任)?(?:单位|部门)?"
_HELP_LABEL = r"(?:协助配合|协同配合|配合|协办|协同|协作|参与|参加|协助|支持|会办)(?:责任)?(?:单位|部门)?"
_LABEL = re.compile(rf"(?:(?P<lead>{_LEAD_LABEL})|(?P<help>{_HELP_LABEL}))\s*[:：]\s*")
_BRACKET_LEAD = re.compile(rf"[（(]\s*{_LEAD_LABEL}\s*[）)]")
_BRACKET_HELP = re.compile(rf"[（(]\s*{_HELP_LABEL}\s*[）)]")
_SAID_LEAD = re.compile(r"(?:为)?(?:总?牵头|主办|主责)(?:单位|部门|负责|落实)?$")
_SAID_HELP = re.compile(
    r"(?:等)?(?:有关|相关)?(?:单位|部门)?(?:共同|分别|密切|积极)*"
    r"(?:按(?:照)?(?:各自)?职责(?:分工)?(?:负责|落实|抓好落实|做好工作|分别负责)?|分工负责|协助配合|做好配合|配合|协办|协同|参与|协助|支持)"
    r"(?:落实|实施|推进|配合|做好)?$"
)


@dataclass(frozen=True, slots=True)
class Units:
    lead: tuple[str, ...] = ()
    support: tuple[str, ...] = ()


def split_list(text: str) -> list[str]:
    """Splits on 、 ， ； and line ends outside brackets."""
    parts, depth, current = [], 0, ""
    for char in text:
        if char in _OPEN:
            depth += 1
        elif char in _CLOSE:
            depth = max(0, depth - 1)
        if char in _STOPS and depth == 0:
            parts.append(current)
            current = ""
        else:
            current += char
    return [part.strip() for part in [*parts, current] if part.strip()]


def unit_names(cell: str) -> tuple[str, ...]:
    """The names as written, trimmed; the same name twice counts once."""
    names: list[str] = []
    for token in split_list(_joined_breaks(cell)):
        for name in _spaced(token):
            name = re.sub(r"\s+", "", name).strip("。.:：*★ ")
            if name and not _NOBODY.fullmatch(name) and name not in names:
                names.append(name)
    return tuple(names)


def _joined_breaks(cell: str) -> str:
    """A line break inside a narrow column's name is no separator: 市住房和城乡\\n建设局."""
    lines = [line.strip() for line in cell.splitlines()]
    joined = ""
    for line in lines:
        last = re.split(rf"[{re.escape(_STOPS)}]", joined)[-1]
        is_open = sum(map(last.count, _OPEN)) > sum(map(last.count, _CLOSE))
        is_broken = bool(last) and not looks_like_unit(last) and not re.search(r"[）)等]$|^各", last)
        goes_on = is_broken and bool(line) and not re.match(r"[各省市县区州]", line)
        joined += line if not joined or is_open or goes_on else "\n" + line
    return joined


def _spaced(token: str) -> list[str]:
    """Names set apart by blanks only, when each of them is a unit's name."""
    words = re.split(r"\s+(?![^（(]*[）)])", token)
    return words if len(words) > 1 and all(map(looks_like_unit, words)) else [token]


def looks_like_unit(text: str) -> bool:
    text = text.strip()
    return len(text) >= 2 and bool(_UNIT_END.search(text[-12:])) and bool(re.search(rf"{_UNIT_END.pattern}$", text))


def read_units(cell: str, *, first_leads: bool = False) -> Units:
    """Leads and helpers of a cell that may hold both."""
    if _LABEL.search(cell):
        return _labelled(cell)
    if _BRACKET_LEAD.search(cell) or _BRACKET_HELP.search(cell):
        return _bracketed(cell)
    if (said := _said(cell)) is not None:
        return said
    names = unit_names(cell)
    return Units(names[:1], names[1:]) if first_leads else Units(names)


def _labelled(cell: str) -> Units:
    """牵头单位：甲；配合单位：乙、丙"""
    lead: list[str] = []
    support: list[str] = []
    labels = list(_LABEL.finditer(cell))
    lead += unit_names(cell[: labels[0].start()])
    for label, following in zip(labels, [*labels[1:], None], strict=True):
        names = unit_names(cell[label.end() : following.start() if following else None])
        (lead if label["lead"] else support).extend(names)
    return Units(tuple(lead), tuple(support))


def _bracketed(cell: str) -> Units:
    """甲（牵头）、乙、丙 or 甲、乙（配合）"""
    has_lead = bool(_BRACKET_LEAD.search(cell))
    lead: list[str] = []
    support: list[str] = []
    for name in unit_names(cell):
        leads = bool(_BRACKET_LEAD.search(name)) if has_lead else not _BRACKET_HELP.search(name)
        bare = _BRACKET_HELP.sub("", _BRACKET_LEAD.sub("", name))
        (lead if leads else support).append(bare)
    return Units(tuple(lead), tuple(support))


def _said(cell: str) -> Units | None:
    """甲牵头，乙、丙配合"""
    clauses = [clause.strip("。 ") for clause in re.split(r"[，,；;。\n]", cell) if clause.strip("。 ")]
    if not any(_SAID_LEAD.search(clause) for clause in clauses):
        return None
    lead: list[str] = []
    waiting: list[str] = []
    support: list[str] = []
    for clause in clauses:
        bare = re.sub(r"^由", "", clause)
        if _SAID_LEAD.search(bare):
            lead += [*waiting, *unit_names(_SAID_LEAD.sub("", bare))]
            waiting = []
        elif lead:
            support += unit_names(_SAID_HELP.sub("", bare) or "")
        else:
            waiting += unit_names(bare)
    return Units(tuple(lead), (*support, *waiting))
