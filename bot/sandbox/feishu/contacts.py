"""The directory as far as the roster tells: units are departments below the root, in pages (contact/v3)."""

from collections.abc import Sequence

from bot.sandbox.errors import ApiError
from bot.sandbox.feishu.calls import Call
from bot.sandbox.feishu.names import account_of, ids_of
from bot.sandbox.roster import Member
from bot.sandbox.wire import Json, strings_of

ROOT, MOST = "0", 50


def user(call: Call) -> Json:
    kind = call.query.get("user_id_type", "open_id")
    account = account_of(call.people, call.app_id, kind, call.names["user"])
    person = call.people.find(account) if account else None
    if person is None and kind == "open_id":
        raise ApiError(99992351, "not a valid {open_id}")
    if person is None or not call.people.shows(person):
        raise ApiError(41050, "no user authority error")
    return {"user": _person(call, person)}


def members(call: Call) -> Json:
    department = call.query.get("department_id", ROOT)
    return _page(call, [_person(call, one) for one in call.people.members(_number(call, department))])


def children(call: Call) -> Json:
    """Of one level, or of all of them with fetch_child."""
    top, found = _number(call, call.names["department"]), call.people.departments()
    path = found[top].path
    if call.query.get("fetch_child") == "true":
        below = [n for n, one in found.items() if n != top and (not path or one.path.startswith(f"{path}/"))]
    else:
        below = [n for n, one in found.items() if one.parent == top]
    return _page(call, [_department(call, number) for number in below])


def by_mobile(call: Call) -> Json:
    asked = strings_of(call.body, "mobiles")
    if len(asked) > MOST:
        raise ApiError(40001, "too many mobiles")
    kind = call.query.get("user_id_type", "open_id")
    found = {one.mobile: ids_of(call.app_id, one.user)[kind] for one in call.people.visible() if one.mobile}
    return {"user_list": [{"mobile": one, **({"user_id": found[one]} if one in found else {})} for one in asked]}


def _person(call: Call, person: Member) -> Json:
    status = {"is_frozen": False, "is_resigned": False, "is_activated": True, "is_exited": False}
    departments = [_id(number) for number in call.people.departments_of(person)]
    said = {"name": person.name, "job_title": person.title, "department_ids": departments, "status": status}
    return ids_of(call.app_id, person.user) | said | ({"mobile": person.mobile} if person.mobile else {})


def _department(call: Call, number: int) -> Json:
    department, members = call.people.departments()[number], call.people.members(number)
    heads = [ids_of(call.app_id, one.user)["open_id"] for one in members if department.path in one.leads]
    return {
        "name": department.name, "department_id": f"d{number}", "open_department_id": _id(number),
        "parent_department_id": _id(department.parent), "leader_user_id": heads[0] if heads else "",
        "member_count": len(members), "status": {"is_deleted": False},
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
