"""Reads the contacts workbook: units with their heads, the city's leaders, liaisons, the people of 督查室."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from models.errors import OperatorError
from models.rules.contact_sheets import Field, Table, read_contact_tables
from models.rules.contact_values import Account, Contacts, Person, Unit
from models.rules.obligations import UnitKind
from models.rules.plan.grid import Sheet
from models.rules.plan.units_cell import split_list
from models.rules.unit_kinds import is_leaders_title, kind_of, said_kind, with_head
from models.rules.unit_names import UnitIndex

KINDS_HINT = "可写：市直部门、开发区、县区、党委部门、垂管、驻市、企业。"


@dataclass
class _Reader:
    """Gathers people and units from the tables, and notes what was left out and why."""

    units: list[Unit] = field(default_factory=list)
    people: dict[str, list[Person]] = field(
        default_factory=lambda: {kind: [] for kind in ("leaders", "liaisons", "admins", "deputies", "aides")}
    )
    notes: list[str] = field(default_factory=list)

    def read(self, table: Table) -> None:
        for row, cells in table.rows:
            if table.kind == "units":
                self._unit(table.name, row, cells)
            else:
                self._person(table, row, cells)

    def _unit(self, sheet: str, row: int, cells: dict[Field, str]) -> None:
        full = "".join(cells.get(Field.UNIT, "").split())
        short = tuple("".join(name.split()) for name in split_list(cells.get(Field.SHORT, "")))
        if not full:
            self.notes.append(f"《{sheet}》第{row}行：没有单位名称，没有读取。")
            return
        if any(unit.full == full for unit in self.units):
            self.notes.append(f"《{sheet}》第{row}行：单位“{full}”重复，只用前一行。")
            return
        head = self._made(sheet, row, cells, unit=full, name=cells.get(Field.NAME, ""))
        liaison = _first_name(cells.get(Field.LIAISON, ""))
        kind = self._kind(sheet, row, full, cells)
        self.units.append(
            Unit(
                full=full,
                short=tuple(dict.fromkeys(short)),
                kind=kind or kind_of(full),
                head=head,
                vice_leader=_first_name(cells.get(Field.VICE_LEADER, "")),
                liaison=liaison,
                deputy=_first_name(cells.get(Field.DEPUTY, "")),
                row=row,
                is_kind_said=kind is not None,
            )
        )
        self._add_beside(sheet, row, cells, full)
        if head is None:
            self.notes.append(f"《{sheet}》第{row}行：{full}没有主要负责人，任务将先存为草稿。")

    def _kind(self, sheet: str, row: int, full: str, cells: dict[Field, str]) -> UnitKind | None:
        """Under 市直单位 many a list keeps those that only sit in the city: that caption decides nothing."""
        if said := cells.get(Field.KIND, ""):
            if found := said_kind(said):
                return found
            self.notes.append(f"《{sheet}》第{row}行：{full}的单位类别“{said[:12]}”没看明白，按名称归类。{KINDS_HINT}")
            return None
        found = said_kind(cells.get(Field.SECTION, ""))
        return None if found is UnitKind.DEPARTMENT else found

    def _add_beside(self, sheet: str, row: int, cells: dict[Field, str], full: str) -> None:
        """Liaisons whose account stands in the unit's own row."""
        ids = {
            Field.WECOM: Field.LIAISON_WECOM,
            Field.DINGTALK: Field.LIAISON_DINGTALK,
            Field.PHONE: Field.LIAISON_PHONE,
        }
        if cells.get(Field.LIAISON) and any(cells.get(place) for place in ids.values()):
            own = {to: cells.get(place, "") for to, place in ids.items()}
            person = self._made(sheet, row, own, unit=full, name=cells[Field.LIAISON])
            if person:
                self.people["liaisons"].append(person)

    def _person(self, table: Table, row: int, cells: dict[Field, str]) -> None:
        unit = "".join(cells.get(Field.UNIT, "").split()) or None
        person = self._made(table.name, row, cells, unit=unit, name=cells.get(Field.NAME, ""))
        if person is not None:
            self.people[table.kind].append(person)

    def _made(self, sheet: str, row: int, cells: dict[Field, str], *, unit: str | None, name: str) -> Person | None:
        first = _first_name(name)
        if first is None:
            return None
        where = f"《{sheet}》第{row}行{first}"
        return Person(
            name=first,
            title=_filled(cells.get(Field.TITLE, "")),
            phone=self._phone(where, cells.get(Field.PHONE, "")),
            account=Account(
                wecom=self._id(where, "企业微信账号", cells.get(Field.WECOM)),
                dingtalk=self._id(where, "钉钉账号", cells.get(Field.DINGTALK)),
                feishu=self._id(where, "飞书账号", cells.get(Field.FEISHU)),
            ),
            unit=unit,
            field=_filled(cells.get(Field.PORTFOLIO, "")),
            row=row,
            serves=_first_name(cells.get(Field.VICE_LEADER, "")),
        )

    def _phone(self, where: str, cell: str) -> str | None:
        if not cell.strip():
            return None
        digits = re.sub(r"[^\d]", "", cell.split("、")[0].split("/")[0])
        if not 7 <= len(digits) <= 13:
            self.notes.append(f"{where}：手机号“{cell.strip()[:20]}”不像号码，没有采用。")
            return None
        return digits

    def _id(self, where: str, what: str, cell: str | None) -> str | None:
        """None for a missing id; one that could reach more than this person is refused."""
        if cell is None:  # the sheet has no such column
            return None
        text = cell.strip()
        if not text or text in ("/", "—", "-", "无"):
            self.notes.append(f"{where}：没有{what}。")
            return None
        if not is_safe_id(cell):
            self.notes.append(
                f"{where}：{what}“{text[:40]}”不合规（只能是字母、数字和 _ . @ -，不能是 @all），没有采用。"
            )
            return None
        return cell


