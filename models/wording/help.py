"""Help: a difficulty shown back with its ways on, what the unit asked reads, its answer, and the list for a 专题会."""

import re
from collections.abc import Sequence
from datetime import date, datetime

from models.messages import Button, ButtonStyle, Card
from models.wording.phrases import day, fit, local, near_moment, plain, short, weekday

OUT, OURSELVES, SECRETARY = "help-out", "help-ourselves", "help-secretary"
YES, NO, MEETING = "help-yes", "help-no", "help-meeting"
SOLVED, NOT_YET = "help-solved", "help-not-yet"
COORDINATE, WAIT = "help-coordinate", "help-wait"
WITHDRAWN, LISTED = "求助已撤回", "列入专题会"
MOST_OUT = 60  # characters of what goes out, all of them shown on the card that is tapped
_LEADER = re.compile(r"领导|市长|秘书长|书记|市里|市政府(?!办)|市委市政府|上级|主要领导|分管")


def is_leader(name: str) -> bool:
    return bool(_LEADER.search(name))


def clock_name(unit: str) -> str:
    return f"答复{unit}求助"


def request_text(what: str, blocker: str) -> str:
    """What would go out: the thing asked for, with the obstacle where it names none."""
    said = (what or f"协调解决：{blocker}").strip("，,。 ")
    return short(plain(said if said.startswith("请") else f"请{said}"), MOST_OUT)


def through(text: str, unit: str) -> str:
    """What the 副秘书长 is asked, where it is another leader's unit that has to act: 请市水利局批用地指标."""
    return short(f"请{unit}{text[1:] if text.startswith('请') else f'：{text}'}", MOST_OUT) if unit else text


def offer(card_id: str, number: str, echo: str, text: str, asked: str) -> Card:
    """Nothing leaves the unit before the tap; the words that would go out stand on the card."""
    out = f"转{asked}" if asked else "转出…"
    buttons = [Button(OUT, out if len(out) <= 10 else "转出", ButtonStyle.PRIMARY), Button(OURSELVES, "我先沟通")]
    if "秘书长" not in asked:
        buttons.append(Button(SECRETARY, "请副秘书长协调"))
    to = f"拟转{asked}" if asked else "拟转出"
    return Card(card_id, f"{number} 有困难，尚未转出", f"{short_echo(echo)}\n{to}：“{text}”", (), tuple(buttons))


def short_echo(echo: str) -> str:
    return short(echo, 88)


def to_head(card_id: str, number: str, text: str, asked: str, by: str) -> Card:
    return offer(card_id, number, f"{by}备好求助，请您定。", text, asked)


def left_to_head(number: str, head: str) -> str:
    return f"{number}求助要{head}点头，已请他定；定之前不转出。"


def ourselves(number: str, asked: str) -> str:
    again = f"“{number} 转{asked or '市××局'}：要办的事”"
    return f"好的，{number}您先沟通，没有转出。要转时回{again}。"


def ask_unit(number: str) -> str:
    return f"{number}转给哪个单位？回单位名称即可。"


def unknown_unit(name: str) -> str:
    return f"没有找到“{plain(short(name, 12))}”这个单位，没有转出。"


def passed(number: str, asked: str, text: str, due: datetime | None, now: datetime) -> str:
    until = f"{near_moment(due, now)}前答复" if due else "答复后告知您"
    return f"{number}已转{asked}：“{text}”，{until}。等答复期间不催办。"


def asked_card(
    card_id: str, unit: str, number: str, title: str, text: str, due: datetime | None, now: datetime, *, you: str
) -> Card:
    """`you` is how the unit asked is spoken to; empty for a leader."""
    until = f"{near_moment(due, now)}前" if due else "近日"
    first = Button(YES, _yes(due), ButtonStyle.PRIMARY) if you else Button(YES, "我来协调", ButtonStyle.PRIMARY)
    last = Button(NO, "办不了…") if you else Button(MEETING, LISTED)
    how = f"点一下，或回“答复 {number.removesuffix('号')} …”：能不能办、哪天。"
    return Card(
        card_id, f"{unit}请{f'{you}协助' if you else '您协调'}，{until}答复", f"“{text}”\n{how}", (("事项", f"{number} {title}"),),
        (first, last),
    )  # fmt: skip


def _yes(due: datetime | None) -> str:
    return f"能办·{day(local(due).date())}前" if due else "能办"


def yes_answer(on: date | None) -> str:
    return f"能办，{day(on)}前办到" if on else "能办"


COORDINATES = "由我协调，有结果即告知"


def ask_answer(number: str) -> str:
    return f"{number}办不了的缘由，或由谁办更合适？回一句即答复对方。"


def thanks(number: str, unit: str) -> str:
    return f"{number}已答复{unit}，这一件的时限到此为止。"


def back_card(card_id: str, number: str, asked: str, who: str, answer: str) -> Card:
    buttons = (Button(SOLVED, "解决了", ButtonStyle.PRIMARY), Button(NOT_YET, "还没解决"))
    return Card(card_id, f"{number}求助有答复：{asked}", f"{who}：“{plain(short(answer, 110))}”", (), buttons)


