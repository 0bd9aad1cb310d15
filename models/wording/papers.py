"""Office prose of the papers: what became of a line of the plan. Every figure says how far it can be relied on."""

import re
from collections.abc import Sequence
from datetime import date

from models.papers.facts import FigureFact, LineFacts
from models.rules.assignment_state import Commitment
from models.rules.dates import find_dates
from models.rules.plan.filling import Told, Topic
from models.rules.reported_figures import Standing
from models.rules.states import State
from models.wording.ledger import pace
from models.wording.phrases import day, number, short

_BREAKS = re.compile(r"[，,；;。\n]+")
MOST_WORDS = 160  # of what a unit said, in a cell
INTERNAL = "内部事项，内容在内网台账。"


def told(line: LineFacts) -> Told:
    return {Topic.PROGRESS: progress(line), Topic.ISSUES: issues(line), Topic.MEASURES: measures(line)}


def told_of_internal(line: LineFacts) -> Told:
    return {Topic.PROGRESS: f"{line.lamp.symbol}{line.number}{INTERNAL}"}


def joined(before: Told, part: LineFacts, said: Told) -> Told:
    """What is told of a part goes below what is told of the whole, in the same cells."""
    lines = {topic: f"{part.number}{part.title}：{text}" for topic, text in said.items() if text}
    return {topic: "\n".join(filter(None, (before.get(topic), lines.get(topic)))) for topic in Topic}


def about_sheet(title: str, today: date, count: int) -> str:
    return f"《{title.replace('《', '〈').replace('》', '〉')}》台账（{day(today)}）：{count}项，已填进展、问题、措施；数字注明自报、已对账或已核。"


def no_paper(why: str) -> str:
    return f"没有生成：{why}。"


def all_internal() -> str:
    return "这份计划标有“内部”，不在聊天里发送。请在服务器上用命令 export-plan 导出。"


def progress(line: LineFacts) -> str:
    sentences = [_state(line), figures(line), _whole(line), _pace(line), _words(line)]
    return "".join(sentences) or "尚无进展报来。"


def _state(line: LineFacts) -> str:
    by = f"（{line.document}）" if line.document else ""
    on = f"于{day(line.ended_on)}" if line.ended_on else ""
    match line.state:
        case State.DRAFT | State.PENDING_REVIEW:
            return "尚未下达。" if line.unit else "牵头单位待明确，尚未下达。"
        case State.DISPATCHED:
            return "已下达，待认领。"
        case State.DISPUTED:
            return "牵头单位提出异议，待裁定。"
        case State.COMPLETED:
            return f"{_capital(on)}报结，待核验。"
        case State.CLOSED | State.LOOKING_BACK | State.ARCHIVED:
            return f"已{on}核验销号。"
        case State.TERMINATED:
            return f"已终止{by}。"
        case State.CARRIED_OVER:
            return f"结转下年{by}。"
        case State.ADJUSTED:
            return f"任务已调整{by}。"
        case State.AWAITING_DATA:
            return "待统计数据公布。"
        case State.PAUSED:
            return "按规定暂停。"
    return ""


def _capital(on: str) -> str:
    return on.removeprefix("于")


def figures(line: LineFacts, only: Sequence[Standing] = tuple(Standing)) -> str:
    """截至5月25日，断头路5条，为目标12条的41.7%（自报）；完成投资1.1亿元（已对账）。"""
    chosen = [figure for figure in line.figures if figure.standing in only]
    if not chosen:
        return ""
    days = [figure.said_on for figure in chosen if figure.said_on]
    newest = max(days, default=None)
    parts = [_figure(figure, newest) for figure in chosen]
    return f"{f'截至{day(newest)}，' if newest else ''}{'；'.join(parts)}。"


def _figure(figure: FigureFact, newest: date | None) -> str:
    on = f"，{day(figure.said_on)}" if figure.said_on and figure.said_on != newest else ""
    said = f"{figure.name}{number(figure.value)}{figure.unit}"
    return f"{said}{against(figure)}（{figure.standing.value}{on}）"


