"""Giving out tasks and taking them on."""

from collections.abc import Sequence
from datetime import date

from models.messages import Button, ButtonStyle, Card
from models.tasks import Assignment, Plan, due_of
from models.wording.phrases import beyond, day, fit, plain, short, weekday
from models.wording.tone import tone_of

HOW = "回一句：谁牵头、先做什么、方案哪天报。"
ON_A_CARD = 6
ALL, EACH, NOT_OURS = "accept-all", "one-by-one", "not-ours"
ONE, BACK = "accept-one", "contest-one"


def line(assignment: Assignment) -> str:
    """46号 打通城区断头路（12月31日前）"""
    task = assignment.task
    if task.off_chat:
        return f"{task.number} 内部事项，详见纸质件"
    due = f"（{day(task.due)}前）" if task.due else "（长期）" if task.due_kind == "ongoing" else "（期限待明确）"
    return f"{task.number} {plain(short(task.title, 24))}{due}"


def paper(plan: Plan | None) -> str:
    return f"（{plan.paper}）" if plan and plan.paper else ""


def headline(unit: str, assignments: Sequence[Assignment]) -> str:
    plan = assignments[0].task.plan
    what = "重点任务" if plan else "交办事项"
    tone = tone_of(assignments[0].unit.kind)
    return f"{tone.gives.format(unit=unit)}{what}{len(assignments)}项{paper(plan)}，{tone.asks}"


def watched(assignments: Sequence[Assignment]) -> str:
    """What a leader watches, or a bottom line: these want the head's own words."""
    own = [a for a in assignments if a.task.needs_own_words]
    if not own:
        return ""
    leader = next((a.task.leader_name for a in own if a.task.is_starred and a.task.leader_name), None)
    why = f"{leader}同志重点盯办" if leader else "底线任务"
    return f"{numbers(own)}（{why}）请您亲自回一句。"


def commit_button(on: date) -> str:
    """认领·3月13日报: ten characters at most are shown on a button, and the date must be among them."""
    return f"认领·{on.month}月{on.day}日报"


def dispatch_card(card_id: str, unit: str, assignments: Sequence[Assignment], *, plan_by: date) -> Card:
    """Up to six tasks on one card, with the button that carries a date."""
    tone = tone_of(assignments[0].unit.kind)
    buttons = [Button(EACH, "逐项看"), Button(NOT_OURS, f"不属{tone.we}职责", ButtonStyle.DANGER)]
    promise = ""
    if any(not a.task.needs_own_words for a in assignments):
        buttons.insert(0, Button(ALL, commit_button(plan_by), ButtonStyle.PRIMARY))
        promise = f"点第一个按钮即全部认领，方案{weekday(plan_by)}前报。"
    how = f"也可{HOW}" if promise else f"烦请{HOW}" if tone.is_partner else HOW
    body = "\n".join(part for part in (promise, watched(assignments), how + tone.beside) if part)
    fields = tuple((a.task.number, line(a).split(" ", 1)[1]) for a in assignments[:ON_A_CARD])
    return Card(card_id, headline(unit, assignments), body, fields, tuple(buttons))


def dispatch_text(unit: str, assignments: Sequence[Assignment], *, plan_by: date) -> str:
    """More than six: one text that lists all, folded where it would be too long."""
    tone = tone_of(assignments[0].unit.kind)
    last = (
        f"{'能承担的，烦' if tone.is_partner else '全部认领'}请回“全部认领”，即方案{weekday(plan_by)}前报；也可{HOW}"
        f"不属{tone.you}职责的，回“{assignments[0].task.number}不属{tone.we}职责”并说明理由。"
    )
    lines = [
        headline(unit, assignments),
        *([found] if (found := watched(assignments)) else []),
        *(line(a) for a in assignments),
        last,
    ]
    return fit(lines, head=2)


def one_card(card_id: str, assignment: Assignment, *, plan_by: date) -> Card:
    task = assignment.task
    fields = [("期限", day(task.due) if task.due else "长期" if task.due_kind == "ongoing" else "待明确")]
    if task.leader_name:
        fields.append(("分管领导", task.leader_name))
    accept = [] if task.needs_own_words else [Button(ONE, commit_button(plan_by), ButtonStyle.PRIMARY)]
    hint = (
        "这一项请您亲自回一句：谁牵头、先做什么、哪天。"
        if task.needs_own_words
        else f"点“认领”即方案{weekday(plan_by)}前报；也可直接回一句。"
    )
    goal = "" if task.off_chat else f"{plain(short(task.goal, 100))}\n"
    return Card(
        card_id, f"{task.number} {plain(task.chat_title(28))}", f"{goal}{hint}", tuple(fields),
        (*accept, Button(BACK, f"不属{tone_of(assignment.unit.kind).we}职责", ButtonStyle.DANGER)),
    )  # fmt: skip


def accepted(assignments: Sequence[Assignment], *, lead: str | None, first_step: str | None, on: date | None) -> str:
    """What was understood, in one line."""
    due = min((found for a in assignments if (found := due_of(a))), default=None)
    return f"{numbers(assignments)}已认领：{promised(lead, first_step, on)}{beyond(on, due)}。"


