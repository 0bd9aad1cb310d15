"""Reading an order (交办) as it is typed or pasted: who is to do what by when, and what it rests on.

A sentence, or a paragraph of 会议纪要 with several: each piece that gives work to a unit is a draft of its own. Nothing is
guessed: a missing unit or date stays empty and is asked for.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, time

from models.rules.addressees import Addressed, Directory, Part
from models.rules.date_steps import number
from models.rules.dates import FoundDate, find_dates
from models.rules.order_sources import Leader, Source, read_source

UNSAID = Source()
MOST_READ = 4_000  # characters
MOST_DRAFTS = 12
WorkdayAfter = Callable[[date, int], date]


@dataclass(frozen=True, slots=True)
class Draft:
    """`due` is the last day, `at` its hour where one was said; `is_today` for what is to be done the same day."""

    what: str
    units: tuple[str, ...] = ()  # full names, the first consolidates
    support: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    each: bool = False
    due: date | None = None
    at: time | None = None
    is_today: bool = False
    source: Source = UNSAID
    said: str = ""


_PREFIX = re.compile(r"^\s*(?:请)?(?:帮我?)?(?:新增|登记)?(?:一[件项条])?交办(?:事项|任务|件)?\s*[:：，,]?\s*")
_MARK = re.compile(
    r"(?:(?<=^)|(?<=[\n。；;：:]))\s*(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十\d]{1,2}[）)]|\d{1,2}[.．、](?!\d)|[①-⑳]|[一二三四五六七八九]是|第[一二三四五六七八九][，,、])\s*"
)
_CUT = re.compile(r"[。；;\n！!]+")
_AT_ONCE = re.compile(r"立即|马上|立刻|即刻|当日|当天|即办|今日事今日毕")
_FOR_ALL = re.compile(r"^(?:以上|上述|各项|以上各项|上述各?[事任]?[项务])")
_PURPOSE = re.compile(
    r"完成|报|拿出|提交|见效|到位|办结|落实|提出|上会|汇报|送|交|回复|答复|整改|开工|竣工|建成|拆除|解决"
)
_BEFORE_DATE = re.compile(r"(?:务必|必须|要|请|力争|确保|于|在|至迟|最迟|截至|截止|限|，|,)+$")
_AFTER_DATE = re.compile(r"^(?:之前|以前|前|内|，|,|、|\s|务必|必须|要)+")
_OCCASION = re.compile(r"批示|会议|会上|纪要|根据|按照|依据|强调|指示|要求|通知|精神|同志|交办")
_LEAD_GLUE = re.compile(r"(?:请|由|责成|要求|责令|督促|安排|通知|明确|指定|让|转|交由|交给|交办|交|@|：|:|\s)+$")
_AFTER_UNIT = re.compile(
    r"^(?:等?(?:[一二两三四五六七八九十\d]{0,2}家)?(?:单位|部门)?)?(?:共同|分别|具体|各自|也|都|均)*(?:(?:负责|牵头|主办|承办)+(?:[，,、；]|$|(?=[一-鿿]))|要|应|须|需(?!要)|必须)?[，,：:\s]*"
)
_LABEL = re.compile(
    r"[（(\[【]?\s*(?P<label>责任单位|牵头单位|主办单位|承办单位|配合单位|协办单位|完成时限|完成时间|办理时限|时限|时间要求)\s*[为是]?\s*[：:]\s*(?P<rest>[^）)\]】。；;\n]*)[）)\]】]?"
)
_IN_BRACKETS = re.compile(r"[（(](?P<inside>[^（）()]{3,80})[）)]")
_TALK = re.compile(
    r"[?？]|请问|得(?:不错|很?好|可以)|了[。！!]*$|吗[。]?$|怎么样|如何了|哪些|多少|什么时候|进展如何|情况怎|(?:什么|没有|谁|几[个项条件次]|哪[个一项家些])[？?。]*$"
)
_ASKS = re.compile(r"(?:^|[，,。：:])请|^(?:责成|要求|由|责令)|交办|会议(?:要求|决定|议定|强调|指出)|批示")


def is_command(text: str) -> bool:
    """交办 …: the word itself says what is meant."""
    return bool(re.match(r"\s*交办\s*(?:[:：，,]|\s|[^\s:：，,。的])", text)) and not re.fullmatch(
        r"\s*交办[。\s]*", text
    )


def at_once(text: str) -> bool:
    """立即, 马上, 当天: the same day."""
    return bool(_AT_ONCE.search(text))


def sounds_like_order(text: str, drafts: Sequence[Draft]) -> bool:
    """Words without 交办 are an order when they give work to a unit and say by when, or ask in so many words."""
    if not any((draft.units or draft.unknown) and len(draft.what) >= 4 for draft in drafts) or _TALK.search(text):
        return False
    return any(draft.due for draft in drafts) or bool(_ASKS.search(text.strip()))


def read_orders(
    text: str, *, today: date, directory: Directory, leaders: Sequence[Leader] = (), workday_after: WorkdayAfter
) -> tuple[Draft, ...]:
    """The drafts in order; one without unit where nothing in the text gives work to anybody."""
    text = _PREFIX.sub("", text[:MOST_READ].strip())
    source = read_source(text, leaders)
    drafts: list[Draft] = []
    for item in _items(text):
        start = len(drafts)
        for n, piece in enumerate(item.pieces):
            if item.is_marked and n == 0:
                drafts.append(Draft("", said=""))
            _take(piece, drafts, today=today, directory=directory, workday_after=workday_after)
        drafts[start:] = [one for one in drafts[start:] if one.units or one.unknown or (one.due and one.what)]
    if not drafts and text:
        due = _due(text, today, workday_after)
        drafts = [_draft(text, (), due, said=text)]
    return tuple(replace(draft, source=source) for draft in drafts[:MOST_DRAFTS] if draft.what or draft.units)


@dataclass(frozen=True, slots=True)
class Item:
    """A numbered item, or what stands before the first; its sentences."""

    pieces: tuple[str, ...]
    is_marked: bool


def _items(text: str) -> list[Item]:
    text = re.sub(r"[。；;]\s*(?=[（(][^（）()]{2,60}[）)])", "", text)  # …工程。（市住建局牵头）
    marks = list(_MARK.finditer(text)) if len(_MARK.findall(text)) > 1 else []
    ends = [*(mark.start() for mark in marks), len(text)]
    items = [Item(_sentences(text[: ends[0]]), is_marked=False)]
    items += [Item(_sentences(text[m.end() : end]), is_marked=True) for m, end in zip(marks, ends[1:], strict=True)]
    return [item for item in items if item.pieces]


def _sentences(text: str) -> tuple[str, ...]:
    return tuple(piece for part in _CUT.split(text) if (piece := part.strip(" ，,、")))


def _take(piece: str, drafts: list[Draft], *, today: date, directory: Directory, workday_after: WorkdayAfter) -> None:
    """A new draft, or something more about the one before."""
    body, labelled = _without_labels(piece, directory)
    due = _due(piece, today, workday_after)
    found = directory.find(body)
    if _FOR_ALL.match(body) and due and drafts and not any(one.part is Part.LEADS for one in found):
        drafts[:] = [draft if draft.due else _dated(draft, due, today) for draft in drafts]
        return
    leads = _leading(found) or [one for one in labelled if one.part is Part.LEADS]
    support = [one for one in (*found, *labelled) if one.part is Part.SUPPORTS]
    is_empty = bool(drafts) and not (drafts[-1].what or drafts[-1].units)
    if is_empty:
        drafts.pop()
        drafts.append(_with_units(_draft(body, found, due, said=piece, leads=leads), leads, support, today))
    elif leads and (body or not drafts):
        drafts.append(_with_units(_draft(body, found, due, said=piece, leads=leads), leads, support, today))
    elif drafts and (leads or support or due):
        drafts[-1] = _amended(drafts[-1], leads, support, due, body, piece, today)
    elif drafts:
        drafts[-1] = replace(drafts[-1], what=f"{drafts[-1].what}。{body}", said=f"{drafts[-1].said}。{piece}")


def _without_labels(piece: str, directory: Directory) -> tuple[str, list[Addressed]]:
    """责任单位：…, （市住建局牵头，市财政局配合）: taken out of the sentence, with what they say of units."""
    labelled: list[Addressed] = []
    for match in _LABEL.finditer(piece):
        part = Part.SUPPORTS if match["label"].startswith(("配合", "协办")) else Part.LEADS
        labelled += [replace(one, part=part) for one in directory.find(match["rest"])]
    body = _LABEL.sub("", piece)
    for match in _IN_BRACKETS.finditer(body):
        inside = directory.find(match["inside"])
        if inside and (match.end() >= len(body.rstrip("。，, ")) or inside[0].start == 0):
            labelled += [replace(o, part=Part.LEADS if o.part is Part.UNCLEAR else o.part) for o in inside]
            body = body.replace(match[0], "")
    return body.strip(" ，,、"), labelled


def _leading(found: Sequence[Addressed]) -> list[Addressed]:
    leads = [one for one in found if one.part is Part.LEADS]
    return leads or [one for one in found if one.part is Part.UNCLEAR][:1]


def _with_units(draft: Draft, leads: Sequence[Addressed], support: Sequence[Addressed], today: date) -> Draft:
    units = tuple(dict.fromkeys(unit for one in leads for unit in one.units))
    helpers = tuple(dict.fromkeys(unit for one in support for unit in one.units if unit not in units))
    unknown = tuple(name for one in leads for name in one.unknown)
    is_today = draft.due == today or (draft.due is None and bool(_AT_ONCE.search(draft.said)))
    return replace(
        draft, units=units, support=helpers, unknown=unknown, each=any(one.each for one in leads), is_today=is_today,
        due=draft.due or (today if is_today else None),
    )  # fmt: skip


def _amended(
    draft: Draft, leads: Sequence[Addressed], support: Sequence[Addressed], due: "Due | None", body: str, piece: str,
    today: date,
) -> Draft:  # fmt: skip
    """责任单位 or 完成时限 on a line of its own belongs to the item before it; other words go along with it."""
    units = draft.units or tuple(unit for one in leads for unit in one.units)
    helpers = tuple(dict.fromkeys([*draft.support, *(u for one in support for u in one.units if u not in units)]))
    more = f"。{body}" if body and not _is_only_date(body, due) else ""
    amended = replace(draft, units=units, support=helpers, what=f"{draft.what}{more}", said=f"{draft.said}。{piece}")
    return _dated(amended, due, today) if due and not draft.due else amended


def _is_only_date(body: str, due: "Due | None") -> bool:
    return due is not None and len(body) <= len(due.text) + 4


def _dated(draft: Draft, due: "Due", today: date) -> Draft:
    return replace(draft, due=due.on, at=due.at, is_today=due.on == today)


@dataclass(frozen=True, slots=True)
class Due:
    on: date
    at: time | None
    start: int
    end: int
    text: str


def _due(piece: str, today: date, workday_after: WorkdayAfter) -> Due | None:
    """The day by which it is to be done, not the day of the meeting."""
    dates = [one for one in find_dates(piece, now=today) if one.on >= today]
    chosen = next((one for one in dates if one.before), None) or next((o for o in dates if _is_for(piece, o)), None)
    if chosen is None:
        return None
    counted = re.fullmatch(r"(\d{1,3}|[一二三四五六七八九十两]{1,3})个?工作日(?:[之以]?内)?", chosen.text)
    on = workday_after(today, number(counted[1].replace("两", "二"))) if counted else chosen.on
    return Due(on, chosen.at, chosen.start, chosen.end, chosen.text)


def _is_for(piece: str, found: FoundDate) -> bool:
    """明天上午报, 4月20日完成: the day is that of the work."""
    clause = re.split(r"[，,。；;]", piece[found.end :], maxsplit=1)[0]
    before = piece[max(0, found.start - 4) : found.start]
    is_past_event = bool(re.match(r"[^，,]{0,12}(?:会议|会上|批示|召开|主持)", clause))
    return not is_past_event and bool(
        _PURPOSE.search(clause) or re.search(r"(?:时限|期限|截至|截止|于|到)[：:为是]?$", before)
    )


def _draft(
    body: str, found: Sequence[Addressed], due: Due | None, *, said: str, leads: Sequence[Addressed] = ()
) -> Draft:
    helpers = [one for one in found if one.part is Part.SUPPORTS]
    what = _cleared(body, [one for one in found if one in leads], helpers, due)
    return Draft(what, due=due.on if due else None, at=due.at if due else None, said=said)


def _cleared(body: str, leads: Sequence[Addressed], helpers: Sequence[Addressed], due: Due | None) -> str:
    """What is wanted, without who and by when, and without the occasion on which it was said."""
    cuts = []
    for one in leads:
        before = _LEAD_GLUE.search(body[: one.start])
        after = _AFTER_UNIT.match(body[one.end :])
        start = before.start() if before else one.start
        if one is leads[0] and (said := _OCCASION.search(body[: one.start])):
            told = max(body.rfind(mark, said.end(), start) for mark in "，,：:")
            cuts.append((0, start if told < 0 else told + 1))
        cuts.append((start, one.end + (after.end() if after else 0)))
    for one in helpers:
        if alone := re.match(
            r"(?:等(?:单位|部门)?)?(?:共同|积极)?(?:配合|协助|参与|支持)(?=[，,；]|$)", body[one.end :]
        ):
            cuts.append((one.start, one.end + alone.end()))
    if due and (at := body.find(due.text)) >= 0:
        before = _BEFORE_DATE.search(body[:at])
        after = _AFTER_DATE.match(body[at + len(due.text) :])
        cuts.append((before.start() if before else at, at + len(due.text) + (after.end() if after else 0)))
    for start, end in sorted(cuts, reverse=True):
        joint = "，" if start > 0 and end < len(body) and body[start - 1 : start] not in "，,：:（(" else ""
        body = f"{body[:start]}{joint}{body[end:]}"
    return _tidy(body)


def _tidy(text: str) -> str:
    text = re.sub(r"[，,]{2,}", "，", text.strip(" ，,、：:。；;"))
    return re.sub(r"^(?:要求|请|要|抓紧|尽快|立即|马上|立刻|务必)[，,]?(?=[一-鿿]{2})", "", text).strip(" ，,、：:")
