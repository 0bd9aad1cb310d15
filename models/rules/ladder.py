"""The 马上就办 ladder: what the passing of time brings to one obligation, judged again at each look.

    R0 at the start ─ R1 half of the clock ─ R2 run out ─ last window ─ R3 a person of 督查室 calls ─ R4 a leader reads it

At most one step a look, never a rung early, never one left out. Dated lines of lists run beside the rungs; a
step that is said carries the lines due by then, so that nothing is said twice. Lines are judged when the
office opens, before the morning list goes out.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from models.rules.audiences import reminded, targets_of, united, why_skipped
from models.rules.calendar import Calendar
from models.rules.clocks import starts
from models.rules.counting import Count, count_of, effective_due
from models.rules.delivery import next_morning_list
from models.rules.lengths import Length, Measure
from models.rules.lines import DatedLine, first_line_at, is_by_party_office, latest_by, lines_left
from models.rules.obligations import Audience, Case, Form, Judgement, Kind, Occasion, Rung, Side
from models.rules.rule_set import Opening, Policy

OCCASIONS = {
    Rung.R0: Occasion.FIRST,
    Rung.R1: Occasion.BEFORE_DUE,
    Rung.R2: Occasion.DUE,
    Rung.R3: Occasion.CALL,
    Rung.R4: Occasion.NAMED,
}


@dataclass(frozen=True, slots=True)
class Pending:
    """A step that will be due; `line` is the number of the line, 0 for a rung or the last window."""

    at: datetime
    rung: Rung
    occasion: Occasion
    audiences: tuple[Audience, ...]
    form: Form
    line: int = 0


def judge(case: Case, now: datetime, *, policy: Policy, calendar: Calendar) -> Judgement:
    ladder = Ladder.of(case, policy, calendar)
    step = None if ladder.is_paused(now) else ladder.due_step(now)
    if step is None:
        return Judgement(case.rung, ladder.next_look(now), occurrence=case.occurrence)
    said = ladder.said(step, now)
    after = Ladder.of(advance(case, said, now), policy, calendar)
    return replace(said, next_at=after.next_look(now))


def advance(case: Case, judgement: Judgement, now: datetime) -> Case:
    """The case once the judgement's step is written."""
    if not judgement.acts:
        return case
    is_window = judgement.occasion is Occasion.LAST_WINDOW
    return replace(
        case,
        rung=judgement.rung,
        rung_at=now if judgement.rung != case.rung else case.rung_at,
        last_window_at=now if is_window else case.last_window_at,
        occurrence=judgement.occurrence,
    )


def upcoming(case: Case, now: datetime, *, policy: Policy, calendar: Calendar) -> Pending | None:
    """What comes next if nothing is heard; None while paused, or when the ladder has ended."""
    ladder = Ladder.of(case, policy, calendar)
    return None if ladder.is_paused(now) else min(ladder.pending(now), key=lambda step: step.at, default=None)