def is_safe_id(text: str) -> bool:
    """An id that names one person: never @all, no separator, no blank."""
    return bool(re.fullmatch(r"[A-Za-z0-9_.@-]{1,64}", text)) and text.strip("@").lower() not in ("all", "")


def read_contacts(sheets: Sequence[Sheet]) -> Contacts:
    """Everything the workbook says; what is odd becomes a note, only a book without units is refused."""
    reader = _Reader()
    tables = read_contact_tables(sheets)
    for table in tables:
        reader.read(table)
    if not reader.units:
        raise OperatorError(
            "通讯录里没找到单位表。请保留“单位、主要负责人、手机号、企业微信账号”等列名，一行一个单位。"
        )
    read = {table.name for table in tables}
    reader.notes += [
        f"《{sheet.name}》不是通讯录，没有读取。" for sheet in sheets if sheet.name not in read and sheet.height
    ]
    people = reader.people
    for kind in ("liaisons", "deputies"):
        people[kind] = _with_full_names(people[kind], reader.units)
    notes = [*reader.notes, *_shared_ids(reader), *_of_no_unit(reader), *_absent(reader)]
    return Contacts(
        units=tuple(_led(unit, people["leaders"]) for unit in reader.units),
        leaders=tuple(people["leaders"]),
        liaisons=tuple(people["liaisons"]),
        admins=tuple(people["admins"]),
        deputies=tuple(people["deputies"]),
        aides=tuple(people["aides"]),
        notes=tuple(dict.fromkeys(notes)),
    )


def _with_full_names(people: list[Person], units: list[Unit]) -> list[Person]:
    index = UnitIndex([(unit.full, unit.short) for unit in units])
    return [
        Person(
            one.name,
            one.title,
            one.phone,
            one.account,
            index.resolve(one.unit or "") or one.unit,
            one.field,
            one.row,
        )
        for one in people
    ]


def _led(unit: Unit, leaders: Sequence[Person]) -> Unit:
    """A bureau whose head is himself a city leader is treated as his."""
    if unit.head is None:
        return unit
    is_listed = any(_is_same(unit.head, leader) and is_leaders_title(leader.title or "") for leader in leaders)
    return replace(unit, kind=with_head(unit.kind, unit.full, unit.head.title or "", is_listed=is_listed))


def _is_same(one: Person, other: Person) -> bool:
    ids = (
        (one.account.wecom, other.account.wecom),
        (one.account.dingtalk, other.account.dingtalk),
        (one.phone, other.phone),
    )
    return one.name == other.name and not any(mine and his and mine != his for mine, his in ids)


def _shared_ids(reader: _Reader) -> Iterator[str]:
    """One id under two names is a slip; one person with several posts is not."""
    owners: dict[tuple[str, str], set[str]] = {}
    heads = [unit.head for unit in reader.units if unit.head]
    for person in (*heads, *(one for group in reader.people.values() for one in group)):
        for platform, user in (
            ("企业微信", person.account.wecom),
            ("钉钉", person.account.dingtalk),
            ("飞书", person.account.feishu),
        ):
            if user:
                owners.setdefault((platform, user.lower()), set()).add(person.name)
    for (platform, user), names in owners.items():
        if len(names) > 1:
            yield f"{platform}账号“{user}”同时写给了{'、'.join(sorted(names))}，都没有采用。请核对，改好后再导入一次。"


def _of_no_unit(reader: _Reader) -> Iterator[str]:
    units = {unit.full for unit in reader.units}
    for kind, word in (("liaisons", "联络员"), ("deputies", "AB岗")):
        for person in reader.people[kind]:
            if person.unit not in units:
                yield f"{word}{person.name}的单位“{person.unit or ''}”不在单位表里，没有登记。"


def _absent(reader: _Reader) -> Iterator[str]:
    for kind, word in (("leaders", "市领导"), ("liaisons", "督查联络员"), ("admins", "督查室人员")):
        if not reader.people[kind]:
            yield f"通讯录里没有{word}名单，相应的人需要另行添加。"


def _first_name(cell: str) -> str | None:
    names = split_list(re.sub(r"[（(].*?[）)]", "", cell))
    name = "".join(names[0].split()) if names else ""
    return name if name and name not in ("/", "—", "-", "无", "空缺", "待定") else None


def _filled(cell: str) -> str | None:
    return "".join(cell.split()) or None


__all__ = ["Account", "Contacts", "Person", "Unit", "is_safe_id", "kind_of", "read_contacts"]