def against(figure: FigureFact) -> str:
    """，为目标12条的41.7%; a rate is put beside its target, a ceiling beside its limit."""
    if not figure.target:
        return ""
    if figure.is_ceiling:
        return f"，控制目标{number(figure.target)}{figure.unit}"
    if figure.unit in {"%", "个百分点"}:
        return f"，目标{number(figure.target)}{figure.unit}"
    return f"，为目标{number(figure.target)}{figure.unit}的{number(round(figure.value / figure.target * 100, 1))}%"


def _whole(line: LineFacts) -> str:
    if line.percent is None:
        return ""
    on = f"，{day(line.percent_on)}" if line.percent_on else ""
    return f"总体进度{number(line.percent)}%（{line.percent_standing.value}{on}）。"


def _pace(line: LineFacts) -> str:
    if line.points is None or line.is_late or line.state not in _UNDER_WAY:
        return ""
    return f"{pace(line.points).replace('比序时', '较序时进度').replace('与序时', '与序时进度')}。"


_UNDER_WAY = {State.ACCEPTED, State.IN_PROGRESS, State.ASKING_HELP, State.ADJUSTED}


def _words(line: LineFacts) -> str:
    """What the unit said besides the figures and the problems, which have a place of their own."""
    if line.words is None:
        return ""
    clauses = _clauses(line.words.text)
    rest = [clause for clause in clauses if not _is_told_elsewhere(clause, line)]
    if not rest:
        return ""
    said = line.words.text if len(rest) == len(clauses) else "，".join(rest)
    also = "" if len(rest) == len(clauses) else "另"
    return f"{day(line.words.on)}{also}报：“{quoted(said, MOST_WORDS)}”（{Standing.REPORTED.value}）。"


def _clauses(text: str) -> list[str]:
    return [clause.strip() for clause in _BREAKS.split(text) if clause.strip()]


def _is_told_elsewhere(clause: str, line: LineFacts) -> bool:
    if any(f"{number(figure.value)}{figure.unit}" in clause for figure in line.figures):
        return True
    parts = [*line.blockers, *line.needs]
    return any(part in clause or clause in part for part in parts) or clause == "报结"


def quoted(text: str, most: int) -> str:
    """What a unit wrote, as it stands in a quotation: no end mark twice."""
    return short(text.replace("“", "‘").replace("”", "’"), most).rstrip("。；;，, ")


def issues(line: LineFacts) -> str:
    found = []
    if line.is_late and line.due:
        found.append(f"已超过完成时限（{day(line.due)}）。")
    if line.late_steps:
        named = "、".join(f"“{quoted(name, 30)}”（{day(on)}）" for name, on in line.late_steps)
        found.append(f"节点逾期未完成：{named}。")
    if line.missing:
        found.append(f"报结退回，尚缺：{quoted(line.missing, 60)}。")
    if line.blockers:
        on = f"（{day(line.told_on)}报）" if line.told_on else ""
        found.append(f"单位反映：{'；'.join(quoted(blocker, 60) for blocker in line.blockers)}{on}。")
    if line.needs:
        found.append(f"请求协调：{'；'.join(quoted(need, 60) for need in line.needs)}。")
    return "" if line.state in _OVER else "".join(found)


def _promised(promise: Commitment, said_on: date) -> str:
    """Of a whole message the clause that names the day."""
    clauses = _clauses(promise.text)
    named = [c for c in clauses if any(found.on == promise.on for found in find_dates(c, now=said_on))]
    return named[0] if named else promise.text


_OVER = {State.CLOSED, State.LOOKING_BACK, State.ARCHIVED, State.TERMINATED}


def measures(line: LineFacts) -> str:
    if line.state in _OVER | {State.COMPLETED}:
        return ""
    found = []
    if line.promise is not None:
        on = f"，{day(line.promised_on)}报" if line.promised_on else ""
        said = quoted(_promised(line.promise, line.promised_on or line.promise.on), 80)
        found.append(f"单位承诺{day(line.promise.on)}前：“{said}”（{Standing.REPORTED.value}{on}）。")
    if line.next_step is not None:
        name, on_day = line.next_step
        found.append(f"下一节点：{day(on_day)}，{quoted(name, 40)}。")
    return "".join(found)
