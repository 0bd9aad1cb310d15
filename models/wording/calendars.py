"""The calendar in words: what a notice was understood to say, what changes by it, and that a year is not announced yet."""

from collections.abc import Mapping, Sequence
from datetime import date

from models.rules.holiday_notice import HolidayNotice
from models.rules.office_hours import Season
from models.wording.phrases import WEEKDAYS, day


def refused(problems: Sequence[str]) -> str:
    return f"这份安排没有导入：{'；'.join(problems)}。请核对原文后再导。"


def understood(notice: HolidayNotice, changed: Mapping[date, bool], *, national: bool) -> str:
    head = f"{notice.year}年放假安排" if national else "本市安排"
    count = len(notice.lines) + len(notice.hours)
    lines = [f"{head}{f'（{notice.paper}）' if notice.paper else ''}，读出{count}条：", *notice.lines]
    if notice.hours:
        lines.append(f"办公时间：{'；'.join(season(one) for one in notice.hours)}")
    if changed:
        off = [_named(one) for one, worked in sorted(changed.items()) if not worked]
        work = [_named(one) for one, worked in sorted(changed.items()) if worked]
        lines.append(
            "与现行日历不同："
            + "；".join(
                [*([f"{'、'.join(off)}改为休"] if off else []), *([f"{'、'.join(work)}改为上班"] if work else [])]
            )
        )
    elif notice.days:
        lines.append("与现行日历没有不同。")
    return "\n".join(lines)


def season(one: Season) -> str:
    spans = "、".join(f"{w.opens:%H:%M}—{w.closes:%H:%M}" for w in one.windows)
    return f"{one.since[0]}月{one.since[1]}日起{spans}"


def _named(on: date) -> str:
    return f"{day(on)}（周{WEEKDAYS[on.weekday()]}）"


def one_day(on: date, *, is_workday: bool) -> str:
    return f"{_named(on)}{'上班' if is_workday else '放假'}"


def not_shown_to_be_saved() -> str:
    return "仅预览，没有导入。"


def needs_confirm(year: int) -> str:
    return f"{year}年的安排导入过，这份与它不同，没有改动。确认无误请加 --confirm。"


def saved(version: int, moved: int) -> str:
    return (
        f"已导入，日历第{version}版。运行中的时限{f'{moved}个按新日历重算' if moved else '没有变化'}；日程按新日历排。"
    )


def told(notice: HolidayNotice, moved: int, *, national: bool) -> str:
    what = (
        f"{notice.year}年放假安排已导入{f'（{notice.paper}）' if notice.paper else ''}"
        if national
        else f"日历有改动：{'；'.join(notice.lines) or '办公时间'}"
    )
    return f"{what}{f'，{moved}个时限按新日历重算' if moved else ''}"


def not_announced(year: int) -> str:
    return f"{year}年放假安排还没有导入，跨年的期限暂定。收到通知后请信息中心导入：mashang calendar import 文件"


def year(number: int, off: Sequence[date], work: Sequence[date], hours: Season, *, is_provisional: bool) -> str:
    mark = "（暂定，放假安排尚未导入）" if is_provisional else ""
    return "\n".join([
        f"{number}年{mark}",
        f"周一至周五放假{len(off)}天：{'、'.join(day(one) for one in off)}",
        f"周末上班{len(work)}天：{'、'.join(day(one) for one in work) or '无'}",
        f"办公时间：{season(hours)}",
    ])  # fmt: skip


def rules_same() -> str:
    return "与现行规则相同，没有改动。"


def rules_saved(version: int, changed: int) -> str:
    return f"规则第{version}版已生效，改动{changed}行。此前立项的事项沿用原来的版本。"


def rules_good(changed: int) -> str:
    return f"规则文件可用，与现行版本相差{changed}行。"
