"""What a person asks for: 我的任务, 今日, 进度 12, 帮助; and what the bot says when it does not know somebody."""

from collections.abc import Sequence
from datetime import date, datetime

from models.tasks import Assignment, due_of
from models.wording.phrases import day, far_day, fit, local, number, plain, short
from models.wording.replies import LAMPS

STATES_SHORT = 4


def help_for(role: str) -> str:
    """At most five short lines."""
    if role == "admin":
        return (
            "我是马上，帮督查室把任务送到人、催到办结。\n“待核验”看报结；“未认领”看还没认领的；“异议”看待裁定的；“进度 46”看一项；“日程”看定时发的；“同步通讯录”补账号。\n"
            "卡片上点“销号”或“还差…”即核验。\n“导出台账”给出原表，进展、问题、措施已填好；“通报”给出草稿；“46 分子项：1 … 市住建局 6月20日；2 …”分开下达。\n“值班”看谁值班、录值班表；“突发记录”看突发。"
        )
    if role == "leader":
        return "我是马上。回“我的任务”看分管情况，回“进度 46”看一项，回“今日”看今天要留意的，回“请您定”看等您定的；“盯 46”列为重点盯办。\n“哪些滞后”看偏慢和滞后的，回单位名看一个单位。\n“交办 市城管局 周五前报井盖排查情况”，督查室确认后下达；“我交办的”看落实。"
    return (
        "直接回编号加进展就行，如“46 打通5条，管线6月20日迁完”。\n报完成：“46 报结，临建验〔2026〕11号”。\n"
        "说错了：“更正 46 打通6条”，或“撤销”。\n“我的任务”“今日”“进度 46”“为什么提醒我”随时可问。\n遇突发：“突发 何时何地何事”，点确认即发总值班室，同时请打电话。"
    )


def my_tasks(assignments: Sequence[Assignment], label: dict[str, str], *, reports: bool) -> str:
    """`reports`: some of them are his own unit's to report on."""
    if not assignments:
        return "您手上现在没有任务。"
    lines = [task_line(a, label) for a in assignments]
    if not reports:
        return fit([f"分管{len(lines)}项：", *lines, "回“进度 编号”看一项，回“哪些滞后”看要留意的。"])
    return fit([f"您手上{len(lines)}项：", *lines, "回“进度 编号”看一项，直接回“编号 进展”即登记。"])


def task_line(assignment: Assignment, label: dict[str, str]) -> str:
    """🟡 46号 打通城区断头路 42% 推进中（12月31日）"""
    task = assignment.task
    title = "内部事项" if task.off_chat else plain(short(task.title, 14))
    share = f" {number(assignment.percent)}%" if assignment.percent is not None and not task.off_chat else ""
    due = f"（{day(due_on)}）" if (due_on := due_of(assignment)) else ""
    return f"{LAMPS[assignment.lamp]}{task.number} {title}{share} {label.get(assignment.state, '')}{due}"


def today(lines: Sequence[str], now: datetime) -> str:
    on = day(local(now).date())
    if not lines:
        return f"{on}，没有今天到期或待回的事项。"
    return fit([f"{on}，{len(lines)}件：", *lines])


def one_task(
    assignment: Assignment,
    *,
    state: str,
    pace: str,
    chain: Sequence[str],
    figures: Sequence[str],
    milestones: Sequence[str],
    last: Sequence[str],
) -> str:
    task = assignment.task
    if task.off_chat:
        return f"{LAMPS[assignment.lamp]}{task.number} 内部事项，{state}。详情见内网台账。"
    lines = [
        f"{LAMPS[assignment.lamp]}{task.number} {plain(short(task.title, 30))}（{state}）",
        f"目标：{plain(short(task.goal or task.title, 60))}",
        *figures,
        pace,
        *milestones,
        f"期限{day(due)}{'（已批准延期）' if due != task.due else ''}" if (due := due_of(assignment)) else "",
        *last,
        f"报结还差：{plain(short(assignment.missing, 60))}" if assignment.missing else "",
        " → ".join(chain),
    ]
    return fit([line for line in lines if line])


def pace(assignment: Assignment, points: str) -> str:
    """进度42%（自报），比序时慢12个百分点，照此推算11月18日完成; past its day that is said, whatever the lamp"""
    if assignment.percent is None:
        return ""
    standing = f"（{assignment.standing}）" if assignment.standing else ""
    is_rated = assignment.forecast is not None and assignment.lamp != "white" and assignment.percent < 100
    ahead = _ahead(assignment.forecast, due_of(assignment)) if is_rated else ""
    return "，".join(part for part in (f"进度{number(assignment.percent)}%{standing}", points, ahead) if part)


def _ahead(forecast: date | None, due: date | None) -> str:
    is_late = forecast is not None and due is not None and forecast > due
    on = far_day(forecast, due)
    return f"按现在的速度要到{on}，晚于期限" if is_late else f"照此推算{on}完成"


def unknown_sender() -> str:
    return "您的账号还没有登记在册，原话已转督查室核对。"


def unknown_to_office(platform: str, userid: str, words: str) -> str:
    return f"有未登记的账号（{platform} {plain(userid)}）发来：“{plain(short(words, 40))}”，请核对后登记"


_SENT = {
    "image": "图片",
    "voice": "语音",
    "video": "视频",
    "file": "文件",
    "location": "位置",
    "link": "链接",
    "tap": "点按",
}


def sent(kind: str) -> str:
    return f"（{_SENT.get(kind, '一条消息')}）"


def left_organisation(platform: str, unit: str, name: str) -> str:
    return f"{platform}通讯录里，{unit}{plain(name)}已离开组织，他的账号不再发送，请核对由谁接任"


def left_range(platform: str, unit: str, name: str) -> str:
    return f"{platform}里，{unit}{plain(name)}已不在本应用的可见范围内，消息到不了他；请在管理后台加回，或核对由谁接任"


_WARNINGS = {
    "inactive_alert": "长期少有人用，平台将停用本应用",
    "low_active_alert": "使用的人偏少，平台将限制本应用",
    "low_active": "使用的人偏少，平台已限制本应用",
    "active_restored": "平台已恢复本应用的使用",
    "close_inactive_agent": "平台已停用本应用，消息发不出去，请管理员在管理后台重新启用",
    "reopen_inactive_agent": "平台已重新启用本应用",
}


def platform_warns(platform: str, what: str) -> str:
    return f"{platform}通知：{_WARNINGS.get(what, '应用状态有变化，请管理员在管理后台查看')}"


def no_such_task(number_: str) -> str:
    return f"没有找到您名下的{number_}号。回“我的任务”看编号。"


def welcome() -> str:
    return "我是马上。回“帮助”看怎么用。"


def noted() -> str:
    return "好的。手上的事项，回“我的任务”看。"


def let_go() -> str:
    return "好的，这一步先放下，没有改动。"


def complaint() -> str:
    return "您的意见已转督查室。每条提醒的缘由，回“为什么”可看；回一句有事实的进展，那一项就停。"


def complaint_to_office(name: str, text: str) -> str:
    return f"{name}对提醒有意见：“{plain(short(text, 40))}”"


def busy() -> str:
    return "好的，您先忙。回头补一句即可，联络员代备也可以。"


def others_will() -> str:
    return "好的，由他来备即可；备好后您回“待确认”一起看，点一下就登记。"


def later() -> str:
    return "好的，您先忙。方便时回编号加一句即可，时限照旧。"


def which_is_done() -> str:
    return "请带上编号，如“46 报结，临建验〔2026〕11号”。"
