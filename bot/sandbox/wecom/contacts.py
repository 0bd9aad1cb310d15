"""Members, departments and the app itself, as far as the roster tells and the app's visible range reaches."""

from bot.sandbox.errors import ApiError
from bot.sandbox.roster import Directory, Member
from bot.sandbox.wecom.sending import Call
from bot.sandbox.wire import Json


def user_get(call: Call) -> Json:
    person = call.people.find(call.query.get("userid", ""))
    if person is None:
        raise ApiError(60111, "userid not found")
    if not call.people.shows(person):
        raise ApiError(60011, "no privilege to access/modify contact/party/agent")
    return _whole(call.people, person)


def user_list(call: Call) -> Json:
    """Members of this department itself, in the form of user/get."""
    return {"userlist": [_whole(call.people, one) for one in call.people.members(_department(call, "department_id"))]}


def user_simplelist(call: Call) -> Json:
    number = _department(call, "department_id")
    return {"userlist": [_brief(call.people, one) for one in call.people.members(number)]}


def user_list_id(call: Call) -> Json:
    """For the secret of 通讯录同步 alone."""
    raise ApiError(48002, "api forbidden")


def _brief(people: Directory, person: Member) -> Json:
    return {"userid": person.user, "name": person.name, "department": people.departments_of(person)}


def _whole(people: Directory, person: Member) -> Json:
    """Without mobile, email and picture: the app is younger than 2022-06-20."""
    numbers, paths = people.departments_of(person), people.departments()
    leads = [int(number in paths and paths[number].path in person.leads) for number in numbers]
    return _brief(people, person) | {
        "position": person.title,
        "order": [0] * len(numbers),
        "is_leader_in_dept": leads,
        "direct_leader": [],
        "main_department": numbers[0] if numbers else 1,
        "status": 1,
        "alias": "",
        "telephone": "",
    }


def _department(call: Call, key: str) -> int:
    text = call.query.get(key, "")
    if not text.isdigit():
        raise ApiError(60123, "invalid party id")
    if int(text) not in call.people.departments():
        raise ApiError(60011, "no privilege to access/modify contact/party/agent")
    return int(text)


def department_list(call: Call) -> Json:
    """The whole visible tree, or what lies below one department with itself."""
    wanted = _department(call, "id") if call.query.get("id") else 1
    return {"department": [_describe(call.people, one) for one in _below(call.people, wanted)]}


def _below(people: Directory, wanted: int) -> list[int]:
    found = people.departments()
    if wanted == 1:
        return list(found)
    top = found[wanted].path
    return [number for number, one in found.items() if one.path == top or one.path.startswith(f"{top}/")]


def _describe(people: Directory, number: int) -> Json:
    department = people.departments()[number]
    heads = [person.user for person in people.members(number) if department.path in person.leads]
    return {
        "id": number,
        "name": department.name,
        "parentid": department.parent,
        "order": 1000 - number,
        "department_leader": heads,
    }


def department_simplelist(call: Call) -> Json:
    found = call.people.departments()
    return {"department_id": [{"id": n, "parentid": one.parent, "order": 1000 - n} for n, one in found.items()]}


def agent_get(call: Call) -> Json:
    config = call.state.config
    if call.query.get("agentid") != str(config.agent_id):
        raise ApiError(301002, "agentid is not of this token")
    users = [{"userid": person.user} for person in call.people.visible()]
    return {
        "agentid": config.agent_id,
        "name": config.app_name,
        "close": 0,
        "allow_userinfos": {"user": users},
        "allow_partys": {"partyid": [1]},
        "allow_tags": {"tagid": []},
    }


def callback_addresses(_call: Call) -> Json:
    return {"ip_list": ["127.0.0.1"]}


def menu_create(call: Call) -> Json:
    call.state.menu.create(call.body)
    return {}


def menu_get(call: Call) -> Json:
    return {"button": call.state.menu.get()}


def menu_delete(call: Call) -> Json:
    call.state.menu.delete()
    return {}
