"""Feishu's departments and members (pages contact-v3/department/children, 2024-09-20, user/find_by_department,
2024-10-23, user/get, 2026-04-03, and user/batch_get_id, 2026-04-07).
"""

import asyncio
import json
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from bot.channels.feishu_api import DIRECTORY, FeishuApi
from bot.channels.feishu_errors import OK
from bot.channels.feishu_wire import Answer, Ask
from bot.channels.pace import Pace
from bot.channels.walk import Walk, fault_of
from models.messages import Absence, Department, DirectoryPage, Member, Refused, Retry

ROOT = "0"
PAGE, MOBILES = "50", 50
WHOLE_APP = ((20, 1.0), (600, 60.0))  # of the 50 a second and 1,000 a minute of one call
NO_USER, NO_DEPARTMENT, NO_PARENT = 41050, 40004, 40014
UNKNOWN_ID = frozenset({99992351})
SCOPE_MISSING = frozenset({99991672, 99991679})
_SCOPE = "应用看不到全部部门，请在飞书开发者后台“权限管理 → 通讯录权限范围”选“全部成员”，发布版本并由管理员批准"
_PERMISSION = (
    "请在开发者后台“权限管理”开通 contact:contact.base:readonly、contact:department.base:readonly、"
    "contact:department.organize:readonly、contact:user.base:readonly、contact:user.department:readonly、"
    "contact:user.employee:readonly 和 contact:user.employee_id:readonly，并发布版本"
)
_IDS = {"department_id_type": "open_department_id", "user_id_type": "open_id", "page_size": PAGE}


class FeishuDirectory:
    """Of the app's scope of the address book (通讯录权限范围), which is another than whom it may write to (可用范围)."""

    def __init__(self, api: FeishuApi, *, now: Callable[[], datetime]) -> None:
        self._api = api
        self._pace = Pace(*WHOLE_APP, now=now)

    async def page(self, after: str = "") -> DirectoryPage | Retry | Refused:
        """The departments of all levels in pages, then the members of each."""
        walk = Walk.read(after) if after else Walk((ROOT,))
        return await (self._members(walk) if walk.opened else self._departments(walk))

    async def member(self, userid: str) -> Member | Absence | Retry | Refused:
        kind = "open_id" if userid.startswith("ou_") else "union_id" if userid.startswith("on_") else "user_id"
        told = await self._ask(f"contact/v3/users/{userid}", {"user_id_type": kind}, {NO_USER, *UNKNOWN_ID})
        if not isinstance(told, Answer):
            return told
        if told.code:
            return Absence.GONE if told.code in UNKNOWN_ID else Absence.HIDDEN
        found = told.data.get("user") or {}
        return Absence.GONE if _has_left(found) else _member(found)

    async def by_mobile(self, mobiles: Sequence[str]) -> Mapping[str, str] | Retry | Refused:
        found: dict[str, str] = {}
        for start in range(0, len(mobiles), MOBILES):
            body = json.dumps({"mobiles": list(mobiles[start : start + MOBILES])}).encode()
            told = await self._ask("contact/v3/users/batch_get_id", {"user_id_type": "open_id"}, set(), body)
            if not isinstance(told, Answer):
                return told
            listed = told.data.get("user_list") or ()
            found |= {str(one["mobile"]): str(one["user_id"]).casefold() for one in listed if one.get("user_id")}
        return found

    async def _departments(self, walk: Walk) -> DirectoryPage | Retry | Refused:
        """`todo` grows behind the root, whose own members come last of all."""
        query = _IDS | {"fetch_child": "true"} | ({"page_token": walk.page} if walk.page else {})
        told = await self._ask(f"contact/v3/departments/{ROOT}/children", query, {NO_USER, NO_DEPARTMENT, NO_PARENT})
        if not isinstance(told, Answer):
            return told
        if told.code:
            return Refused(f"{_SCOPE}（{told.code} {told.said}）", blame="config")
        listed = [one for one in told.data.get("items") or () if not (one.get("status") or {}).get("is_deleted")]
        found = tuple(map(_department, listed))
        todo = (*walk.todo, *(one.id for one in found))
        page = _next(told)
        following = Walk(todo, page) if page else Walk(todo, opened=True)
        return DirectoryPage(departments=found, next=following.as_text())

    async def _members(self, walk: Walk) -> DirectoryPage | Retry | Refused:
        query = _IDS | {"department_id": walk.head} | ({"page_token": walk.page} if walk.page else {})
        told = await self._ask("contact/v3/users/find_by_department", query, {NO_USER, NO_DEPARTMENT})
        if not isinstance(told, Answer):
            return told
        if told.code:
            return Refused(f"{_SCOPE}（{told.code} {told.said}）", blame="config")
        members = tuple(map(_member, told.data.get("items") or ()))
        page = _next(told)
        rest = Walk(walk.todo if page else walk.todo[1:], page, opened=True)
        return DirectoryPage(members=members, next=rest.as_text())

    async def _ask(
        self, path: str, query: Mapping[str, str], answers: set[int], body: bytes | None = None
    ) -> Answer | Retry | Refused:
        await asyncio.sleep(self._pace.take(""))
        ask = Ask("POST" if body else "GET", path, body, query=query)
        told = await self._api.call(DIRECTORY, ask, answers=frozenset({OK, *answers, *SCOPE_MISSING}))
        if isinstance(told, Answer) and told.code in SCOPE_MISSING:
            return Refused(f"{_PERMISSION}（{told.code} {told.said}）", blame="config")
        return told if isinstance(told, Answer) else fault_of(told)


def _next(told: Answer) -> str:
    return str(told.data.get("page_token") or "") if told.data.get("has_more") else ""


def _has_left(told: Mapping[str, Any]) -> bool:
    status = told.get("status") or {}
    return bool(status.get("is_resigned") or status.get("is_exited"))


def _department(told: Mapping[str, Any]) -> Department:
    parent, leader = str(told.get("parent_department_id") or ""), str(told.get("leader_user_id") or "")
    return Department(
        str(told.get("open_department_id") or ""), str(told.get("name") or ""), "" if parent == ROOT else parent,
        (leader.casefold(),) if leader else (),
    )  # fmt: skip


def _member(told: Mapping[str, Any]) -> Member:
    """By the user id that an administrator sees; by this app's open_id where that is not permitted."""
    ids = [str(told.get(name) or "").casefold() for name in ("user_id", "open_id", "union_id")]
    own, *others = [one for one in ids if one] or [""]
    return Member(
        userid=own,
        name=str(told.get("name") or ""),
        title=str(told.get("job_title") or ""),
        mobile=str(told["mobile"]) if told.get("mobile") else None,
        departments=tuple(map(str, told.get("department_ids") or ())),
        is_active=not (_has_left(told) or (told.get("status") or {}).get("is_frozen")),
        aliases=tuple(others),
    )
