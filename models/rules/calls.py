"""A note of 督查室 on a telephone call: 46 已通，路局说省厅批复下周二到."""

import re
from dataclasses import dataclass

from models.rules.labelled import Labelled


class Outcome(Labelled):
    ANSWERED = "answered", "电话登记"
    NO_ANSWER = "no_answer", "没打通"
    REASON = "reason", "理由成立"
    ARBITRATE = "arbitrate", "转裁定"
    GO_ON = "go_on", "继续"


@dataclass(frozen=True, slots=True)
class CallNote:
    """`number` as people say it, "" where none is named; `words` are what was said on the telephone."""

    number: str
    outcome: Outcome
    words: str = ""


_START = r"^\s*(?:第)?(?P<number>J?\d{1,4}(?:\.\d{1,2})?)\s*(?:号|项)?\s*[，,：:]?\s*"
_REST = r"\s*[，,：:。；;]?\s*(?P<words>.*)$"
_WORDS = (
    (Outcome.NO_ANSWER, r"(?:电话)?(?:没|未)(?:有)?(?:打通|接通|接(?:电话)?|人接(?:听)?|联系上)|(?:电话)?(?:无人|没人)接(?:听)?|(?:电话)?(?:关机|占线|停机|空号|不接|打不通|不在服务区)"),
    (Outcome.REASON, r"理由(?:成立|充分|属实)|情况属实|认可(?:其)?理由|原因成立"),
    (Outcome.ARBITRATE, r"(?:请|转|提请|提交|报请|需要?|建议)裁定"),
    (Outcome.GO_ON, r"(?:请)?(?:继续|照常)(?:催办|催|跟进|督办|升级|走)?(?=[，,。；;\s]|$)|照规定(?:办|走)"),
    (Outcome.ANSWERED, r"(?:已|已经|电话)?(?:打)?通(?:了|过)?(?:电话|话)?(?:了)?(?=[，,：:。；;\s]|$)|已(?:接|联系|回电话?)(?:通|上)?|接通了?|电话(?:里)?(?:登记|了解|回复|答复|说|反馈|告知|称)|来电(?:说|告知|称)?"),
)  # fmt: skip
_NOTES = tuple(
    (outcome, re.compile(rf"{_START}(?:{words}){_REST}", re.IGNORECASE | re.DOTALL)) for outcome, words in _WORDS
)
_WHO = re.compile(r"^(?P<who>[一-鿿]{1,8}?)(?:在?电话(?:里)?)?(?:说|称|表示|告知|答复|反馈|回复|讲)[，,：:]?")


def read_call(text: str) -> CallNote | None:
    """None for what is no note of a call."""
    text = text[:1000].strip()
    for outcome, pattern in _NOTES:
        if match := pattern.match(text):
            number = match["number"].upper().lstrip("0") or "0"
            return CallNote(number, outcome, match["words"].strip(" ，,。；;：:"))
    return None


def speaker(words: str) -> tuple[str, str]:
    """Who is quoted, and what he said: 路局说省厅批复下周二到."""
    match = _WHO.match(words)
    return (match["who"], words[match.end() :].strip()) if match else ("", words)
