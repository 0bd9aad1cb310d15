"""Reading what a phone shows, as a person would: which tasks a message names, and what it wants of them."""

import re

_NUMBERS = r"(?P<numbers>J?\d{1,3}(?:、J?\d{1,3})*)号(?:等\d+项)?"
_OWED = (
    ("K1", r"下达未送达"),
    ("K2", r"待认领|认领（"),
    ("K6", r"已达目标待报结|报结（"),
    ("K7", r"报结待核验"),
    ("K10", r"异议待裁定"),
    ("K11", r"延期待批"),
    ("K3", r"待报|分步节点（"),
    ("K4", r"(?:月|季|双周|周)报|进展(?=$|[：，；（])"),
    ("K5", r"到期|到点|应回"),
)
_CLAUSE = re.compile(rf"{_NUMBERS}(?P<rest>[^；\n]*)")
_TOLD = re.compile(
    r"待您确认|对账|同意延|申请延期|延期未获|您定的|定的今天|改由|已核验销号|已下达给贵局|提出异议|申请延期|补充：|来话|对提醒有意见|没有送达|报结.{1,4}已备好|说还没完成|号 ?\S+问："
)
WINDOW = "督查室会打电话了解"


def chases(text: str) -> list[tuple[list[str], str]]:
    """(numbers, kind of clock) of each line that reminds; lines that merely tell are left out."""
    found = []
    for line in text.splitlines():
        if line.startswith("回") or _TOLD.search(_unquoted(line)):
            continue
        for piece in _pieces(_unquoted(line)):
            match = _CLAUSE.search(piece)
            kind = next((kind for kind, words in _OWED if match and re.search(words, match["rest"])), None)
            if match and kind:
                found.append((match["numbers"].split("、"), kind))
    return found


def _unquoted(line: str) -> str:
    return re.sub(r"上次：“.*", "", line)


def _pieces(line: str) -> list[str]:
    """A last window and a line of calls speak of several clocks."""
    return re.split(r"(?<=）)、", line) if WINDOW in line else line.split("；")


def asked_of(text: str) -> list[str]:
    """The numbers of the tasks that a question is about."""
    match = re.search(_NUMBERS, text)
    return match["numbers"].split("、") if match else []


def is_window(text: str) -> bool:
    """The last half hour before anybody is called."""
    return WINDOW in text


def called(text: str) -> dict[str, str]:
    """By unit: the line of 今天要打的电话 that names it."""
    _, _, calls = text.partition("今天要打的电话")
    return {m[1]: m[0] for m in re.finditer(r"^(?:[①-⑩]|\d+\.) (\S+) .*$", calls, re.MULTILINE)}
