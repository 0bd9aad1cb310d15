"""The states of an assignment, what can happen to it, and which happening is possible when."""

from models.rules.labelled import Labelled


class State(Labelled):
    DRAFT = "draft", "草稿"
    PENDING_REVIEW = "pending_review", "待核"
    DISPATCHED = "dispatched", "已下达"
    ACCEPTED = "accepted", "已认领"
    IN_PROGRESS = "in_progress", "推进中"
    ASKING_HELP = "asking_help", "求助中"
    AWAITING_DATA = "awaiting_data", "待数据"
    PAUSED = "paused", "暂停"
    COMPLETED = "completed", "报结"
    CLOSED = "closed", "销号"
    LOOKING_BACK = "looking_back", "回头看"
    ARCHIVED = "archived", "归档"
    DISPUTED = "disputed", "待裁定"
    ADJUSTED = "adjusted", "调整"
    TERMINATED = "terminated", "终止"
    CARRIED_OVER = "carried_over", "结转"


class EventKind(Labelled):
    SUBMITTED = "submitted", "送核"
    DISPATCHED = "dispatched", "下达"
    ACCEPTED = "accepted", "认领"
    CONTESTED = "contested", "提出异议"
    UPHELD = "upheld", "维持原分工"
    REASSIGNED = "reassigned", "改派"
    PREPARED = "prepared", "备好进展"  # by a liaison; the head confirms
    REPORTED = "reported", "报进展"
    HELP_ASKED = "help_asked", "转出求助"
    HELP_ANSWERED = "help_answered", "答复求助"
    PUT_OFF = "put_off", "再等等"  # a leader leaves a request for help where it is, for now
    DATA_AWAITED = "data_awaited", "待数据"
    DATA_CAME = "data_came", "数据已到"
    PAUSED = "paused", "暂停"
    RESUMED = "resumed", "恢复"
    COMPLETED = "completed", "报结"
    RETURNED = "returned", "退回"
    ON_SITE = "on_site", "转现场核"
    CLOSED = "closed", "销号"
    LOOK_BACK = "look_back", "转回头看"
    RELAPSED = "relapsed", "发现反弹"
    REOPENED = "reopened", "重启"
    ARCHIVED = "archived", "归档"
    ADJUSTED = "adjusted", "调整"
    TERMINATED = "terminated", "终止"
    CARRIED_OVER = "carried_over", "结转"
    EXTENSION_ASKED = "extension_asked", "申请延期"
    EXTENSION_PROPOSED = "extension_proposed", "督查室提出建议"
    EXTENDED = "extended", "同意延期"
    EXTENSION_REFUSED = "extension_refused", "不同意延期"
    CALLED = "called", "电话了解"
    WAIVED = "waived", "准予先报结"
    RECONCILED = "reconciled", "对账"
    CHECKED = "checked", "核实数据"
    KEPT = "kept", "承诺兑现"
    BROKEN = "broken", "承诺未兑现"
    UNDONE = "undone", "撤回"


UNTAKEN = frozenset({State.DRAFT, State.PENDING_REVIEW})
WORKING = frozenset(
    {
        State.ACCEPTED,
        State.IN_PROGRESS,
        State.ASKING_HELP,
        State.AWAITING_DATA,
        State.PAUSED,
        State.ADJUSTED,
    }
)
OPEN = WORKING | {State.DISPATCHED}
VERIFIED = frozenset({State.CLOSED, State.LOOKING_BACK, State.ARCHIVED})
ENDED = VERIFIED | {State.TERMINATED, State.CARRIED_OVER}
VALID = frozenset("AB")  # the grades that count as a word
WITH_DOCUMENT = frozenset({EventKind.ADJUSTED, EventKind.TERMINATED, EventKind.CARRIED_OVER})
STAYS = None  # the event leaves the state as it is

MOVES: dict[EventKind, tuple[frozenset[State], State | None]] = {
    EventKind.SUBMITTED: (frozenset({State.DRAFT}), State.PENDING_REVIEW),
    EventKind.DISPATCHED: (UNTAKEN, State.DISPATCHED),
    EventKind.ACCEPTED: (frozenset({State.DISPATCHED, State.ACCEPTED}), State.ACCEPTED),
    EventKind.CONTESTED: (OPEN, State.DISPUTED),
    EventKind.UPHELD: (frozenset({State.DISPUTED}), State.DISPATCHED),
    EventKind.REASSIGNED: (frozenset({State.DISPUTED}), State.TERMINATED),
    EventKind.PREPARED: (frozenset(State), STAYS),
    EventKind.REPORTED: (OPEN | {State.COMPLETED, State.DISPUTED}, STAYS),
    EventKind.HELP_ASKED: (WORKING, State.ASKING_HELP),
    EventKind.HELP_ANSWERED: (frozenset({State.ASKING_HELP}), State.IN_PROGRESS),
    EventKind.PUT_OFF: (frozenset(State), STAYS),
    EventKind.DATA_AWAITED: (WORKING, State.AWAITING_DATA),
    EventKind.DATA_CAME: (frozenset({State.AWAITING_DATA}), State.IN_PROGRESS),
    EventKind.PAUSED: (WORKING, State.PAUSED),
    EventKind.RESUMED: (frozenset({State.PAUSED}), State.IN_PROGRESS),
    EventKind.COMPLETED: (OPEN, State.COMPLETED),
    EventKind.RETURNED: (frozenset({State.COMPLETED}), State.IN_PROGRESS),
    EventKind.ON_SITE: (frozenset({State.COMPLETED}), STAYS),
    EventKind.CLOSED: (frozenset({State.COMPLETED}), State.CLOSED),
    EventKind.LOOK_BACK: (frozenset({State.CLOSED}), State.LOOKING_BACK),
    EventKind.RELAPSED: (frozenset({State.CLOSED, State.LOOKING_BACK}), State.IN_PROGRESS),
    EventKind.REOPENED: (VERIFIED, State.IN_PROGRESS),
    EventKind.ARCHIVED: (frozenset({State.CLOSED, State.LOOKING_BACK}), State.ARCHIVED),
    EventKind.ADJUSTED: (OPEN, State.ADJUSTED),
    EventKind.TERMINATED: (OPEN | UNTAKEN | {State.DISPUTED}, State.TERMINATED),
    EventKind.CARRIED_OVER: (OPEN, State.CARRIED_OVER),
    EventKind.EXTENSION_ASKED: (OPEN, STAYS),
    EventKind.EXTENSION_PROPOSED: (OPEN, STAYS),
    EventKind.EXTENDED: (OPEN, STAYS),
    EventKind.EXTENSION_REFUSED: (OPEN, STAYS),
    EventKind.CALLED: (OPEN | {State.COMPLETED, State.DISPUTED}, STAYS),
    EventKind.WAIVED: (OPEN, STAYS),
    EventKind.RECONCILED: (OPEN | {State.COMPLETED} | VERIFIED, STAYS),
    EventKind.CHECKED: (OPEN | {State.COMPLETED} | VERIFIED, STAYS),
    EventKind.KEPT: (frozenset(State), STAYS),
    EventKind.BROKEN: (frozenset(State), STAYS),
}
