"""调整, 终止, 结转, 待数据: what was decided, on which paper, what it changes, and how to take it back."""

from collections.abc import Sequence
from datetime import date

from models.rules.decisions import Decision
from models.rules.states import EventKind
from models.tasks import Task
from models.wording.phrases import day, far_day, plain, short

OFFICE = "市政府督查室"
ASKED = {"document": "依据的文号", "what": "新的期限或目标", "until": "数据哪天公布"}
EXAMPLES = {"document": "临政办〔2026〕9号", "what": "期限改为9月30日", "until": "到7月20日"}


def ask(decision: Decision, task: Task) -> str:
    lacking = "、".join(ASKED[each] for each in decision.lacks)
    example = "，".join(EXAMPLES[each] for each in decision.lacks)
    return f"{task.number}{decision.kind.label}，还差{lacking}，没有改动。\n回一句即办，如“{example}”；不办了回“算了”。"


def no_such_task(number: str, unit: str) -> str:
    of = f"{unit}的" if unit else ""
    return f"没有找到{of}{number}号任务，没有改动。"


def which(number: str, what: str, units: Sequence[str]) -> str:
    return f"有{len(units)}项都编为{number}号（{'、'.join(units[:4])}牵头），没有改动。\n请写明单位，如“{number} {units[0]} {what} …”。"


def not_ahead(on: date) -> str:
    return f"{day(on)}已经过了，日期要在今天之后，没有改动。"


def done(task: Task, decision: Decision, *, units: Sequence[str], was: date | None, rests: date | None) -> str:
    of = f"（{'、'.join(units[:3])}{f'等{len(units)}个单位' if len(units) > 3 else ''}）"
    back = f"要撤回请回“撤销 {task.number.removesuffix('号')} {decision.kind.label}”。"
    back = back if decision.kind is not EventKind.DATA_CAME else ""
    return f"{task.number}{of}{_what(decision, was=was, rests=rests)}，单位将收到通知。\n{back}".strip()


def to_unit(number: str, decision: Decision, *, was: date | None, rests: date | None) -> str:
    return f"{number}{_what(decision, was=was, rests=rests)}。"


def _what(decision: Decision, *, was: date | None, rests: date | None) -> str:
    by = f"（{decision.document}）" if decision.document else ""
    match decision.kind:
        case EventKind.ADJUSTED:
            changes = []
            if decision.due:
                before = f"{day(was)}" if was else "期限待明确"
                changes.append(f"期限由{before}改为{far_day(decision.due, was) if was else day(decision.due)}")
            if decision.target:
                changes.append(f"目标改为“{plain(short(decision.target, 40))}”")
            return f"已调整{by}：{'，'.join(changes)}，提醒按新的执行"
        case EventKind.TERMINATED:
            return f"已终止{by}，不再提醒"
        case EventKind.CARRIED_OVER:
            return f"已结转下年{by}，今年不再提醒"
        case EventKind.DATA_AWAITED if decision.until and rests:
            return f"转待数据，{day(decision.until)}公布，{day(rests)}前不催办、不计时"
    return "数据已到，照常推进"


def settled(decision: Decision) -> str:
    """On a card, in place of its buttons."""
    return f"已{decision.kind.label}"


def undone(number: str, decision: Decision) -> str:
    return f"{number}的{decision.kind.label}已撤回，恢复原样，单位将收到通知。"


def undone_to_unit(number: str, decision: Decision) -> str:
    return f"{number}的{decision.kind.label}已撤回，按原来的要求推进。"


def nothing_to_undo(number: str, decision: Decision) -> str:
    return f"{number}号没有可撤回的{decision.kind.label}，没有改动。"
