"""The sheet a plan came in, kept whole at its import."""

from dataclasses import dataclass
from datetime import datetime

from pydantic import TypeAdapter

from models import files
from models.errors import OperatorError
from models.rules.plan.grid import Sheet
from models.rules.plan.values import PlanReading, ReadSheet
from models.tasks import Plan


@dataclass(frozen=True)
class Kept:
    """`grids` are the file's sheets, `tables` how those with tasks were understood."""

    grids: tuple[Sheet, ...]
    tables: tuple[ReadSheet, ...]


_kept: TypeAdapter[Kept] = TypeAdapter(Kept)


async def keep(reading: PlanReading, *, now: datetime) -> dict[str, str]:
    """What a plan remembers of its sheet: apart from the plan's own row, which is read at every turn."""
    content = _kept.dump_json(Kept(reading.grids, reading.sheets))
    return {"kept": (await files.keep(content, "", now=now)).sha256}


async def of_plan(plan: Plan) -> Kept:
    content = await files.content_of(plan.layout.get("kept", ""))
    if content is None:
        raise OperatorError(
            f"《{plan.title}》导入时没有留下原表。请用原文件再导入一次（内容没变就不会改动任务），然后导出"
        )
    return _kept.validate_json(content)
