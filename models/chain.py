"""The chain of responsibility: 分管领导 → lead unit → head → liaison → supporting units; checked before anything is sent."""

import re
from dataclasses import dataclass
from datetime import datetime

from models import people
from models.people import Role, Unit
from models.tasks import Assignment, Task

_A_CITY_UNIT = re.compile(r"市[\u4e00-\u9fa5]{1,8}?(?:局|委|办|中心|集团|公司)")  # also one that is in no contacts


@dataclass(frozen=True, slots=True)
class Gap:
    """A broken link. `blocks`: the task cannot be dispatched until it is mended."""

    task_id: int
    number: str
    what: str
    blocks: bool = False


async def links(assignment: Assignment, now: datetime) -> list[str]:
    """The chain in short: 沈知行 → 市住建局 鲁广厦 → 甘一帆."""
    found = [assignment.task.leader_name] if assignment.task.leader_name else []
    head = await people.person_in(assignment.unit_id, Role.HEAD, now)
    liaison = await people.person_in(assignment.unit_id, Role.LIAISON, now)
    found.append(f"{assignment.unit.short}{' ' + head.name if head else ''}")
    return [*found, *([liaison.name] if liaison else [])]


async def gaps(now: datetime) -> list[Gap]:
    """Every broken link of every task that is not gone, in plan order."""
    found: list[Gap] = []
    known: dict[int, list[tuple[str, bool]]] = {}
    for task in await Task.exclude(state="gone").prefetch_related("assignments__unit").order_by("plan_id", "row", "id"):
        found += await _of_task(task, now, known)
    return found


async def _of_task(task: Task, now: datetime, known: dict[int, list[tuple[str, bool]]]) -> list[Gap]:
    leads = [a for a in task.assignments if a.role == "lead"]
    found = [] if leads else [Gap(task.id, task.number, "没有牵头单位，或名称不在通讯录里", blocks=True)]
    if not task.leader_name:
        found.append(Gap(task.id, task.number, "没有牵头领导"))
    elif task.leader_post_id is None:
        found.append(Gap(task.id, task.number, f"牵头领导{task.leader_name}不在通讯录里"))
    for assignment in leads:
        if assignment.unit_id not in known:
            known[assignment.unit_id] = await _of_unit(assignment.unit, now)
        found += [Gap(task.id, task.number, what, blocks) for what, blocks in known[assignment.unit_id]]
    found += await _differences(task, leads, now)
    return found


async def _of_unit(unit: Unit, now: datetime) -> list[tuple[str, bool]]:
    head = await people.person_in(unit.id, Role.HEAD, now)
    if head is None:
        return [(f"{unit.short}没有主要负责人", True)]
    found = [] if await people.account_of(head.id) else [(f"{unit.short}{head.name}没有可用的账号", True)]
    liaison = await people.person_in(unit.id, Role.LIAISON, now)
    if liaison is None:
        found.append((f"{unit.short}没有督查联络员", False))
    elif not await people.account_of(liaison.id):
        found.append((f"{unit.short}联络员{liaison.name}没有可用的账号", False))
    return found


async def _differences(task: Task, leads: list[Assignment], now: datetime) -> list[Gap]:
    """Where plan and contacts name different people: who is right is for a person to say."""
    found = []
    first = leads[0] if leads else None
    head = await people.person_in(first.unit_id, Role.HEAD, now) if first else None
    if head and task.owners and head.name not in task.owners:
        found.append(Gap(task.id, task.number, f"方案责任人{'、'.join(task.owners)}，通讯录负责人{head.name}"))
    if (
        first
        and task.plan_id
        and task.leader_name
        and first.unit.leader_name
        and task.leader_name != first.unit.leader_name
    ):
        found.append(
            Gap(task.id, task.number, f"方案牵头领导{task.leader_name}，通讯录分管领导{first.unit.leader_name}")
        )
    return found


async def is_other_unit(words: str, assignment: Assignment) -> bool:
    """Whether these words name a unit other than the assignment's own."""
    units = await Unit.all()
    own = {name for unit in units if unit.id == assignment.unit_id for name in (unit.name, *unit.short_names)}
    if any(name in words for name in own):
        return False
    if _A_CITY_UNIT.search(words):
        return True
    return any(
        _names(words, name)
        for unit in units
        for name in (unit.name, *unit.short_names)
        if unit.id != assignment.unit_id
    )


def _names(words: str, name: str) -> bool:
    return len(name) >= 3 and (name in words or name.lstrip("市县区") in words)
