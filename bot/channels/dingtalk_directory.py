"""DingTalk's departments and members (pages user-management-acquires-the-list-departments, 2026-05-27, and
queries-the-complete-information-of-a-department-user, 2026-06-08). None of these calls counts against the month.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from bot.channels.dingtalk_api import DingTalkApi
from bot.channels.dingtalk_wire import Ask, Reply
from bot.channels.walk import Walk, fault_of
from models.messages import Absence, Department, DirectoryPage, Member, Refused, Retry

ROOT = "1"
PAGE = 100
SUB, MEMBERS = "/topapi/v2/department/listsub", "/topapi/v2/user/list"
MEMBER, BY_MOBILE = "/topapi/v2/user/get", "/topapi/v2/user/getbymobile"
NO_SUCH_MEMBER = frozenset({"33012", "60121"})
NOT_SHOWN = "50002"
_SCOPE = frozenset({"50004", "60003", NOT_SHOWN})
_SCOPE_WORDS = "应用看不到全部部门，请管理员在钉钉开发者后台把“通讯录接口权限范围”设为全部员工，并发布新版本"
_PERMISSION = (
    "请管理员在钉钉开发者后台给应用开通通讯录权限 qyapi_get_department_list、qyapi_get_department_member 和 "
    "qyapi_get_member，并发布新版本"
)
_DENIED = "60011"


class DingTalkDirectory:
    """Of the app's own scope of the address book (通讯录权限范围)."""

    def __init__(self, api: DingTalkApi) -> None:
        self._api = api

    async def page(self, after: str = "") -> DirectoryPage | Retry | Refused:
        """The root, then of each department what lies below it and who is in it."""
        if not after:
            return DirectoryPage(departments=(Department(ROOT, ""),), next=Walk((ROOT,)).as_text())
        walk = Walk.read(after)
        return await (self._members(walk) if walk.opened else self._below(walk))

    async def member(self, userid: str) -> Member | Absence | Retry | Refused:
        reply = await self._ask(MEMBER, {"userid": userid}, NO_SUCH_MEMBER | {NOT_SHOWN})
        if not isinstance(reply, Reply):
            return reply
        if reply.code:
            return Absence.GONE if reply.code in NO_SUCH_MEMBER else Absence.HIDDEN
        told = _object(reply.data.get("result"))
        leads = [str(one["dept_id"]) for one in told.get("leader_in_dept") or () if one.get("leader")]
        return _member(told, leads)

    async def by_mobile(self, mobiles: Sequence[str]) -> Mapping[str, str] | Retry | Refused:
        found: dict[str, str] = {}
        for mobile in mobiles:
            reply = await self._ask(BY_MOBILE, {"mobile": mobile}, NO_SUCH_MEMBER | {NOT_SHOWN})
            if not isinstance(reply, Reply):
                return reply
            if userid := _object(reply.data.get("result")).get("userid"):
                found[mobile] = str(userid).casefold()
        return found

    async def _below(self, walk: Walk) -> DirectoryPage | Retry | Refused:
        reply = await self._ask(SUB, {"dept_id": int(walk.head)}, _SCOPE)
        if not isinstance(reply, Reply):
            return reply
        if reply.code:
            return Refused(f"{_SCOPE_WORDS}（{reply.said}）", blame="config")
        listed = reply.data.get("result")
        found = [_department(one) for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []
        return DirectoryPage(departments=tuple(found), next=walk.into(one.id for one in found).as_text())

    async def _members(self, walk: Walk) -> DirectoryPage | Retry | Refused:
        asked = {"dept_id": int(walk.head), "cursor": int(walk.page or 0), "size": PAGE}
        reply = await self._ask(MEMBERS, asked, _SCOPE)
        if not isinstance(reply, Reply):
            return reply
        if reply.code:
            return Refused(f"{_SCOPE_WORDS}（{reply.said}）", blame="config")
        told = _object(reply.data.get("result"))
        members = tuple(
            _member(one, [walk.head] if one.get("leader") is True else []) for one in told.get("list") or ()
        )
        page = str(told.get("next_cursor") or "") if told.get("has_more") is True else ""
        return DirectoryPage(members=members, next=walk.on(page).as_text())

    async def _ask(self, path: str, told: Mapping[str, object], answers: frozenset[str]) -> Reply | Retry | Refused:
        ask = Ask(path, json.dumps(told).encode(), is_old=True)
        reply = await self._api.call(ask, answers=answers | {_DENIED})
        if isinstance(reply, Reply) and reply.code == _DENIED:
            return Refused(f"{_PERMISSION}（{reply.said}）", blame="config")
        return reply if isinstance(reply, Reply) else fault_of(reply)


def _object(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _department(told: Mapping[str, Any]) -> Department:
    return Department(str(told["dept_id"]), str(told.get("name") or ""), str(told.get("parent_id") or ""))


def _member(told: Mapping[str, Any], leads: Sequence[str]) -> Member:
    unionid = str(told.get("unionid") or "")
    return Member(
        userid=str(told.get("userid") or "").casefold(),
        name=str(told.get("name") or ""),
        title=str(told.get("title") or ""),
        mobile=str(told["mobile"]) if told.get("mobile") else None,
        departments=tuple(map(str, told.get("dept_id_list") or ())),
        leads=tuple(leads),
        aliases=(unionid.casefold(),) if unionid else (),
    )
