"""What changed between two issues of a plan: lines are paired by what they are, not by where they stand."""

import re
from collections import defaultdict
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from models.rules.plan.lexicon import squeeze
from models.rules.plan.values import PlanLine

_SURE = 80.0
_MAYBE = 60.0
_FIELDS: dict[str, str] = {
    "seq": "序号",
    "part": "子项",
    "section": "类别",
    "title": "任务名称",
    "goal": "工作目标",
    "lead_units": "牵头单位",
    "support_units": "配合单位",
    "leader": "牵头领导",
    "owners": "责任人",
    "due": "完成时限",
    "due_kind": "时限种类",
    "milestones": "节点",
    "indicators": "指标",
    "note": "备注",
    "is_key": "重点",
    "is_redline": "底线",
    "off_chat": "内部",
}


@dataclass(frozen=True, slots=True)
class ChangedLine:
    old: PlanLine
    new: PlanLine
    fields: tuple[str, ...]  # names of PlanLine's fields

    def words(self) -> str:
        return "、".join(_FIELDS[name] for name in self.fields)


@dataclass(frozen=True, slots=True)
class DoubtfulLine:
    """Perhaps the same task under another name; a person decides."""

    old: PlanLine
    new: PlanLine
    why: str


@dataclass(frozen=True)
class PlanDiff:
    added: tuple[PlanLine, ...] = ()
    removed: tuple[PlanLine, ...] = ()
    changed: tuple[ChangedLine, ...] = ()
    same: tuple[tuple[PlanLine, PlanLine], ...] = ()
    doubtful: tuple[DoubtfulLine, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not (self.added or self.removed or self.changed or self.doubtful)


def diff_plans(old: Sequence[PlanLine], new: Sequence[PlanLine]) -> PlanDiff:
    """The same plan twice is no change. A moved or renumbered row keeps its identity."""
    pairing = _Pairing(list(old), list(new))
    for key in (_identity, _title_and_lead, _section_and_title, _title):
        pairing.by_key(key)
    pairing.by_likeness()
    changed = []
    same = []
    for before, after in pairing.pairs:
        fields = tuple(name for name in _FIELDS if _value(before, name) != _value(after, name))
        if fields:
            changed.append(ChangedLine(before, after, fields))
        else:
            same.append((before, after))
    return PlanDiff(tuple(pairing.new), tuple(pairing.old), tuple(changed), tuple(same), tuple(pairing.doubtful))


class _Pairing:
    def __init__(self, old: list[PlanLine], new: list[PlanLine]) -> None:
        self.old, self.new = old, new
        self.pairs: list[tuple[PlanLine, PlanLine]] = []
        self.doubtful: list[DoubtfulLine] = []

    def by_key(self, key: Callable[[PlanLine], Hashable]) -> None:
        """Pairs lines with equal keys, doubled ones in their order."""
        waiting: dict[Hashable, list[PlanLine]] = defaultdict(list)
        for line in self.old:
            waiting[key(line)].append(line)
        for line in list(self.new):
            if candidates := waiting[key(line)]:
                best = next(
                    (each for each in candidates if (each.seq, each.part) == (line.seq, line.part)), candidates[0]
                )
                candidates.remove(best)
                self._pair(best, line)

    def by_likeness(self) -> None:
        """The same number with a like name is the same task; a like name alone may be."""
        for line in list(self.new):
            scored = sorted(((_likeness(other, line), -at) for at, other in enumerate(self.old)), reverse=True)
            if not scored or scored[0][0] < _MAYBE:
                continue
            best = self.old[-scored[0][1]]
            is_alone = len(scored) == 1 or scored[1][0] < scored[0][0] - 5
            if scored[0][0] >= _SURE and is_alone and (best.seq == line.seq or best.lead_units == line.lead_units):
                self._pair(best, line)
            else:
                self._doubt(best, line, "名称相近，但序号或牵头单位不同" if is_alone else "有几项名称都相近")

    def _pair(self, old: PlanLine, new: PlanLine) -> None:
        self.old.remove(old)
        self.new.remove(new)
        self.pairs.append((old, new))

    def _doubt(self, old: PlanLine, new: PlanLine, why: str) -> None:
        self.old.remove(old)
        self.new.remove(new)
        self.doubtful.append(DoubtfulLine(old, new, f"{why}，请核对是否同一项任务。"))


def _identity(line: PlanLine) -> Hashable:
    return (_section(line), squeeze(line.title), _lead(line))


def _title_and_lead(line: PlanLine) -> Hashable:
    return (squeeze(line.title), _lead(line))


def _section_and_title(line: PlanLine) -> Hashable:
    return (_section(line), squeeze(line.title))


def _title(line: PlanLine) -> Hashable:
    return (line.seq, squeeze(line.title))


def _lead(line: PlanLine) -> tuple[str, ...]:
    return tuple(map(squeeze, line.lead_units))


def _section(line: PlanLine) -> str:
    """Without its number and its count, which change when rows come and go."""
    words = squeeze(line.section or "")
    words = re.sub(r"^(?:第?[一二三四五六七八九十\d]+[、.部分章篇]+|\([一二三四五六七八九十\d]+\))", "", words)
    return re.sub(r"\((?:共)?\d+[项个条件]\)$", "", words)


def _likeness(old: PlanLine, new: PlanLine) -> float:
    """0–100; a like goal counts as well, a shared number or lead unit tips the scale."""
    title = fuzz.ratio(squeeze(old.title), squeeze(new.title))
    goal = fuzz.ratio(squeeze(old.goal or ""), squeeze(new.goal or "")) if old.goal and new.goal else title
    bonus = 8 * (old.seq is not None and old.seq == new.seq) + 6 * (_lead(old) == _lead(new))
    return min(100.0, max(0.7 * title + 0.3 * goal, 0.5 * title + 0.5 * goal) + bonus)


def _value(line: PlanLine, name: str) -> object:
    if name == "section":
        return _section(line)
    value = getattr(line, name)
    return squeeze(value) if isinstance(value, str) else value
