"""What an order rests on: 批示, 会议 or a spoken word, its paper, and the leader who gave it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Origin(StrEnum):
    """What an order rests on."""

    NOTE = "批示"
    MEETING = "会议"
    WORD = "口头"


@dataclass(frozen=True, slots=True)
class Leader:
    name: str
    title: str


@dataclass(frozen=True, slots=True)
class Source:
    origin: Origin = Origin.WORD
    paper: str = ""  # 文号, or how the meeting is called
    leader: str | None = None  # by name


_PAPER = re.compile(r"[一-鿿]{0,12}[〔\[（(【]20\d\d[〕\]）)】]\s?(?:第)?\d{1,5}(?:号|期)")
_MEETING_NAME = re.compile(
    r"(?:市(?:委|政府)|[市区县]长|市人民政府)?(?:第?[\d一二三四五六七八九十百]{1,4}次)?(?:党组|常务|专题|办公|协调|调度|推进|现场|联席|全体|工作|碰头|视频){1,3}(?:会议|办公会|会|例会)"
)
_IS_NOTE = re.compile(r"批示|批办|批转|签批|圈阅|阅示|批件")
_IS_MEETING = re.compile(r"会议|会上|纪要|(?:调度|专题|常务|办公|座谈|现场|推进|协调|联席|碰头)会")


def read_source(text: str, leaders: Sequence[Leader] = ()) -> Source:
    paper = _PAPER.search(text)
    meeting = _MEETING_NAME.search(text)
    if _IS_NOTE.search(text):
        origin = Origin.NOTE
    elif _IS_MEETING.search(text) or (paper and "纪" in paper[0]):
        origin = Origin.MEETING
    else:
        origin = Origin.WORD
    name = paper[0] if paper else meeting[0] if meeting and origin is Origin.MEETING else ""
    return Source(origin, re.sub(r"^(?:按照|根据|见|依据|按|的)+", "", name), _ordering(text, leaders))


def _ordering(text: str, leaders: Sequence[Leader]) -> str | None:
    """The leader who gave the order; not one to whom something is to be reported."""
    found: list[tuple[int, str]] = []
    for leader in leaders:
        surname = leader.name[0]
        titles = [re.escape(leader.name)]
        if "秘书长" in leader.title:
            titles.append(rf"{surname}秘书长")
        elif "市长" in leader.title:
            titles.append(rf"{surname}(?:常务)?(?:副)?市长")
        for match in re.finditer("|".join(titles), text):
            if not re.search(r"(?:报送?|向|给|送|呈|请|抄送)$", text[: match.start()]):
                found.append((match.start(), leader.name))
    return min(found)[1] if found else None
