"""Twelve units of the sample city with their tasks: cut from the very sheets that the demo imports."""

from dataclasses import dataclass
from typing import Any

from bot.city import SAMPLES
from bot.documents.reader import read_tables
from models.rules.plan.grid import Sheet

UNITS = (
    "市住建局", "市交通局", "市生态环境局", "市卫健委", "市商务局", "市城管局",
    "市数据局", "市民政局", "市科技局", "市水利局", "市税务局", "高新区管委会",
)  # fmt: skip
LEAD, SHORT_NAMES, FULL_NAME = 4, 2, 1


@dataclass(frozen=True)
class TwelveUnits:
    """In place of the small city of stories: who carries a phone, and what is imported."""

    listed: tuple[Sheet, ...]
    planned: tuple[Sheet, ...]

    @classmethod
    async def cut(cls) -> "TwelveUnits":
        listed, planned = [await read_tables((SAMPLES / f"{n}.xlsx").read_bytes(), n) for n in ("contacts", "plan")]
        units = [row for row in listed[0].rows if _is_ours(row[SHORT_NAMES])]
        names = {row[FULL_NAME] for row in units}
        return cls(
            (
                _with(listed[0], [*listed[0].rows[:2], *units]), listed[1],
                _with(listed[2], [*listed[2].rows[:2], *(row for row in listed[2].rows if row[0] in names)]), *listed[3:],
            ),
            (_with(planned[0], [row for n, row in enumerate(planned[0].rows) if n < 4 or row[LEAD] in UNITS]),),
        )  # fmt: skip

    def contacts(self) -> list[Sheet]:
        return list(self.listed)

    def plan(self, **_title: Any) -> list[Sheet]:
        return list(self.planned)

    def accounts(self) -> dict[str, str]:
        """By whom a phone is carried → its user id; the same in every sheet of the contacts."""
        found = {row[3]: row[6] for row in self.listed[0].rows[2:]} | {
            row[1]: row[5] for row in self.listed[1].rows[2:]
        }
        found |= {row[1]: row[2] for row in self.listed[2].rows[2:]} | {
            row[1]: row[3] for row in self.listed[3].rows[2:]
        }
        return {name: user for name, user in found.items() if user}


def _is_ours(short_names: str) -> bool:
    return not set(short_names.split("、")).isdisjoint(UNITS)


def _with(sheet: Sheet, rows: list[tuple[str, ...]]) -> Sheet:
    return Sheet(sheet.name, tuple(rows))
