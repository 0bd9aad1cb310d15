"""A leader's digest: one screen, figures before adjectives, what he is to decide first."""

from collections.abc import Mapping, Sequence
from datetime import date

from models.tasks import Assignment
from models.wording.phrases import day, fit, number, plain, short

WORDS = {"done": "办结", "green": "正常", "yellow": "偏慢", "red": "滞后", "white": "未评"}
LONGEST_REASON = 14
NO_ACCOUNT = "没有可用的账号"


def counts(shown: Mapping[str, int]) -> str:
    """办结3、正常24、偏慢6、滞后2; what is nobody's stands nowhere."""
    return "、".join(f"{word}{shown[key]}" for key, word in WORDS.items() if shown.get(key))


def headline(salute: str, on: date, total: int, shown: Mapping[str, int], *, whole: bool, mean: str) -> str:
    return f"{salute}：{day(on)}，{of(whole)}{total}项{mean}：{counts(shown)}。"


def of(whole: bool) -> str:
    return "全市" if whole else "分管"


def mean(percent: float | None, expected: float | None) -> str:
    """，平均46%（应到44%）"""
    if percent is None or expected is None:
        return ""
    return f"，平均{round(percent)}%（序时{round(expected)}%）"


def quiet(on: date, total: int, *, whole: bool) -> str:
    return f"{day(on)}，{of(whole)}{total}项无变化。"


def nothing_yet(salute: str, on: date, *, whole: bool) -> str:
    return f"{salute}：{day(on)}，{of(whole)}任务还没有下达。"


def behind(assignment: Assignment, today: date, *, reason: str, promised: date | None) -> str:
    """47号慢18个百分点，管材未到，6月20日补上（自报）"""
    task = assignment.task
    if task.off_chat:
        return f"{task.number}（内部）{WORDS[assignment.lamp]}"
    parts = [f"{task.number}{_how_far(assignment, today)}", plain(short(reason, LONGEST_REASON))]
    parts.append(f"{day(promised)}补上" if promised and reason else f"下一步{day(promised)}" if promised else "")
    standing = f"（{assignment.standing}）" if assignment.standing else ""
    return "，".join(part for part in parts if part) + standing


def _how_far(assignment: Assignment, today: date) -> str:
    due = assignment.task.due
    if assignment.because == "已过期限" and due is not None:
        return f"过期限{(today - due).days}天"
    if assignment.points is not None and assignment.points <= -1:
        return f"慢{number(abs(round(assignment.points)))}个百分点"
    return assignment.because or WORDS[assignment.lamp]


def watch(found: Sequence[str]) -> str:
    return f"要留意：{'；'.join(found)}。"


def went_on(found: Sequence[tuple[str, float]]) -> str:
    """动了：13号 +9、20号 −2。"""
    said = "、".join(f"{n} {'+' if points > 0 else '−'}{number(abs(round(points)))}" for n, points in found)
    return f"动了：{said}。"


def weakest(section: str, percent: float, unit: str, slow: int) -> str:
    """短板：三、产业发展（平均21%）；市水利局2项滞后"""
    parts = [f"{plain(short(section, 14))}（平均{round(percent)}%）"] if section else []
    parts += [f"{unit}{slow}项滞后"] if slow else []
    return f"短板：{'；'.join(parts)}。"


def decide(found: Sequence[str], total: int, *, asks: bool) -> str:
    """`asks`: the reader is the one who decides."""
    return f"请您定{total}件：{'；'.join(found)}{'，回“请您定”逐件定' if asks else ''}。"


def help_asked(number_: str, what: str, unit: str) -> str:
    return f"{number_}{unit}求助：{plain(short(what, 24))}" if what else f"{number_}{unit}求助待答复"


def contested(number_: str, reason: str, unit: str) -> str:
    return f"{number_}{unit}对分工有异议：{plain(short(reason, 24))}" if reason else f"{number_}{unit}对分工有异议"


def extension(number_: str, unit: str, until: str, cause: str) -> str:
    to = f"到{day(date.fromisoformat(until))}" if until else ""
    return f"{number_}{unit}申请延期{to}" + (f"（{plain(short(cause, 16))}）" if cause else "")


def orders(done: int, open_: int, late: int) -> str:
    parts = [f"办结{done}" if done else "", f"在办{open_}" if open_ else "", f"其中过期{late}" if late else ""]
    return f"您交办的{done + open_}件：{'、'.join(part for part in parts if part)}。"


def not_updated(number_: str, unit: str, due: str, note: str) -> str:
    """When it was due, and the line that 督查室 added."""
    return f"{number_}{unit}（{due}应报）{'：' + plain(short(note, 24)) if note else ''}"


def all_not_updated(found: Sequence[str], total: int) -> str:
    return f"到期未更新{total}项：{'；'.join(found)}。"


def whole(lines: Sequence[str]) -> str:
    return fit(lines, tail=0)


def for_aide(leader: str, text: str) -> str:
    """The aide reads it ten minutes before."""
    return f"{leader}今天的摘要，供您先看：\n{text}"


def ask(unit: str) -> str:
    return f"看单位回“{unit}”，看一项回编号，看滞后回“哪些滞后”。"