@dataclass(frozen=True, slots=True)
class Ladder:
    case: Case
    policy: Policy
    calendar: Calendar
    count: Count
    due: datetime | None  # moved by pauses and credits; None while a pause without end holds it up

    @classmethod
    def of(cls, case: Case, policy: Policy, calendar: Calendar) -> "Ladder":
        return cls(case, policy, calendar, count_of(case, calendar), effective_due(case, calendar))

    @property
    def clock(self) -> int:
        """The whole clock in seconds, as it was set."""
        return Count(self.calendar, (), self.case.is_wall_clock).between(self.case.started_at, self.case.due_at)

    @property
    def ceiling(self) -> Rung:
        if self.case.kind is Kind.DELIVERY or self.case.is_wall_clock:
            # whoever was not reached is not named for it, and an emergency waits for no digest
            return min(Rung.R3, self.policy.ceiling(self.case.unit_kind))
        if self.case.holder in (Side.OFFICE, Side.LEADER):
            return self.policy.ladder.highest
        ceiling = self.policy.ceiling(self.case.unit_kind)
        return self.policy.ladder.highest if self.case.went_on_at is not None and ceiling >= Rung.R3 else ceiling

    def is_paused(self, now: datetime) -> bool:
        return self.count.paused(now) is not None

    def due_step(self, now: datetime) -> Pending | None:
        return next((step for step in self.pending(now) if step.at <= now), None)

    def pending(self, now: datetime) -> list[Pending]:
        """The next rung or last window, then the next line."""
        steps = [self._next_rung(), self._next_line(now)]
        return [self._in_hours(step, now) for step in steps if step is not None]

    def said(self, step: Pending, now: datetime) -> Judgement:
        carried = self._carried(step, now)
        told = step.audiences if carried is None else united(self._readers_of(carried), step.audiences)
        return Judgement(
            rung=step.rung,
            next_at=None,
            occasion=step.occasion,
            audiences=told,
            form=step.form if told else None,
            occurrence=max(self.case.occurrence, step.line, carried.number if carried else 0),
            skipped=None if step.audiences else why_skipped(step.rung, self.case),
            other_channel=step.rung is Rung.R1 and self._is_undelivered,
        )

    def next_look(self, now: datetime) -> datetime | None:
        """Always later than now; None when nothing is left to come."""
        pause = self.count.paused(now)
        if pause is not None:
            return self.calendar.next_opening(pause.until) if pause.until else self._tomorrow(now)
        steps = self.pending(now)
        if steps:
            return max(min(step.at for step in steps), now + timedelta(minutes=1))
        return self._tomorrow(now) if self._has_open_pause else None

    @property
    def _has_open_pause(self) -> bool:
        return any(pause.until is None for pause in self.count.pauses)

    @property
    def _is_undelivered(self) -> bool:
        return self.case.is_undelivered or self.case.kind is Kind.DELIVERY

    def _tomorrow(self, now: datetime) -> datetime:
        return self.calendar.next_opening(self.calendar.close_of(self.calendar.local(now).date()))

    def _next_rung(self) -> Pending | None:
        rung = Rung.R0 if self.case.rung is None else Rung(min(self.case.rung + 1, Rung.R5))
        if rung == self.case.rung or rung > self.ceiling:
            return None
        if rung is Rung.R0:
            return self._start()
        audiences = reminded(self._who(rung), self.case)
        if rung is Rung.R3 and audiences and self._wants_window:
            return self._window()
        at = self._rung_at(rung)
        if at is None:
            return None
        occasion = OCCASIONS.get(rung, Occasion.REPEAT)
        form = Form.LINE if Audience.SECRETARY in audiences else self.policy.ladder.steps[rung].form
        return Pending(at, rung, occasion, audiences, self._form(form))

    def _who(self, rung: Rung) -> tuple[Audience, ...]:
        """A dispute that 督查室主任 leaves lying is the 副秘书长's."""
        if rung is Rung.R3 and self.case.kind is Kind.ARBITRATION:
            return (Audience.SECRETARY,)
        who = self.policy.ladder.steps[rung].who
        is_unseen = self.case.kind is Kind.DELIVERY and rung is self.ceiling and rung < Rung.R3
        return (*who, Audience.OFFICE) if is_unseen else who  # no call follows: 督查室 reads that it did not arrive

    def _start(self) -> Pending:
        opening = self.policy.openings[self.case.kind]
        who = {
            Opening.NONE: (),
            Opening.SAID: (Audience.LIAISON,),
            Opening.LINE: (Audience.HOLDER, Audience.LIAISON),
            Opening.SINGLE: (Audience.HOLDER, Audience.LIAISON),
        }[opening]
        form = Form.SINGLE if opening is Opening.SINGLE else Form.LINE
        at = self.calendar.local(self.case.started_at)
        return Pending(at, Rung.R0, Occasion.FIRST, targets_of(who, self.case), self._form(form))

    @property
    def _wants_window(self) -> bool:
        """A unit that is asked about is warned first; nobody can be warned whom no message reaches."""
        return self.case.last_window_at is None and self.case.holder is Side.UNIT

    def _window(self) -> Pending | None:
        wait = max(0, self._wait(Rung.R3) - self._seconds(self._window_length))
        at = self.count.reach(self._base(), wait) if self.due else None
        if at is None:
            return None
        return Pending(at, Rung.R2, Occasion.LAST_WINDOW, (Audience.HOLDER,), Form.SINGLE)

    def _rung_at(self, rung: Rung) -> datetime | None:
        if rung is Rung.R1:
            return self._spaced(self._half())
        if self.due is None:
            return None
        if rung is Rung.R2:
            return self._spaced(self.due)
        if rung is Rung.R4:
            return self._named_at()
        at = self.count.reach(self._base(), self._wait(rung))
        if rung is Rung.R3 and self.case.last_window_at is not None:
            window = self.count.reach(self.case.last_window_at, self._seconds(self._window_length))
            return None if at is None or window is None else max(at, window)
        return at

    def _named_at(self) -> datetime | None:
        """When the call brought nothing, or a person said: go on. Progress waits for some missed periods more."""
        if self.case.kind is not Kind.PROGRESS:
            return self.case.went_on_at or self.count.reach(self._base(), self._wait(Rung.R4))
        missed = self.calendar.local(self.case.due_at)
        for _ in range(self.policy.ladder.named_after_periods - 1):
            missed = self._period_after(missed)
        waited = self.count.reach(self.due or missed, self._seconds(self.policy.ladder.named_after))
        return None if waited is None else max(missed, waited, self.case.rung_at or missed)

    def _period_after(self, due: datetime) -> datetime:
        following = starts(
            Kind.PROGRESS, self.case.task_class, due, policy=self.policy, calendar=self.calendar, unit_kind=self.case.unit_kind,
            traits=self.case.traits, last_word_at=due,
        )  # fmt: skip
        return following.at if following else due

    def _half(self) -> datetime | None:
        share = self.policy.ladder.steps[Rung.R1].share or 0
        half = self.count.reach(self.case.started_at, int(self.clock * share) + self.case.credited_minutes * 60)
        if half is None or self.due is None or not self.policy.lines[self.case.kind].instead_of_half:
            return half
        first = first_line_at(self.case, self.due, policy=self.policy, calendar=self.calendar)
        return max(half, first) if first else half

    def _spaced(self, at: datetime | None) -> datetime | None:
        """No two rungs in a breath, even after we were away."""
        if at is None or self.case.rung_at is None:
            return at
        gap = min(self._seconds(self.policy.ladder.catch_up), self.clock // 4)
        spaced = self.count.reach(self.case.rung_at, gap)
        return None if spaced is None else max(at, spaced)

    def _base(self) -> datetime:
        """From where the wait for the next rung runs."""
        reached = self.case.rung_at if self.case.rung and self.case.rung >= Rung.R2 else None
        due = self.due or self.case.due_at
        return max(due, reached) if reached else due

    def _wait(self, rung: Rung) -> int:
        step = self.policy.ladder.steps[rung]
        least = self.policy.ladder.emergency_least if self.case.is_wall_clock else step.least
        wait = max(int(self.clock * step.wait), self._seconds(least) if least else 0)
        return wait if step.most is None else min(wait, self._seconds(step.most))

    @property
    def _window_length(self) -> Length:
        ladder = self.policy.ladder
        return ladder.emergency_window if self.case.is_wall_clock else ladder.last_window

    def _seconds(self, length: Length) -> int:
        if length.measure is Measure.WORKDAYS:
            day = self.calendar.local(self.case.due_at).date()
            return length.n * self.calendar.season_on(day).seconds
        return length.n * 60

    def _form(self, form: Form) -> Form:
        """An emergency does not wait for a list."""
        return Form.SINGLE if self.case.is_wall_clock and form is Form.LINE else form

    def _in_hours(self, step: Pending, now: datetime) -> Pending:
        """A message of its own waits until the office is open."""
        if step.form is not Form.SINGLE or not step.audiences or self.case.is_wall_clock:
            return step
        return replace(step, at=self.calendar.next_opening(max(step.at, now) if step.at <= now else step.at))

    def _next_line(self, now: datetime) -> Pending | None:
        line = latest_by(self._lines_left(self.case), now) or next(self._lines_left(self.case), None)
        if line is None or self.case.rung is None:
            return None
        return Pending(line.at, self.case.rung, line.occasion, self._readers_of(line), Form.LINE, line.number)

    def _readers_of(self, line: DatedLine) -> tuple[Audience, ...]:
        """That a party organ is late is for 督查室 to take up, from person to person."""
        if line.offset > 0 and is_by_party_office(self.case):
            return (Audience.OFFICE,)
        return reminded((Audience.HOLDER, Audience.LIAISON), self.case)

    def _lines_left(self, case: Case) -> Iterator[DatedLine]:
        return lines_left(case, self.due, policy=self.policy, calendar=self.calendar)

    def _carried(self, step: Pending, now: datetime) -> DatedLine | None:
        """The line that this step says as well, so that one list does not hold the same item twice."""
        if not step.audiences or step.form is Form.CALL:
            return None
        after = replace(self.case, rung=step.rung)
        limit = next_morning_list(now, policy=self.policy, calendar=self.calendar)
        return latest_by(self._lines_left(after), limit if step.form is Form.LINE else now)
