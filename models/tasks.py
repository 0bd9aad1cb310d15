"""The plan, its tasks (lines of the plan), and assignments (a task given to one unit)."""

from datetime import date, time
from typing import Any

from tortoise import fields
from tortoise.expressions import Q
from tortoise.models import Model

from models.fields import MomentField
from models.people import Post, Unit
from models.rules.obligations import UnitKind
from models.rules.states import State
from models.wording.phrases import short

ORDER = "order"  # the source of a task that is an order (交办)
PART = "part"  # … that 督查室 made of a line of the plan; one that the sheet has is of the plan


class Plan(Model):
    id = fields.BigIntField(primary_key=True)
    title = fields.CharField(max_length=256)
    year = fields.IntField()
    paper = fields.CharField(max_length=64, null=True)  # 文号, cited in every reminder
    file_name = fields.CharField(max_length=256, null=True)
    layout: dict[str, Any] = fields.JSONField(default=dict)  # where its sheet is kept (papers.kept)
    imported_at = MomentField()

    class Meta:
        table = "plan"


class Task(Model):
    """A line of the plan, or an order (交办). `identity` is stable over re-imports."""

    id = fields.BigIntField(primary_key=True)
    plan: fields.ForeignKeyNullableRelation[Plan] = fields.ForeignKeyField(
        "models.Plan", related_name="tasks", null=True
    )
    plan_id: int | None
    parent: fields.ForeignKeyNullableRelation["Task"] = fields.ForeignKeyField(
        "models.Task", related_name="parts", null=True
    )
    parent_id: int | None
    part = fields.IntField(null=True)  # of a part (子项) its number under the parent's: 46.1 has seq 46 and part 1
    identity = fields.CharField(max_length=64)
    seq = fields.IntField(null=True)  # printed number, per plan, may be doubled
    sheet = fields.CharField(max_length=64, null=True)
    row = fields.IntField(null=True)
    section = fields.CharField(max_length=256, null=True)
    title = fields.CharField(max_length=512)
    goal = fields.TextField(default="")
    task_class = fields.CharField(max_length=4, default="T3")
    state = fields.CharField(max_length=16, default="draft")  # draft | live | gone (dropped by a revised plan)
    source = fields.CharField(max_length=64, default="plan")
    leader_name = fields.CharField(max_length=32, null=True)
    leader_post: fields.ForeignKeyNullableRelation[Post] = fields.ForeignKeyField(
        "models.Post", related_name="tasks", null=True
    )
    leader_post_id: int | None
    owners: list[str] = fields.JSONField(default=list)
    due = fields.DateField(null=True)
    due_kind = fields.CharField(max_length=16, default="missing")
    due_raw = fields.CharField(max_length=128, default="")
    starts_on = fields.DateField(null=True)
    is_key = fields.BooleanField(default=False)  # 重点
    is_redline = fields.BooleanField(default=False)  # 底线
    is_starred = fields.BooleanField(default=False)  # a leader watches it
    off_chat = fields.BooleanField(default=False)  # 内部: number and lamp only
    problems: list[str] = fields.JSONField(default=list)
    line: dict[str, Any] = fields.JSONField(default=dict)  # the row as it was read
    created_at = MomentField()

    assignments: fields.ReverseRelation["Assignment"]
    milestones: fields.ReverseRelation["Milestone"]
    indicators: fields.ReverseRelation["Indicator"]

    class Meta:
        table = "task"

    @property
    def number(self) -> str:
        """How people call it: 46号, its part 46.1号; an order has the letter J before its own number."""
        if self.plan_id is not None and self.seq is not None:
            return f"{_printed(self.seq, self.part)}号"
        return f"{self.identity}号" if self.source == ORDER else f"J{self.id}号"

    @property
    def hour(self) -> time | None:
        """Of an order by when it is to be done: 今天15:00前."""
        said = self.line.get("hour") if self.source == ORDER else None
        return time.fromisoformat(said) if said else None

    def chat_title(self, most: int) -> str:
        """What chat may show of it: a short title, or nothing of a task marked 内部."""
        return "内部事项" if self.off_chat else short(self.title, most)

    @property
    def needs_own_words(self) -> bool:
        return self.is_redline or self.is_starred


class Milestone(Model):
    id = fields.BigIntField(primary_key=True)
    task: fields.ForeignKeyRelation[Task] = fields.ForeignKeyField("models.Task", related_name="milestones")
    task_id: int
    name = fields.CharField(max_length=256)
    due = fields.DateField()

    class Meta:
        table = "milestone"


class Indicator(Model):
    id = fields.BigIntField(primary_key=True)
    task: fields.ForeignKeyRelation[Task] = fields.ForeignKeyField("models.Task", related_name="indicators")
    task_id: int
    name = fields.CharField(max_length=128)
    target = fields.FloatField()
    unit = fields.CharField(max_length=32, default="")
    comparator = fields.CharField(max_length=4, default=">=")

    class Meta:
        table = "indicator"