def promised(lead: str | None, first_step: str | None, on: date | None) -> str:
    parts = (f"牵头{lead}" if lead else "", plain(first_step or ""), f"{weekday(on)}" if on else "")
    return "，".join(part for part in parts if part)


FAR_DAYS = 180  # so far ahead a day without its year is rather one of this year


def about_the_day(
    on: date | None, impossible: Sequence[str], *, today: date, counted_on: date | None, year_said: bool = False
) -> list[str]:
    """What is odd about a day that was named: another year's, none of the calendar, or one on which nobody works."""
    said = [f"“{one}”没有这一天，请补一句哪天。" for one in impossible]
    if on is not None and on.year != today.year and (on - today).days > FAR_DAYS and not year_said:
        said.append(f"{day(on)}今年已过，按{on.year}年{day(on)}登记，对吗？不是的话请回“更正…”写明哪天。")
    if on is not None and counted_on is not None and counted_on != on:
        said.append(f"{day(on)}不上班，到期按{weekday(counted_on)}算。")
    return said


def tail(rest: int) -> str:
    """What still waits; and a correction is always possible."""
    return f"{f'还有{rest}项待认领。' if rest else ''}不对请回“更正…”。"


def for_the_head(assignments: Sequence[Assignment]) -> str:
    """A liaison spoke for a task that wants the head's own words."""
    return f"{numbers(assignments)}由市领导盯办或属底线任务，须负责人本人回一句；您备的这句已留存。"


def numbers(assignments: Sequence[Assignment]) -> str:
    """46号, 43、44号, 43、44、45号等14项"""
    found = [a.task.number.removesuffix("号") for a in assignments]
    return f"{'、'.join(found)}号" if len(found) <= 4 else f"{'、'.join(found[:3])}号等{len(found)}项"


def bare_receipt(assignments: Sequence[Assignment]) -> str:
    return f"好的。{numbers(assignments)}还请补一句：先做什么、哪天。联络员补也可以。"


def nothing_waits() -> str:
    return "您手上没有待认领的任务，没有改动。回“我的任务”看全部。"


def own_words(assignments: Sequence[Assignment]) -> str:
    return f"{numbers(assignments)}由市领导盯办或属底线任务，还请您亲自回一句：谁牵头、先做什么、哪天。"


def ask_reason(assignments: Sequence[Assignment]) -> str:
    example = f"如“{assignments[0].task.number}应由市××局负责，理由…”"
    you = tone_of(assignments[0].unit.kind).you
    if len(assignments) == 1:
        return f"好的。{numbers(assignments)}请回一句：为什么不属{you}职责、建议由哪个单位承担（{example}）。"
    return f"好的。请回一句：哪几项不属{you}职责、建议由哪个单位承担（{example}）。"


def ask_which_contested(assignments: Sequence[Assignment]) -> str:
    listed = "；".join(f"{a.task.number} {plain(a.task.chat_title(10))}" for a in assignments[:6])
    return f"好的。是哪几项？回编号即可：{listed}。都不属{tone_of(assignments[0].unit.kind).you}的回“全部”。"


def contested(assignments: Sequence[Assignment]) -> str:
    return f"{numbers(assignments)}的意见已转督查室裁定，裁定前不再催办。"


def contested_to_office(unit: str, assignments: Sequence[Assignment], reason: str) -> str:
    return f"{unit}对{numbers(assignments)}提出异议：{plain(short(reason, 80))}"


def already_settled() -> str:
    return "这张卡片已经处理过了，没有改动。回“我的任务”看现在的情况。"


CONFIRM, WAIT = "confirm-taking", "not-yet-taken"


def leaders_card(card_id: str, assignments: Sequence[Assignment], *, said: str, by: str) -> Card:
    """To a city leader who heads the unit: what his secretary prepared, one tap away from being taken on."""
    buttons = (Button(CONFIRM, "确认认领", ButtonStyle.PRIMARY), Button(WAIT, "先不认领"))
    return Card(card_id, f"{numbers(assignments)}认领，请您确认", f"{by}已备好：{said}", (), buttons)


def prepared(assignments: Sequence[Assignment], leader: str) -> str:
    return f"{numbers(assignments)}已备好，请{leader}同志确认后即为认领。"


def prepared_line(assignments: Sequence[Assignment], by: str) -> str:
    return f"{numbers(assignments)}认领{by}已备好，您回一句即确认"


def nobody_confirms(assignments: Sequence[Assignment]) -> str:
    return f"{numbers(assignments)}待负责同志确认认领，但没有可联系的账号"


def not_taken(assignments: Sequence[Assignment], leader: str) -> str:
    return f"{numbers(assignments)}{leader}同志先不认领，请再商"


def kept_back(assignments: Sequence[Assignment]) -> str:
    return f"{numbers(assignments)}没有认领，已告知备稿的同志。"


def contest_to_head(number: str, by: str, reason: str) -> str:
    """To the head: his liaison says that it is not theirs."""
    bare = number.removesuffix("号")
    return f"{number}{by}说“{plain(short(reason, 30))}”，您同意就回“{bare}不属我局职责，…”"


def contest_is_his(assignments: Sequence[Assignment], head: str) -> str:
    return f"{numbers(assignments)}的异议由{head}本人提，您的理由已放进他的下一份清单。"
