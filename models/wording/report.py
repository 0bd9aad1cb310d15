"""Sentences of the 督查通报. A draft for a person: it says what is, asks, and judges nobody."""

from collections.abc import Mapping, Sequence
from datetime import date

from models.papers.facts import LineFacts
from models.rules.pace import Lamp
from models.rules.reported_figures import Standing
from models.rules.states import State
from models.wording import papers
from models.wording.phrases import day, short

CHINESE = "零一二三四五六七八九十"
DRAFT = "（系统按台账生成的草稿，供督查室核改；未经签发不对外）"
WHOLE, PROBLEMS, NEXT = "一、总体情况", "二、存在问题", "三、下一步工作"
LATE, SLOW, ASKING, IDLE = "已超过完成时限", "滞后于序时进度或节点", "单位反映、需要协调的事项", "待认领或待裁定"
SOURCES = "数据来源"
UNTAKEN, REPORTED, ENDED, TOTAL, NO_UNIT = "待认领", "报结待核验", "终止结转", "合计", "（待明确）"
RELIABLE = (Standing.RECONCILED, Standing.CHECKED)
COLUMNS = (*(lamp.label for lamp in Lamp), UNTAKEN, REPORTED, State.CLOSED.label, ENDED)
LAMPS_TITLE = "附件1  各牵头单位任务进展情况表"
LAMPS_HEAD = ("牵头单位", "任务数", *COLUMNS)
LAMPS_WIDTHS = (2.6, *[1.0] * (len(COLUMNS) + 1))
BEHIND_TITLE = "附件2  超时限和滞后任务情况表"
BEHIND_HEAD = ("序号", "编号", "任务", "牵头单位", "牵头领导", "完成时限", "进展（已对账、已核）", "存在问题", "来源")
BEHIND_WIDTHS = (0.8, 1.1, 2.6, 1.5, 1.2, 1.4, 3.4, 3.4, 1.2)
MOST_WORDS = 60


def title(plan: str) -> str:
    return f"关于{_cited(plan)}落实情况的督查通报"


def _cited(plan: str) -> str:
    """Title marks within title marks are single ones."""
    return f"《{plan.replace('《', '〈').replace('》', '〉')}》"


def about(plan: str, today: date, *, named: int) -> str:
    return f"{_cited(plan)}督查通报草稿（{day(today)}）：超时限和滞后{named}项见附件2。\n请核改后按程序签发，未经签发不对外。"


def addressee() -> str:
    return "各县（市、区）人民政府，市政府各部门，各有关单位："


def signature() -> str:
    return "市政府督查室"


def dated(on: date) -> str:
    return f"{on.year}年{on.month}月{on.day}日"


def mark(number: int) -> str:
    return f"〔{number}〕"


def opening(plan: str, paper: str, today: date) -> str:
    by = f"（{paper}）" if paper else ""
    return f"根据{_cited(plan)}{by}，市政府督查室梳理了截至{dated(today)}各项任务的进展情况，现通报如下。"


def counts(found: Mapping[str, int], *, units: int) -> str:
    under_way = [f"{lamp.label}{found.get(lamp.label, 0)}项" for lamp in Lamp]
    rest = [f"{name}{found[name]}项" for name in (UNTAKEN, REPORTED, State.CLOSED.label, ENDED) if found.get(name)]
    whole = sum(found.values())
    said = f"纳入督查的任务共{whole}项，涉及{units}个牵头单位。按序时进度，{'、'.join(under_way)}"
    return f"{said}；{'、'.join(rest)}。" if rest else f"{said}。"


def reconciled(told: int, sure: int) -> str:
    if not told:
        return "各单位尚未报来可比数据。"
    others = f"；其余{told - sure}项含单位自报数据，快慢据此推算，数据本身不在正文引用" if told > sure else ""
    return f"有数据的任务{told}项，其中全部已对账或已核的{sure}项{others}。"


def by_section(found: Sequence[tuple[str, Mapping[str, int]]]) -> str:
    parts = []
    for name, tally in found:
        said = "、".join(f"{column}{tally[column]}" for column in COLUMNS if tally.get(column))
        parts.append(f"{_bare(name) or '未分类'}{sum(tally.values())}项（{said}）")
    return f"分板块看：{'；'.join(parts)}。"


def _bare(section: str) -> str:
    """一、综合经济指标（10项） without number and count."""
    name = section.split("、", 1)[-1] if section[:1] in CHINESE else section
    return name.split("（")[0].strip()


def goes_well(found: Sequence[str]) -> str:
    return f"进展较好的有：{'；'.join(found)}。"


