"""`--column` as it fits the sheet at hand: what to type where a column was not found, and what is wrong with what was typed."""

from collections.abc import Collection, Mapping, Sequence

from models.errors import OperatorError
from models.rules.plan.grid import Sheet, column_letter, column_number
from models.rules.plan.lexicon import Role, role_named, squeeze
from models.rules.plan.profile import Profile, profile

_FIRST_ROWS = 40  # a heading stands among them
_LEAST = 0.3  # share of the cells that must look like it
NAMES = [role.value for role in Role if role not in {Role.PERIOD, Role.OTHER}]


def suggested(sheet: Sheet, *, below: int, roles: Sequence[Role], taken: Collection[int] = ()) -> str:
    """`--column 重点任务=B --column 牵头单位=E`: the columns whose cells look like it; empty where none does."""
    seen = {column: profile(_cells(sheet, column, below)) for column in range(1, sheet.width + 1)}
    found: dict[Role, int] = {}
    for role in roles:
        scored = {c: _likeness(role, one) for c, one in seen.items() if c not in taken and c not in found.values()}
        best = max(scored, key=lambda column: (scored[column], -column), default=None)
        if best is not None and scored[best] >= _LEAST:
            found[role] = best
    said = [f"--column {role.value}={column_letter(found[role])}" for role in roles if role in found]
    return f"`{' '.join(said)}`" if said else ""


def _cells(sheet: Sheet, column: int, below: int) -> list[str]:
    return [sheet.own(row, column) for row in range(below + 1, sheet.height + 1)]


def _likeness(role: Role, seen: Profile) -> float:
    if not seen.filled:
        return 0.0
    if role is Role.TITLE:
        return float(seen.is_text and seen.chars >= 3 and seen.distinct > 0.5)
    return seen.units if role is Role.LEAD else seen.dates


def check_override(override: Mapping[str, str], sheets: Sequence[Sheet]) -> None:
    """A name or a column that does not exist is said at once, with what there is."""
    filled = [sheet for sheet in sheets if sheet.height]
    for name, place in override.items():
        if role_named(name) in {None, Role.PERIOD}:
            raise OperatorError(f"--column {name}={place}：没有“{name}”这个名称。可用的名称：{'、'.join(NAMES)}。")
        if filled and not any(_has(sheet, place) for sheet in filled):
            raise OperatorError(f"--column {name}={place}：表里没有{place}列。{'；'.join(map(_columns, filled[:3]))}。")


def _has(sheet: Sheet, place: str) -> bool:
    number = int(place) if place.isdigit() else column_number(place)
    if number is not None and 1 <= number <= sheet.width:
        return True
    rows = range(1, min(sheet.height, _FIRST_ROWS) + 1)
    return any(squeeze(place) == squeeze(sheet.own(row, c)) for row in rows for c in range(1, sheet.width + 1))


def _columns(sheet: Sheet) -> str:
    return f"《{sheet.name}》有A至{column_letter(sheet.width)}列"
