"""So many calls in so long: a sliding window kept as counts of short slots, small enough for one row that replicas share."""

from collections.abc import Mapping, Sequence

Window = tuple[int, float]  # at most so many in so many seconds
Taken = dict[str, dict[str, int]]  # by the window's seconds: slot since the epoch → how many

SLOTS = 60  # of a window; with the one that runs and one for the way, 97 of 100 places can be used
AHEAD_S = (
    5.0  # so much the clocks of two replicas may differ; what lies farther ahead was taken before a clock was set back
)


def room(windows: Sequence[Window], taken: Taken, at_s: float) -> int:
    """How many calls may begin now."""
    return max(0, min(most - sum(_inside(span_s, taken, at_s).values()) for most, span_s in windows))


def with_taken(windows: Sequence[Window], taken: Taken, count: int, at_s: float) -> Taken:
    """The same after so many calls now, without what is over."""
    kept: Taken = {}
    for _, span_s in windows:
        inside = _inside(span_s, taken, at_s)
        slot = max([_slot(span_s, at_s), *inside])
        inside[slot] = inside.get(slot, 0) + count
        kept[_name(span_s)] = _stored(inside)
    return kept


def without(windows: Sequence[Window], taken: Taken, count: int, at_s: float) -> Taken:
    """The same after so many places, the newest, were given back."""
    kept: Taken = {}
    for _, span_s in windows:
        inside, left = _inside(span_s, taken, at_s), count
        for slot in sorted(inside, reverse=True):
            back = min(left, inside[slot])
            inside[slot], left = inside[slot] - back, left - back
        kept[_name(span_s)] = _stored(inside)
    return kept


def _stored(inside: Mapping[int, int]) -> dict[str, int]:
    return {str(slot): many for slot, many in inside.items() if many}


def free_in_s(windows: Sequence[Window], taken: Taken, at_s: float) -> float:
    """After how long one call more may begin; 0 when it may now."""
    waits = [0.0]
    for most, span_s in windows:
        inside = _inside(span_s, taken, at_s)
        if sum(inside.values()) >= most:
            waits.append((min(inside) + SLOTS + 2) * _width(span_s) - at_s)
    return max(waits)


def _inside(span_s: float, taken: Taken, at_s: float) -> dict[int, int]:
    """What a window that ends now, or begins with any call on its way, may hold."""
    first, last = _slot(span_s, at_s) - SLOTS - 1, _slot(span_s, at_s + AHEAD_S)
    known: Mapping[str, int] = taken.get(_name(span_s), {})
    return {slot: many for name, many in known.items() if first <= (slot := int(name)) <= last}


def _slot(span_s: float, at_s: float) -> int:
    return int(at_s / _width(span_s))


def _width(span_s: float) -> float:
    return span_s / SLOTS


def _name(span_s: float) -> str:
    return f"{span_s:g}"
