"""A city of two dozen invented units in a database, its tasks queued for dispatch; nobody has been told anything yet."""

from datetime import UTC, datetime

from handlers import contacts, plans
from models import assigning, db, people, rulebook, schema
from models.rules.contacts import read_contacts
from models.rules.plan.grid import Sheet
from models.rules.plan.reading import read_plan

UNITS = 24
TASKS_EACH = 2
LEADER, CLERK = "zhouyuanshan", "luzhigang"
HEADER = ("序号", "重点任务", "工作目标", "牵头领导", "牵头单位", "责任单位", "时间节点", "备注")
SURNAMES, NAMES = "赵钱孙李周吴郑王冯陈褚卫", ("明远", "志诚")


def head_of(unit: int) -> str:
    """The user id of a unit's head."""
    return f"head{unit:02}"


def tasks_of(unit: int) -> list[str]:
    """Numbers as printed in the plan."""
    return [f"{unit * TASKS_EACH + n + 1}号" for n in range(TASKS_EACH)]


async def settle(url: str) -> None:
    """Fill the database, which is migrated for it."""
    await schema.migrate(url)
    await db.open_database(url)
    try:
        await rulebook.seed(datetime.now(UTC))
        await _import()
    finally:
        await db.close()


async def _import() -> None:
    since = datetime.fromisoformat("2026-01-01T00:00:00+08:00")
    listed = read_contacts(_contacts())
    await db.tx(lambda: contacts.import_contacts(listed, now=since, actor="test"))
    reading = read_plan(_plan(), contacts=await people.directory())
    await db.tx(lambda: plans.import_plan(reading, file_name="plan.xlsx", now=since, actor="test"))
    await db.tx(assigning.queue)


def _unit(n: int) -> tuple[str, str]:
    return f"市第{n + 1}工程建设管理局", f"{n + 1}建管局"


def _contacts() -> list[Sheet]:
    units = [
        (*_unit(n), SURNAMES[n % 12] + NAMES[n // 12], "局长", f"1110000{n:04}", head_of(n), "周远山", "")
        for n in range(UNITS)
    ]  # fmt: skip
    titles = ("单位", "单位简称", "主要负责人", "职务", "手机号", "企业微信账号", "分管领导", "督查联络员")
    return [
        _sheet("单位通讯录", [titles, *units]),
        _sheet("市领导", [("姓名", "职务", "分管工作", "企业微信账号"), ("周远山", "副市长", "", LEADER)]),
        _sheet("督查室", [("姓名", "职务", "企业微信账号"), ("陆执纲", "市政府督查室主任", CLERK)]),
    ]


def _plan() -> list[Sheet]:
    rows: list[tuple[str, ...]] = [("江岸市2026年政府工作报告重点任务分工方案",), HEADER]
    for unit in range(UNITS):
        for n, number in enumerate(tasks_of(unit)):
            title = f"建设第{unit + 1}片区{('道路', '管网')[n]}工程"
            rows.append(
                (number.removesuffix("号"), title, "全年完成投资8亿元", "周远山", _unit(unit)[0], "", "12月31日前", "")
            )
    return [_sheet("任务分解表", rows)]


def _sheet(name: str, rows: list[tuple[str, ...]]) -> Sheet:
    width = max(len(row) for row in rows)
    return Sheet(name, tuple((*row, *("" for _ in range(width - len(row)))) for row in rows))
