"""The directory as far as the roster tells: units are departments below the root, in pages (contact/v3)."""

from collections.abc import Sequence

from bot.sandbox.errors import ApiError
from bot.sandbox.feishu.calls import Call
from bot.sandbox.feishu.names import account_of, ids_of
from bot.sandbox.roster import Person
from bot.sandbox.wire import Json

ROOT, MOST = "0", 50


def user(call: Call) -> Json:
    kind = call.query.get("user_id_type", "open_id")
    account = account_of(call.people, call.app_id, kind, call.names["user"])
    person = call.people.find(account) if account else None
    if person is None or not person.visible:
        raise ApiError(41050, "no user authority error")
    return {"user": _person(call, person)}


def members(call: Call) -> Json:
    department = call.query.get("department_id", ROOT)
    return _page(call, [_person(call, one) for one in call.people.members(_number(call, department))])


def children(call: Call) -> Json:
    if call.names["department"] != ROOT:
        _number(call, call.names["department"])
        return _page(call, [])
    found = call.people.departments()
    return _page(call, [_department(call, number, name) for number, name in found.items() if number != 1])


def _person(call: Call, person: Person) -> Json:
    status = {"is_frozen": False, "is_resigned": False, "is_activated": True, "is_exited": False}
    department = _id(call.people.department_of(person))
    said = {"name": person.name, "job_title": person.title, "department_ids": [department], "status": status}
    return ids_of(call.app_id, person.user) | said


def _department(call: Call, number: int, name: str) -> Json:
    heads = [ids_of(call.app_id, one.user)["open_id"] for one in call.people.members(number) if one.is_head]
    return {
        "name": name, "department_id": f"d{number}", "open_department_id": _id(number), "parent_department_id": ROOT,
        "leader_user_id": heads[0] if heads else "", "member_count": len(call.people.members(number)),
        "status": {"is_deleted": False},
    }  # fmt: skip


def _id(number: int) -> str:
    return ROOT if number == 1 else f"od-{number}"


def _number(call: Call, department: str) -> int:
    number = 1 if department == ROOT else int("0" + department.removeprefix("od-").removeprefix("d").strip("-"))
    if number not in call.people.departments():
        raise ApiError(40004, "no dept authority error")
    return number


def _page(call: Call, items: Sequence[Json]) -> Json:
    size, token = call.query.get("page_size", "10"), call.query.get("page_token", "")
    if not size.isdigit() or not 1 <= int(size) <= MOST:
        raise ApiError(40011, "page size is invalid")
    if token and not token.isdigit():
        raise ApiError(40012, "page token is invalid error")
    start = int(token or 0)
    end = start + int(size)
    more = end < len(items)
    return {"items": list(items[start:end]), "has_more": more} | ({"page_token": str(end)} if more else {})
