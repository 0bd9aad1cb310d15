"""不是38，是46: what was said belongs to another task than the one it was written down for."""

import re
from dataclasses import dataclass

_N = r"第?(?P<{name}>J?\d{{1,4}}(?:\.\d{{1,2}})?)\s*[号项]?"
_WRONG, _RIGHT = _N.format(name="wrong"), _N.format(name="right")
_SORRY = r"(?:(?:不对|错了|[弄搞报写记说看发]错了?|(?:任务|项目|编号)?[报写记弄]?串了|不好意思|抱歉)[啊了哦哈]?[，,。！!、 ]*)*"
_THAT = r"(?:(?:刚才|刚刚?|上面)?(?:的)?(?:那|这|上)?一?(?:条|句|个|段)?(?:话|进展|内容)?)?"
_SAID = r"(?:我?(?:刚才|刚)?(?:说|报|指|讲|回)的?)?"
_END = r"(?:的(?:进展|内容|情况|事)?|那项|这项|那个|那条|名下|项下|上|里)?(?:才对)?[吧啊呀哦了]?[。.！!～~]*"
_MARKED = r"第?(?P<right>J?\d{1,4}(?:\.\d{1,2})?)\s*(?:[号项](?:的(?:进展|内容|情况|事)?)?|的)"
_NAME = r"[^，,。；;：:！!？?\d]{2,24}?"
_BOTH = re.compile(
    rf"{_SORRY}{_THAT}{_SAID}不是(?:{_WRONG})(?:的)?[，,、。 ]*(?:而|应该?|其实|要|都)?(?:[是归属]|改?成|改?为){_RIGHT}{_END}"
)
_TO = re.compile(
    rf"{_SORRY}{_THAT}{_SAID}(?:应该?|其实|本来|都)?(?:[是归属算]|(?:移|挪|放|记|转|调整?|改)(?:到|在|成|为)){_MARKED}{_END}"
)
_OF = r"(?:的|那|这){0,2}(?:条|句|项|个?数字?|进展|内容|情况)"
_WHEN = r"(?:刚才|刚刚|今天|昨天|前天|上午|下午|早上|上次|上回|上面){0,2}(?:我)?(?:[报说发填]的?)?(?:把|将)?"
_OF_WRONG = rf"{_SORRY}{_WHEN}{_WRONG}{_OF}(?:[报写记弄发填]?(?:错|串)了?(?:任务|项目?)?了?)?[，,。 ]*(?:其实|应该?|本来|实际|要|得|请){{0,2}}"
_IS_OTHER = re.compile(rf"{_OF_WRONG}[说指讲报]?的?是(?:[说指讲报]的?)?{_MARKED}{_END}")
_TO_OTHER = re.compile(rf"{_OF_WRONG}(?:算|记|归|(?:[移挪放记转给]|调整?|改)(?:到|在|成|为|给)?){_RIGHT}{_END}")
_INTO_OTHER = re.compile(
    rf"{_SORRY}{_WHEN}{_RIGHT}(?:{_OF})?(?:报|写|记|填|发|弄)错?(?:成|到|在|进)了?{_WRONG}(?:上面?|里面?|下面|名下|那边)?去?了?[。.！!]*"
)
_NAMED_ALONE = re.compile(
    rf"{_SORRY}第?(?P<right>J?\d{{1,4}}(?:\.\d{{1,2}})?)\s*[号项]的(?:进展|内容|情况)?(?:才对)?[吧啊呀哦]?[。.！!～~]*"
)
_TO_BARE = re.compile(rf"{_SORRY}(?:我?(?:刚才|刚)?(?:说|报|指|讲)的是|(?:移|挪|归)(?:到|在)){_RIGHT}{_END}")
_BOTH_BY_NAME = re.compile(
    rf"{_SORRY}{_THAT}{_SAID}不是(?P<wrong>{_NAME})[，,、。 ]+(?:而|应该?)?是(?P<right>{_NAME})(?:那项|那个|这项)?{_END}"
)
_BY_NAME = re.compile(rf"{_SORRY}{_THAT}我?(?:刚才|刚)?(?:说|报|指|讲)的是(?P<right>{_NAME})(?:那项|那个|这项)?{_END}")
_NOT_THIS = re.compile(
    rf"{_SORRY}{_THAT}{_SAID}(?:不是(?:这|那|此)(?:一)?(?:项|个|条)(?:任务|工作|目)?的?|不是第?(?P<wrong>J?\d{{1,4}}(?:\.\d{{1,2}})?)\s*(?:[号项]的?|的))[吧啊呀]?[。.！!]*"
)
_NO_TASK = re.compile(r"[我咱]|职责|责任|单位|[局委]")
MOST = 60  # characters; a longer line tells of work


@dataclass(frozen=True, slots=True)
class Move:
    """Where it belongs: a number, or words that name it; neither where he only says that it is not there.

    `wrong` is the number of the task that it was written down for, where he names it.
    """

    number: str = ""
    name: str = ""
    wrong: str = ""


def read_move(text: str) -> Move | None:
    text = text.strip()
    if len(text) > MOST:
        return None
    for pattern in (_BOTH, _IS_OTHER, _TO_OTHER, _INTO_OTHER):
        if match := pattern.fullmatch(text):
            return Move(number=_plain(match["right"]), wrong=_plain(match["wrong"]))
    for pattern in (_TO, _TO_BARE, _NAMED_ALONE):
        if match := pattern.fullmatch(text):
            return Move(number=_plain(match["right"]))
    if match := _NOT_THIS.fullmatch(text):
        return Move(wrong=_plain(match["wrong"] or ""))
    for pattern in (_BOTH_BY_NAME, _BY_NAME):
        if (match := pattern.fullmatch(text)) and not _NO_TASK.search(match["right"]):
            return Move(name=match["right"].strip())
    return None


def _plain(number: str) -> str:
    return number.upper().lstrip("0")
