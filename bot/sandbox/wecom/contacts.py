"""Members, departments and the app itself, as far as the roster tells."""

from bot.sandbox.errors import ApiError
from bot.sandbox.roster import Directory, Person
from bot.sandbox.wecom.sending import Call
from bot.sandbox.wire import Json


def user_get(call: Call) -> Json:
    user = call.query.get("userid", "")
    person = call.people.find(user)
    if person is None:
        raise ApiError(60111, "userid not found")
    if not person.visible:
        raise ApiError(60011, "no privilege over this member")
    department = call.people.department_of(person)
    return _brief(person, department) | {
        "position": person.title,
        "order": [0],
        "is_leader_in_dept": [int(person.is_head)],
        "direct_leader": [],
        "main_department": department,
        "status": 1,
        "alias": "",
        "telephone": "",
    }


def user_simplelist(call: Call) -> Json:
    number = _department(call, "department_id")
    people = call.people.members(number)
    return {"userlist": [_brief(person, number) for person in people]}


def _brief(person: Person, department: int) -> Json:
    return {"userid": person.user, "name": person.name, "department": [department]}


def _department(call: Call, key: str) -> int:
    text = call.query.get(key, "")
    if not text.isdigit() or int(text) not in call.people.departments():
        raise ApiError(60123, "invalid party id")
    return int(text)


def department_list(call: Call) -> Json:
    wanted = _department(call, "id") if call.query.get("id") else 1
    roster = call.people
    numbers = [number for number in roster.departments() if wanted in (1, number)]
    return {"department": [_describe(roster, number) for number in numbers]}


def _describe(roster: Directory, number: int) -> Json:
    heads = [person.user for person in roster.members(number) if person.is_head]
    parent = 0 if number == 1 else 1
    name = roster.departments()[number]
    return {
        "id": number,
        "name": name,
        "parentid": parent,
        "order": 1000 - number,
        "department_leader": heads,
    }


def department_simplelist(call: Call) -> Json:
    numbers = call.people.departments()
    ids = [{"id": one, "parentid": 0 if one == 1 else 1, "order": 1000 - one} for one in numbers]
    return {"department_id": ids}


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
