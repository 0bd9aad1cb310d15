"""Which rule read a value and what makes it doubtful, each by a key; their Chinese names are in `explaining`."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Rule(StrEnum):
    """What let a reader take these words for this value."""

    ASKS_TO_MOVE = "asks_to_move"  # the intents, in the order in which they are tried
    PASSED_ON = "passed_on"
    ASKS_HOW = "asks_how"
    TARGETS_REACHED = "targets_reached"
    ALL_PERCENT = "all_percent"
    IN_FORCE = "in_force"
    CLAIMS_DONE = "claims_done"
    HAS_REQUEST = "has_request"
    STANDS_STILL = "stands_still"
    HAS_OBSTACLE = "has_obstacle"
    ASKS_RHETORICALLY = "asks_rhetorically"
    HAS_FACTS = "has_facts"
    ELSEWHERE = "elsewhere"
    NOTHING_SAID = "nothing_said"
    RECEIPT = "receipt"
    WILL_REPORT = "will_report"
    PLEDGE = "pledge"
    STATE_WORD = "state_word"
    SOME_STATEMENT = "some_statement"
    NO_STATEMENT = "no_statement"

    TOTAL = "total"  # figures
    CORRECTED = "corrected"
    OF_A_WHOLE = "of_a_whole"
    FINISHED_BEFORE = "finished_before"
    DONE_BEFORE = "done_before"
    DONE_AFTER = "done_after"
    WORDS_BEFORE = "words_before"
    STANDS_FREE = "stands_free"
    NAMED_AFTER = "named_after"
    WHOLE_TASK = "whole_task"
    RATE = "rate"
    ONLY_A_NUMBER = "only_a_number"
    DONE_OF_TOTAL = "done_of_total"
    DONE_IS_ALL = "done_is_all"

    DAY_WITH_LIMIT = "day_with_limit"  # dates
    END_OF_PERIOD = "end_of_period"
    DAY_AHEAD = "day_ahead"
    CLOCK_TODAY = "clock_today"
    MOVED_TO = "moved_to"
    MOVED_BY = "moved_by"
    AFTER_DUE = "after_due"

    WANTING = "wanting"  # obstacles
    SPEAKS_FOR_ITSELF = "speaks_for_itself"
    COST_TIME = "cost_time"
    PLEASE = "please"  # requests
    COULD = "could"
    ASKED_TOO = "asked_too"
    ASKS_NOBODY = "asks_nobody"
    ASKS_ABOUT = "asks_about"


class Doubt(StrEnum):
    """What makes a value less sure than others of its rule."""

    CLOSE_SECOND = "close_second"  # another figure fits nearly as well
    NO_UNIT = "no_unit"
    OTHER_UNIT = "other_unit"  # 个 where the task counts 户
    HEDGED = "hedged"  # 约, 多, 左右
    RANGE = "range"
    FALLS = "falls"  # below what was last reported
    NOT_NAMED = "not_named"  # nothing near it names the indicator
    YEAR_GUESSED = "year_guessed"  # far ahead, without a year
    NO_PROMISE = "no_promise"  # no word looks ahead
    SEVERAL = "several"  # more than one would answer


@dataclass(frozen=True, slots=True)
class Ground:
    """Why a value was read."""

    rule: Rule
    doubts: tuple[Doubt, ...] = ()


def doubts(**of: bool) -> tuple[Doubt, ...]:
    """Those that hold, by their keys: doubts(no_unit=not q.unit)."""
    return tuple(Doubt(key) for key, holds in of.items() if holds)
