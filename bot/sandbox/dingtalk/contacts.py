"""Departments and members by the older paths (topapi/v2): one level and one page at a time, no call against the month."""

from aiohttp import web

from bot.sandbox.dingtalk.errors import DingError
from bot.sandbox.dingtalk.state import State
from bot.sandbox.roster import Directory, Member, fold
from bot.sandbox.wire import Json, number_of, text_of

MOST = 100


async def below(state: State, request: web.Request, body: Json) -> Json:
    number = _department(state.people, body)
    found = state.people.departments().items()
    listed = [{"dept_id": n, "name": one.name, "parent_id": one.parent} for n, one in found if one.parent == number]
    return _result([one | {"create_dept_group": False, "auto_add_user": False} for one in listed])


async def members(state: State, request: web.Request, body: Json) -> Json:
    number, cursor, size = _department(state.people, body), number_of(body, "cursor"), number_of(body, "size")
    if cursor is None or size is None or not 1 <= size <= MOST:
        raise DingError("400002", "无效的参数")
    people = state.people.members(number)
    shown = [_whole(state.people, one, number) for one in people[cursor : cursor + size]]
    more = cursor + size < len(people)
    return _result({"has_more": more, "list": shown, **({"next_cursor": cursor + size} if more else {})})


async def member(state: State, request: web.Request, body: Json) -> Json:
    person = _shown(state.people, state.people.find(text_of(body, "userid")))
    leads = [
        {"dept_id": number, "leader": state.people.departments()[number].path in person.leads}
        for number in state.people.departments_of(person)
    ]
    return _result(_whole(state.people, person) | {"leader_in_dept": leads})


async def by_mobile(state: State, request: web.Request, body: Json) -> Json:
    asked = text_of(body, "mobile")
    person = next((one for one in state.people.everyone() if asked and one.mobile == asked), None)
    return _result({"userid": _shown(state.people, person).user})


def _shown(people: Directory, person: Member | None) -> Member:
    if person is None:
        raise DingError("60121", "找不到该用户")
    if not people.shows(person):
        raise DingError("50002", "请求的员工userid不在授权范围内")
    return person


def _department(people: Directory, body: Json) -> int:
    number = number_of(body, "dept_id") or 1
    if number not in people.departments():
        raise DingError("50004", "请求的部门id不在授权范围内")
    return number


def _whole(people: Directory, person: Member, number: int = 0) -> Json:
    department = people.departments().get(number)
    told: Json = {
        "userid": person.user, "unionid": f"un{fold(person.user)}", "name": person.name, "title": person.title,
        "dept_id_list": people.departments_of(person), "admin": False, "boss": False, "active": True,
        "leader": department is not None and department.path in person.leads,
    }  # fmt: skip
    return told | ({"mobile": person.mobile} if person.mobile else {})


def _result(told: object) -> Json:
    return {"errcode": 0, "errmsg": "ok", "result": told}
