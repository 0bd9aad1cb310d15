"""The people and units of a city, as the contacts workbook names them."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from models.rules.obligations import UnitKind
from models.rules.unit_names import UnitIndex


@dataclass(frozen=True, slots=True)
class Account:
    """Ids on the platforms; a bad id is no id."""

    wecom: str | None = None
    dingtalk: str | None = None
    feishu: str | None = None


@dataclass(frozen=True, slots=True)
class Person:
    name: str
    title: str | None = None
    phone: str | None = None
    account: Account = Account()
    unit: str | None = None  # full name; None for leaders and 督查室
    field: str | None = None  # what a leader is in charge of
    row: int = 0
    serves: str | None = None  # of an aide: his leader's name


@dataclass(frozen=True, slots=True)
class Unit:
    full: str
    short: tuple[str, ...] = ()
    kind: UnitKind = UnitKind.DEPARTMENT
    head: Person | None = None
    vice_leader: str | None = None
    liaison: str | None = None
    deputy: str | None = None  # AB岗
    row: int = 0
    is_kind_said: bool = False  # a column or a caption says so; else it is a guess


@dataclass(frozen=True)
class Contacts:
    units: tuple[Unit, ...] = ()
    leaders: tuple[Person, ...] = ()
    liaisons: tuple[Person, ...] = ()
    admins: tuple[Person, ...] = ()
    deputies: tuple[Person, ...] = ()
    aides: tuple[Person, ...] = ()  # secretaries of leaders
    notes: tuple[str, ...] = ()

    @cached_property
    def _index(self) -> UnitIndex:
        return UnitIndex([(unit.full, unit.short) for unit in self.units])

    def resolve(self, name: str) -> str | None:
        """The full name of the unit that is meant; None when there is none, or more than one."""
        return self._index.resolve(name)

    def to_json(self) -> dict[str, Any]:
        return {
            "units": [_unit_json(unit) for unit in self.units],
            "leaders": [{**_person_json(one), "field": one.field} for one in self.leaders],
            "liaisons": [{"unit": one.unit, **_person_json(one)} for one in self.liaisons],
            "admins": [_person_json(one) for one in self.admins],
            "notes": list(self.notes),
        }


def _person_json(person: Person) -> dict[str, Any]:
    return {
        "name": person.name,
        "title": person.title,
        "phone": person.phone,
        "wecom": person.account.wecom,
        "dingtalk": person.account.dingtalk,
    }


def _unit_json(unit: Unit) -> dict[str, Any]:
    head = unit.head or Person("")
    return {
        "full": unit.full,
        "short": list(unit.short),
        "kind": unit.kind.value,
        "head": head.name or None,
        "title": head.title,
        "vice_leader": unit.vice_leader,
        "liaison": unit.liaison,
        "wecom": head.account.wecom,
        "dingtalk": head.account.dingtalk,
        "phone": head.phone,
        "row": unit.row,
    }