class Assignment(Model):
    """A task given to one unit. The columns below `state` are the fold of its events, never patched by hand."""

    id = fields.BigIntField(primary_key=True)
    task: fields.ForeignKeyRelation[Task] = fields.ForeignKeyField("models.Task", related_name="assignments")
    task_id: int
    unit: fields.ForeignKeyRelation[Unit] = fields.ForeignKeyField("models.Unit", related_name="assignments")
    unit_id: int
    role = fields.CharField(max_length=8, default="lead")  # lead | support
    ordinal = fields.IntField(default=0)  # 0: the consolidator (牵头或汇总)
    state = fields.CharField(max_length=24, default="draft")
    told_percent = fields.FloatField(null=True)  # what was said of the whole task, unless figures came after it
    percent = fields.FloatField(null=True)  # the bar: as told, else the mean of the figures against their targets
    standing = fields.CharField(max_length=8, null=True)  # the weakest that the percentage rests on: 自报, 已对账, 已核
    lamp = fields.CharField(max_length=8, default="white")
    because = fields.CharField(max_length=16, null=True)  # what decided the lamp
    points = fields.FloatField(null=True)  # the slowest part against pace, in 百分点
    expected = fields.FloatField(null=True)  # how far it should be; all of these are fresh every morning
    forecast = fields.DateField(null=True)  # the day of completion, if it goes on as it went so far
    figures: list[dict[str, Any]] = fields.JSONField(default=list)
    commitments: list[dict[str, Any]] = fields.JSONField(default=list)
    accepted: dict[str, Any] | None = fields.JSONField(null=True)
    last_word_at = MomentField(null=True)  # last valid word
    last_words = fields.TextField(default="")
    reported_by = fields.BigIntField(null=True)  # person who reported completion
    missing = fields.CharField(max_length=256, null=True)  # what a returned completion lacks
    dispatched_at = MomentField(null=True)
    delivered_at = MomentField(null=True)
    extended: dict[str, str] | None = fields.JSONField(null=True)  # dates moved by approval: period of the clock → day

    class Meta:
        table = "assignment"

    @property
    def is_of_a_leader(self) -> bool:
        """Its head is a city leader: others prepare, he confirms."""
        return self.unit.kind == UnitKind.CITY_LEADER


def due_of(assignment: Assignment) -> date | None:
    """The day the whole task is due for this unit: the plan's, or the one an approved extension put in its place."""
    due = assignment.task.due
    moved = (assignment.extended or {}).get(f"due@{due}")
    return date.fromisoformat(moved) if moved else due


def step_due(assignment: Assignment, milestone: Milestone) -> date:
    moved = (assignment.extended or {}).get(f"m{milestone.id}")
    return date.fromisoformat(moved) if moved else milestone.due


def is_consolidator(assignment: Assignment) -> bool:
    return assignment.role == "lead" and assignment.ordinal == 0


def _printed(seq: int, part: int | None) -> str:
    return str(seq) if part is None else f"{seq}.{part}"


def by_number(number: str) -> Q:
    """Assignments of the tasks that people call so: 46, 46.1, or J7 for an order; an empty one is any."""
    if not number:
        return Q()
    if not number[:1].isdigit():
        unnumbered = Q(task__plan_id=None) | Q(task__seq=None)
        by_id = ~Q(task__source=ORDER) & Q(task_id=int(number[1:])) if number[1:].isdigit() else Q(task_id=0)
        return unnumbered & (Q(task__identity=number, task__source=ORDER) | by_id)
    seq, _, part = number.partition(".")
    of_part = Q(task__part=int(part)) if part else Q(task__part__isnull=True)
    return Q(task__seq=int(seq), task__plan_id__isnull=False) & of_part


async def called(number: str, unit_ids: tuple[int, ...] | None) -> list[Assignment]:
    """Lead assignments of the tasks of this number; of these units only, or of all for None."""
    query = Assignment.filter(by_number(number), role="lead", task__state="live")
    query = query if unit_ids is None else query.filter(unit_id__in=unit_ids)
    return await query.select_related("task", "task__plan", "unit").order_by("task_id", "ordinal")


async def numbers_of(unit_ids: tuple[int, ...]) -> frozenset[str]:
    """How these units' tasks are called, as people type it: 46, 46.1, J5."""
    rows = Assignment.filter(unit_id__in=unit_ids, role="lead", task__state="live").exclude(
        state__in=["draft", "pending_review"]
    )
    found = await rows.values_list("task__plan_id", "task__seq", "task__part", "task_id") if unit_ids else []
    return frozenset(
        _printed(seq, part) if plan is not None and seq is not None else f"J{task}" for plan, seq, part, task in found
    )


async def part_numbers() -> frozenset[str]:
    """46.1, 46.2: how the parts of all plans are called."""
    found = await Task.filter(part__isnull=False, state="live").values_list("seq", "part")
    return frozenset(_printed(seq, part) for seq, part in found)


async def of_units(unit_ids: tuple[int, ...], number: str = "", *, state: State | None = None) -> list[Assignment]:
    """Everything these units lead that is on its way, in plan order; with a number, what people call by it; in one state."""
    standing = Q(state=state.value) if state else Q()
    return (
        await Assignment.filter(by_number(number), standing, unit_id__in=unit_ids, role="lead", task__state="live")
        .exclude(state__in=["draft", "pending_review"])
        .select_related("task", "task__plan", "unit")
        .order_by("task__plan_id", "task__row", "task_id")
    )