def back_line(number: str, asked: str, answer: str) -> str:
    return f"{number}求助{asked}答复：“{plain(short(answer, 40))}”，时限接着算"


def asked_line(unit: str, number: str, text: str, you: str) -> str:
    return f"{unit}就{number}请{you}协助：“{text}”，回“答复 {number.removesuffix('号')} …”"


def solved(number: str) -> str:
    return f"好的，{number}这件求助办结。"


def solved_to_helper(number: str, unit: str) -> str:
    return f"{number}{unit}说已解决，谢谢支持"


def stuck(number: str) -> str:
    return f"{number}已协调两轮，列入专题会清单，副秘书长和督查室都看得到；议定后告知您。"


def stuck_line(number: str, unit: str, asked: str, by: str) -> str:
    how = f"，{by}列入专题会" if by else "两轮未解决，列入专题会"
    return f"{number}{unit}求助{asked}{how}，回“专题会”看"


def listed(number: str) -> str:
    return f"{number}已列入专题会清单，双方和督查室都会知道；议定后回“专题会 {number.removesuffix('号')} 已定：…”。"


def listed_line(number: str, unit: str, by: str) -> str:
    return f"{number}{unit}的求助，{by}已列入专题会，不用再答复，议定后告知"


def leader_card(
    card_id: str,
    number: str,
    title: str,
    who: tuple[str, str],
    text: str,
    asked: date,
    due: date | None,
    secretary: str,
) -> Card:
    """`who` asks and is asked; `secretary`: by whom it could be coordinated, where it is not with him already."""
    buttons = [Button(COORDINATE, f"请{secretary}协调", ButtonStyle.PRIMARY)] if secretary else []
    facts = (("事项", f"{number} {title}"), ("求助", " → ".join(who)), ("时间", _asked_and_due(asked, due)))
    buttons += [Button(MEETING, LISTED), Button(WAIT, "再等等")]
    return Card(card_id, f"{number} 求助请您定", f"“{text}”" if text else "内容在内网台账", facts, tuple(buttons))


def _asked_and_due(asked: date, due: date | None) -> str:
    return f"{day(asked)}提出" + (f"，应于{day(due)}答复" if due else "")


def coordinated(number: str, to: str, due: datetime | None, now: datetime) -> str:
    until = f"，{near_moment(due, now)}前答复" if due else ""
    return f"{number}已请{to}协调{until}，双方都会知道。"


def with_him_already(number: str, to: str) -> str:
    return f"{number}已在请{to}协调，等他答复，没有改动。"


def coordinated_line(number: str, unit: str, to: str, by: str) -> str:
    return f"{number}{unit}的求助，{by}已请{to}协调，有结果即告知"


def put_off(number: str, asked: str, until: date) -> str:
    return f"好的，{number}先等{asked}答复，{weekday(until)}还没答复再请您定。"


def none_of_his(number: str) -> str:
    return f"您分管的事项里没有{number}号待答复的求助，没有改动。回“请您定”看等您定的事。"


def already(number: str) -> str:
    return f"{number}这件求助已经处理过，没有改动。"


def nothing_to_answer(number: str) -> str:
    return f"没有找到请您答复的{number}号求助。回“求助”看。"


def meeting_list(lines: Sequence[str]) -> str:
    if not lines:
        return "没有待上专题会的事项。"
    return fit([f"待上专题会{len(lines)}件：", *lines, "议定后回“专题会 编号 已定：…”，双方都会看到。"])


def meeting_line(number: str, unit: str, asked: str, text: str, on: date, by: str) -> str:
    return f"{number} {unit}→{asked}：“{short(text, 30)}”（{day(on)}起，{f'{by}列入' if by else '两轮未解决'}）"


def settled(number: str) -> str:
    return f"{number}专题会意见已告知双方。"


def settled_line(number: str, words_: str, by: str) -> str:
    return f"{number}专题会议定：“{plain(short(words_, 60))}”（{by}）"


def closed_with_task(number: str, text: str) -> str:
    return f"{number}已核验销号，求助“{plain(short(text, 30))}”随之办结，不用再答复"


def mine(ours: Sequence[str], theirs: Sequence[str]) -> str:
    if not ours and not theirs:
        return "没有未了的求助。"
    lines = [*(["转出的："] if ours else []), *ours, *(["请您答复的："] if theirs else []), *theirs]
    return fit([*lines, "答复请回“答复 编号 …”；不用了回“撤回求助 编号”。"])


STATES = {"asked": "等答复", "answered": "已答复", "stuck": "待专题会"}


def mine_line(number: str, other: str, text: str, state: str) -> str:
    return f"{number} {other}：“{short(text, 24)}” {STATES.get(state, state)}"


def withdrawn(number: str) -> str:
    return f"{number}求助已撤回，时限接着算。"
