"""WeCom's departments and members (pages 90208, 2022-08-05, 90201, 2024-07-24, and 90196, 2025-03-06).

An app made after 2022-06-20 is given no telephone numbers; user/getuserid would find people by theirs, but locks itself
for a day after too many misses, so it is not asked.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from bot.channels.pace import Pace
from bot.channels.walk import Walk, fault_of
from bot.channels.wecom_api import DEPARTMENTS, MEMBER, MEMBERS, WeComApi
from bot.channels.wecom_errors import OK
from models.messages import Absence, Department, DirectoryPage, Member, Refused, Retry

A_SECOND = (40, 1.0)  # of one call; the platform takes 10,000 a minute of all apps of a corp together
NO_SUCH_MEMBER = frozenset({60111, 40003, 46004})
NOT_SHOWN = frozenset({60011, 50002, 60021, 40031})
LEFT_STATES = frozenset({2, 5})  # disabled, left
_SCOPE = "应用看不到这个部门，请管理员在企业微信管理后台核对该应用的“可见范围”，按部门（而不是逐个成员）选取"

_ALL = frozenset({OK})
_SHOWN = frozenset({OK, 60011, 50002, 60123, 60003})
_ONE = _ALL | NO_SUCH_MEMBER | NOT_SHOWN


class WeComDirectory:
    """Of the app's visible range (可见范围)."""

    def __init__(self, api: WeComApi, *, now: Callable[[], datetime]) -> None:
        self._api = api
        self._pace = Pace(A_SECOND, now=now)

    async def page(self, after: str = "") -> DirectoryPage | Retry | Refused:
        """All departments first, in one answer; then the members of each."""
        if not after:
            return await self._departments()
        walk = Walk.read(after)
        answer = await self._ask(MEMBERS, {"department_id": walk.head}, _SHOWN)
        if not isinstance(answer, dict):
            return answer
        members = tuple(map(_member, _listed(answer, "userlist")))
        return DirectoryPage(members=members, next=walk.on().as_text())

    async def member(self, userid: str) -> Member | Absence | Retry | Refused:
        answer = await self._ask(MEMBER, {"userid": userid}, _ONE)
        if not isinstance(answer, dict):
            return answer
        code = answer["errcode"]
        if code == OK:
            return _member(answer)
        return Absence.GONE if code in NO_SUCH_MEMBER else Absence.HIDDEN

    async def by_mobile(self, mobiles: Sequence[str]) -> Mapping[str, str] | Retry | Refused:
        return {}

    async def _departments(self) -> DirectoryPage | Retry | Refused:
        answer = await self._ask(DEPARTMENTS, {}, _SHOWN)
        if not isinstance(answer, dict):
            return answer
        found = tuple(map(_department, _listed(answer, "department")))
        return DirectoryPage(departments=found, next=Walk(tuple(one.id for one in found)).as_text())

    async def _ask(
        self, path: str, query: Mapping[str, str], answers: frozenset[int]
    ) -> dict[str, Any] | Retry | Refused:
        """An answer with one of these codes; of a list, what is not shown to the app is a refusal."""
        await asyncio.sleep(self._pace.take(path))
        answer = await self._api.call(path, None, answers=answers, query=query)
        if not isinstance(answer, dict):
            return fault_of(answer)
        if answers is _SHOWN and answer["errcode"] != OK:
            return Refused(f"{_SCOPE}（{answer['errcode']} {answer.get('errmsg', '')}）", blame="config")
        return answer


def _listed(answer: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    found = answer.get(name)
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def _department(told: Mapping[str, Any]) -> Department:
    leaders = tuple(str(one).casefold() for one in told.get("department_leader") or ())
    return Department(str(told.get("id", "")), str(told.get("name") or ""), str(told.get("parentid") or ""), leaders)


def _member(told: Mapping[str, Any]) -> Member:
    departments = tuple(map(str, told.get("department") or ()))
    flags = told.get("is_leader_in_dept") or ()
    return Member(
        userid=str(told.get("userid") or "").casefold(),
        name=str(told.get("name") or ""),
        title=str(told.get("position") or ""),
        mobile=str(told["mobile"]) if told.get("mobile") else None,
        departments=departments,
        leads=tuple(one for one, flag in zip(departments, flags, strict=False) if flag in (1, "1")),
        is_active=told.get("status", 1) not in LEFT_STATES,
    )
