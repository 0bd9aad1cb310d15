"""What somebody owes: the kinds of clock, the rungs of the ladder, and the facts a decision is made from."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum, StrEnum

from models.rules.labelled import Labelled


class Kind(Labelled):
    DELIVERY = "K1", "送达"
    ACCEPTANCE = "K2", "认领"
    FIRST_STEP = "K3", "马上动"
    PROGRESS = "K4", "进展"
    DUE = "K5", "到点"
    COMPLETION = "K6", "办完即报"
    VERIFICATION = "K7", "核验"
    HELP = "K8", "答复求助"
    LOOK_BACK = "K9", "回头看"
    ARBITRATION = "K10", "裁定"
    EXTENSION = "K11", "延期审批"


class TaskClass(Labelled):
    EMERGENCY = "T0", "应急"
    TODAY = "T1", "当日"
    LIMITED = "T2", "限时"
    ANNUAL = "T3", "年度任务"
    STANDING = "T4", "长期"


SHORT = frozenset({TaskClass.TODAY, TaskClass.LIMITED})  # done within days: one word on the way, no periods


class UnitKind(Labelled):
    """Sets tone, ceiling and pace of the ladder."""

    DEPARTMENT = "department", "市直部门"
    PARK = "park", "开发区"
    COUNTY = "county", "县区"
    PARTY = "party", "党委部门"
    HOSTED = "hosted", "垂管、驻市单位、企业"
    CITY_LEADER = "city_leader", "负责人为市领导的单位"


class Trait(StrEnum):
    """What makes a task followed more closely."""

    KEY = "key"  # 重点
    REDLINE = "redline"  # 底线
    RED = "red"  # 红灯
    WEEKLY = "weekly"  # by a named leader's order, while it lasts


def of_task(task_id: int) -> str:
    """The mark of one task among the traits: for a period that a leader ordered for it by name."""
    return f"task:{task_id}"


class Rung(IntEnum):
    R0 = 0
    R1 = 1
    R2 = 2
    R3 = 3
    R4 = 4
    R5 = 5


class Form(StrEnum):
    LINE = "line"  # of the next list
    SINGLE = "single"  # a message of its own
    CALL = "call"  # a line of 督查室's 今天要打的电话


class Audience(StrEnum):
    HOLDER = "holder"
    LIAISON = "liaison"
    DEPUTY = "deputy"  # AB岗
    OFFICE = "office"  # 督查室
    LEADER = "leader"
    SECRETARY = "secretary"  # 对口副秘书长
    AIDE = "aide"  # the secretary of a head who is a city leader
    PARTY_OFFICE = "party_office"  # 市委督查室


class Side(StrEnum):
    """Who holds the ball."""

    UNIT = "unit"
    OFFICE = "office"
    LEADER = "leader"  # a leader, or the 副秘书长 asked
    SYSTEM = "system"  # the program itself, while it delivers


class Occasion(StrEnum):
    """Why something is said now."""

    FIRST = "first"
    BEFORE_DUE = "before_due"
    DUE = "due"
    REPEAT = "repeat"
    RETURNED = "returned"
    LAST_WINDOW = "last_window"
    CALL = "call"
    NAMED = "named"  # to the leader, after the proof; the holder is told first


@dataclass(frozen=True, slots=True)
class Pause:
    """Time that does not count; `until` is None while it lasts."""

    since: datetime
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """The facts of one open obligation.

    `due_at` is the due moment as it was set: pauses and credited minutes move it, the decision sees to that.
    `rung` and `rung_at` are the last rung reached and when; `occurrence` counts the dated lines said so far.
    `went_on_at` is when a person decided, after the call, that the ladder goes on.
    """

    kind: Kind
    task_class: TaskClass
    started_at: datetime
    due_at: datetime
    unit_kind: UnitKind = UnitKind.DEPARTMENT
    holder: Side = Side.UNIT
    rung: Rung | None = None
    rung_at: datetime | None = None
    last_window_at: datetime | None = None
    went_on_at: datetime | None = None
    occurrence: int = 0
    pauses: tuple[Pause, ...] = ()
    credited_minutes: int = 0
    has_liaison: bool = True
    has_deputy: bool = False
    has_secretary: bool = False
    holder_is_liaison: bool = False
    is_undelivered: bool = False
    traits: frozenset[str] = field(default_factory=frozenset)  # Trait, and the mark of the task itself

    @property
    def is_wall_clock(self) -> bool:
        """An emergency runs around the clock."""
        return self.task_class is TaskClass.EMERGENCY


@dataclass(frozen=True, slots=True)
class Judgement:
    """What time has brought: at most one step.

    `rung` is the rung after it. Nothing happened when `occasion` is None. A step without audiences is
    recorded and tells nobody; `skipped` says in Chinese why. `next_at` is when to look again, None when the
    ladder has ended. `occurrence` goes with (obligation, rung, occasion) into the unique key of the notice.
    """

    rung: Rung | None
    next_at: datetime | None
    occasion: Occasion | None = None
    audiences: tuple[Audience, ...] = ()
    form: Form | None = None
    occurrence: int = 0
    skipped: str | None = None
    other_channel: bool = False

    @property
    def acts(self) -> bool:
        return self.occasion is not None
