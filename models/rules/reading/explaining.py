"""The reading in Chinese lines, each with the words it rests on: what `read --explain` prints."""

from __future__ import annotations

from collections.abc import Iterator

from models.rules.reading.values import Evidence, Grade, Intent, Quality, Reading

_INTENTS = {
    Intent.EXTENSION_REQUEST: "申请延期",
    Intent.HANDOFF: "转由他人办理",
    Intent.QUESTION: "询问",
    Intent.COMPLETED: "办结",
    Intent.BLOCKED: "受阻",
    Intent.PROGRESS: "进展",
    Intent.ACK: "收到",
    Intent.OTHER: "其他",
}
_QUALITIES = {
    Quality.OK: "答到了所问",
    Quality.PLEDGE: "缺事实（只有表态）",
    Quality.BOILERPLATE: "缺事实（套话或与上次相同）",
    Quality.SELECTIVE: "有指标没有提到",
    Quality.NO_EVIDENCE: "说办结但没有依据",
}
_GRADES = {
    Grade.A: "有结果，有数字或文号",
    Grade.B: "有进展，或有下一步的时间、人员",
    Grade.C: "只有打算",
    Grade.D: "没有内容、照抄，或所问有缺项",
}
_FIELDS = {
    "percent": "完成比例",
    "indicators": "指标",
    "next_date": "下一时间",
    "blockers": "堵点",
    "needs": "请求",
    "handoff_to": "转给",
}


def explain(reading: Reading, text: str) -> list[str]:
    """One line for each read value: field, value, and the words with their place in the text."""
    return list(_lines(reading, text))


def _lines(reading: Reading, text: str) -> Iterator[str]:
    because = next((item for item in reading.evidence if item.field == "intent"), None)
    yield f"意思：{_INTENTS[reading.intent]}{_place(because, text) if because else ''}"
    for item in reading.evidence:
        if item.field != "intent":
            yield f"{_FIELDS[item.field]}：{_value(item)}{_place(item, text)}"
    for span in reading.documents:
        yield f"文号：{span.text}  ← 第{span.start + 1}字起"
    yield f"质量：{'；'.join(_QUALITIES[flag] for flag in reading.quality)}"
    yield f"等次：{reading.grade.value}（{_GRADES[reading.grade]}）"


def without_task(reading: Reading, text: str) -> list[str]:
    """What an explanation adds where no task was given to read by: why a figure of the text is not among its lines."""
    return ["（数字要有任务才读得出）"] if not reading.indicators and any(map(str.isdigit, text)) else []


def _place(item: Evidence, text: str) -> str:
    return f"  ← 第{item.span.start + 1}字起「{_words(item, text)}」"


def _value(item: Evidence) -> str:
    return f"{item.value}%" if item.field == "percent" else item.value


def _words(item: Evidence, text: str) -> str:
    words = text[item.span.start : item.span.end].strip()
    return words if len(words) <= 30 else words[:29] + "…"
