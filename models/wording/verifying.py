"""Many completions verified at once."""

from collections.abc import Sequence

from models.messages import Button, ButtonStyle, Card
from models.tasks import Assignment
from models.wording.phrases import fit, fold, plain

ALL = "close-all"
SHOWN = 5


def line(assignment: Assignment, papers: Sequence[str], *, pictures: int) -> str:
    """46号 市住建局 临建验〔2026〕11号"""
    evidence = [plain("、".join(papers[:1]))] if papers else []
    evidence += [f"图片{pictures}张"] if pictures else []
    said = "内容在内网台账" if assignment.task.off_chat else "，".join(evidence) or "没有附依据"
    return f"{assignment.task.number} {assignment.unit.short} {said}"


def card(card_id: str, lines: Sequence[str]) -> Card:
    body = "\n".join(fold(lines, most=SHOWN, rest="另有{n}项"))
    button = Button(ALL, f"全部销号（{len(lines)}项）"[:10], ButtonStyle.PRIMARY)
    return Card(card_id, f"{len(lines)}项报结待核验，可一次销号", body, (), (button,))


def told(closed: Sequence[str], drawn: Sequence[str], refused: Sequence[str], missing: Sequence[str]) -> str:
    lines = [f"已销号{len(closed)}项：{_listed(closed)}，单位将收到通知。"] if closed else []
    if drawn:
        lines.append(
            f"抽到现场核{len(drawn)}项：{_listed(drawn)}。看过后单独回“销号 {drawn[0].removesuffix('号')}”，或“还差…”退回。"
        )
    lines += refused[:2]
    if missing:
        lines.append(f"{_listed([f'{number}号' for number in missing])}没有待核验的报结，没有改动。")
    return fit(lines or ["这些都已处理，没有改动。"], tail=0)


def _listed(numbers: Sequence[str]) -> str:
    return "、".join(numbers[:10]) + (f"等{len(numbers)}项" if len(numbers) > 10 else "")