def named(line: LineFacts, *, figures: bool = False) -> str:
    """46号“打通城区断头路”（市住建局）"""
    if line.off_chat:
        return f"{line.number}内部事项（{line.unit}）"
    known = papers.figures(line, RELIABLE).rstrip("。") if figures else ""
    return f"{line.number}“{papers.quoted(line.title, 40)}”（{line.unit or NO_UNIT}）{f'，{known}' if known else ''}"


def heading(number: int, topic: str, count: int) -> str:
    return f"（{CHINESE[number]}）{topic}（{count}项）"


def item(number: int, text: str) -> str:
    return f"{number}. {text}。"


def rest(count: int, topic: str) -> str:
    return f"其余{count}项见{'台账' if topic == ASKING else '附件2'}。"


def late(line: LineFacts) -> str:
    return f"{named(line, figures=True)}，时限{day(line.due) if line.due else ''}"


def slow(line: LineFacts) -> str:
    behind = f"，较序时进度慢{abs(round(line.points))}个百分点" if line.points is not None and line.points < 0 else ""
    steps = (
        "、".join(f"“{papers.quoted(name, 24)}”（{day(on)}）" for name, on in line.late_steps)
        if not line.off_chat
        else ""
    )
    return f"{named(line, figures=True)}{_rests_on(line, behind)}{f'，逾期节点{steps}' if steps else ''}"


def _rests_on(line: LineFacts, behind: str) -> str:
    """A distance that is worked out of figures nobody confirmed says so."""
    is_sure = bool(line.figures) and all(figure.standing in RELIABLE for figure in line.figures)
    standing = line.percent_standing in RELIABLE if line.percent is not None else is_sure
    return behind if not behind or standing else f"{behind}（据{Standing.REPORTED.value}）"


def asking(line: LineFacts) -> str:
    if line.off_chat:
        return named(line)
    said = "；".join(papers.quoted(text, MOST_WORDS) for text in (*line.blockers, *line.needs))
    return f"{named(line)}：“{said}”（{Standing.REPORTED.value}）"


def idle(by_unit: Mapping[str, Sequence[str]]) -> str:
    return "；".join(f"{unit}：{'、'.join(numbers)}" for unit, numbers in by_unit.items()) + "。"


def no_problems() -> str:
    return "没有超过时限、滞后或需要协调的事项。"


def next_steps(topics: Sequence[str]) -> list[str]:
    said = {
        LATE: "已超过时限的任务，请牵头单位报明原因、目前状态和新的完成时间；确需延期的，按程序报分管领导审定。",
        SLOW: "滞后的任务，请牵头单位报明下一个节点、完成时间和措施；属其他单位配合的，一并写明需要什么。",
        ASKING: "涉及协调的事项，请有关单位在3个工作日内答复牵头单位；两轮未果的，由市政府督查室提请专题研究。",
        IDLE: "待认领的任务，请牵头单位明确牵头人和第一步；对分工有异议的，请说明理由，由市政府督查室裁定。",
    }
    confirm = "每月25日至27日统一对账，请各牵头单位确认数据；未对账的数据不进入通报。"
    return [*(said[topic] for topic in topics), confirm]


def source(line: LineFacts) -> str:
    """46号：市住建局10月25日报“…”，数据已对账。"""
    if line.off_chat:
        return f"{line.number}：内容在内网台账。"
    if line.told_on is None:
        return f"{line.number}：{line.unit or NO_UNIT}尚无进展报来。"
    words = f"“{papers.quoted(line.words.text, MOST_WORDS)}”" if line.words and line.words.on == line.told_on else ""
    marks = list(dict.fromkeys(f"{figure.name}（{figure.standing.value}）" for figure in line.figures))
    said = f"；{'、'.join(marks)}" if marks else f"（{Standing.REPORTED.value}）"
    return f"{line.number}：{line.unit}{day(line.told_on)}报{words}{said}。"


def row_of(tally: Mapping[str, int]) -> tuple[str, ...]:
    return str(sum(tally.values())), *(str(tally.get(column) or "") for column in COLUMNS)


def behind_row(number: int, line: LineFacts, source_mark: str) -> tuple[str, ...]:
    due = (line.due_raw or day(line.due)) if line.due else line.due_raw
    if line.off_chat:
        return str(number), line.number, "内部事项", line.unit, line.leader, due, "", "内容在内网台账", source_mark
    sure = papers.figures(line, RELIABLE)
    only_told = "" if sure or not line.figures else f"只有{Standing.REPORTED.value}数据，待对账。"
    return (
        str(number), line.number, short(line.title, 60), line.unit, line.leader, due, sure or only_told,
        papers.issues(line) or slow_words(line), source_mark,
    )  # fmt: skip


def slow_words(line: LineFacts) -> str:
    if line.points is None:
        return ""
    return _rests_on(line, f"较序时进度慢{abs(round(line.points))}个百分点") + "。"
