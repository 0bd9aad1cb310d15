"""What the contract suite needs of each platform: signed callbacks, a small server, and how to make it refuse."""

import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, Protocol

import ding_parts
import feishu_parts
import lark_double
import wecom_parts
from aiohttp import web
from ding_double import POST, SEND, TOKEN, Ding, ding
from qyapi_double import QyApi, qyapi

from bot.channels import dingtalk_inbound as inbound
from bot.channels import feishu_inbound
from bot.channels.contract import Callback, Channel
from bot.channels.feishu import FeishuChannel, FeishuSettings


class Server(Protocol):
    """`sent` is what came to be said to whom; the next send meets what was ordered."""

    base: str

    def sent(self) -> list[str]: ...

    def recalled(self) -> list[str]:
        """The platform's ids of what it was asked to take back."""
        ...

    def break_down(self) -> None:
        """HTTP 502 from a gateway."""
        ...

    def not_know(self, user: str) -> None: ...

    def refuse_secret(self) -> None: ...

    def know_code(self, user: str) -> dict[str, str]:
        """What a browser brings back for this member."""
        ...

    def refuse_code(self) -> None: ...

    def know_stranger(self) -> dict[str, str]:
        """The same for somebody who is not of the organisation."""
        ...

    def lose_login(self) -> None:
        """HTTP 502 instead of whose code it is."""
        ...

    def posted(self) -> list[str]:
        """What came to be said in which group."""
        ...

    def break_group_down(self) -> None:
        """HTTP 502 from a gateway, for the next post into a group."""
        ...

    def dissolve(self) -> None: ...

    def flood_group(self) -> None:
        """The next post is one too many."""
        ...

    def show_directory(self) -> None:
        """住建局 with its office: 鲁广厦 heads it, 许文 is in it and in its office."""
        ...

    def deny_directory(self) -> None:
        """The app has no permission to read it."""
        ...

    def hurry_directory(self) -> None:
        """One call of it too many."""
        ...


@dataclass(frozen=True)
class Kit:
    """`words(text, user, message)` is a well-signed callback; `forged` changes its signature. `odd` are payloads that
    were received and mean nothing. `group` is the platform's id of a group, `in_group` the stored payload of words in one.
    """

    platform: str
    settings: dict[str, Any]
    words: Callable[..., Callback]
    forged: Callable[[], Callback]
    odd: tuple[str, ...]
    channel: Callable[[str], Channel]
    serving: Callable[[], Any]
    group: str
    in_group: Callable[[str], str] | None = None


QY_CODE, DING_CODE, LARK_CODE = "auth/getuserinfo", "v1.0/oauth2/userAccessToken", "POST authen/v2/oauth/token"


class QyServer:
    def __init__(self, double: QyApi) -> None:
        self._double = double
        self.base = double.base

    def sent(self) -> list[str]:
        return [
            f"{one['touser']}: {one['text']['content']}" for one in self._double.bodies("message/send") if "text" in one
        ]

    def recalled(self) -> list[str]:
        return [one["msgid"] for one in self._double.bodies("message/recall")]

    def break_down(self) -> None:
        self._double.will("message/send", web.Response(status=502, text="<html>bad gateway</html>"))

    def not_know(self, user: str) -> None:
        self._double.will("message/send", {"errcode": 81013, "errmsg": "user & party & tag all invalid"})

    def refuse_secret(self) -> None:
        self._double.will("gettoken", {"errcode": 40001, "errmsg": "invalid credential"})

    def posted(self) -> list[str]:
        return [f"{one['chatid']}: {one['text']['content']}" for one in self._double.bodies("appchat/send")]

    def break_group_down(self) -> None:
        self._double.will("appchat/send", web.Response(status=502, text="<html>bad gateway</html>"))

    def dissolve(self) -> None:
        self._double.will("appchat/send", {"errcode": 86003, "errmsg": "chatid not exist"})

    def flood_group(self) -> None:
        self._double.will("appchat/send", {"errcode": 45009, "errmsg": "api freq out of limit"})

    def show_directory(self) -> None:
        listed = [
            {"id": 1, "name": "临江市", "parentid": 0}, {"id": 2, "name": "市住建局", "parentid": 1, "department_leader": ["LuGX"]},
            {"id": 3, "name": "办公室", "parentid": 2},
        ]  # fmt: skip
        head = {
            "userid": "LuGX",
            "name": "鲁广厦",
            "department": [2],
            "position": "局长",
            "is_leader_in_dept": [0],
            "status": 1,
        }
        clerk = {"userid": "xuwen", "name": "许文", "department": [2, 3], "is_leader_in_dept": [0, 1], "status": 1}
        self._double.will("department/list", {"errcode": 0, "errmsg": "ok", "department": listed})
        for members in ([], [head, clerk], [clerk]):
            self._double.will("user/list", {"errcode": 0, "errmsg": "ok", "userlist": members})

    def deny_directory(self) -> None:
        self._double.will("department/list", {"errcode": 48002, "errmsg": "api forbidden"})

    def hurry_directory(self) -> None:
        self._double.will("department/list", {"errcode": 45009, "errmsg": "api freq out of limit"})

    def know_code(self, user: str) -> dict[str, str]:
        self._double.will(QY_CODE, {"errcode": 0, "errmsg": "ok", "userid": user})
        return {"code": "c1"}

    def refuse_code(self) -> None:
        self._double.will(QY_CODE, {"errcode": 40029, "errmsg": "invalid code"})

    def know_stranger(self) -> dict[str, str]:
        self._double.will(QY_CODE, {"errcode": 0, "errmsg": "ok", "openid": "o1", "external_userid": "w1"})
        return {"code": "c1"}

    def lose_login(self) -> None:
        self._double.will(QY_CODE, web.Response(status=502, text="<html>bad gateway</html>"))


@asynccontextmanager
async def _qyapi() -> AsyncIterator[QyServer]:
    async with qyapi(wecom_parts.SECRET) as double:
        yield QyServer(double)


def _wecom_words(text: str, user: str = "LiHua", message: int = 1) -> Callback:
    query, body = wecom_parts.callback(wecom_parts.text_xml(text, message_id=message, user=user))
    return Callback(query, {}, body)


def _wecom_forged() -> Callback:
    call = _wecom_words("已完成")
    return Callback({**call.query, "msg_signature": "0" * 40}, {}, call.body)


WECOM = Kit(
    platform="wecom",
    settings={
        "wecom_corp_id": "ww1", "wecom_agent_id": 7, "wecom_secret": "s", "wecom_token": "t", "wecom_encoding_aes_key": wecom_parts.AES_KEY,
    },
    words=_wecom_words,
    forged=_wecom_forged,
    odd=(wecom_parts.xml(MsgType="unheard_of", MsgId=9), wecom_parts.event_xml("unheard_of")),
    channel=lambda base: wecom_parts.channel(**({"api_base": base} if base else {})),
    serving=_qyapi,
    group="chengjian2026",
)  # fmt: skip


class DingServer:
    def __init__(self, double: Ding) -> None:
        self._double = double
        self.base = double.base

    def sent(self) -> list[str]:
        bodies = self._double.bodies(SEND)
        return [f"{one['userIds'][0]}: {json.loads(one['msgParam'])['content']}" for one in bodies]

    def recalled(self) -> list[str]:
        return []

    def break_down(self) -> None:
        self._double.will(SEND, web.Response(status=502, text="<html>bad gateway</html>"))

    def not_know(self, user: str) -> None:
        self._double.will(SEND, {"processQueryKey": "pqk1", "invalidStaffIdList": [user]})

    def refuse_secret(self) -> None:
        self._double.will(TOKEN, (400, {"code": "invalidClientIdOrSecret", "message": "无效"}))

    def posted(self) -> list[str]:
        bodies = self._double.bodies(POST)
        return [f"{one['openConversationId']}: {json.loads(one['msgParam'])['content']}" for one in bodies]

    def break_group_down(self) -> None:
        self._double.will(POST, web.Response(status=502, text="<html>bad gateway</html>"))

    def dissolve(self) -> None:
        self._double.will(POST, (400, {"code": "group.disbanded", "message": "群已解散"}))

    def flood_group(self) -> None:
        self._double.will(POST, (400, {"code": "send.too.fast", "message": "发送过快"}))

    def show_directory(self) -> None:
        head = {
            "userid": "LuGX",
            "unionid": "uLu",
            "name": "鲁广厦",
            "dept_id_list": [2],
            "title": "局长",
            "leader": True,
        }
        clerk = {"userid": "xuwen", "unionid": "uXu", "name": "许文", "dept_id_list": [2, 3], "leader": False}
        pages: list[tuple[list[tuple[int, str]], list[dict[str, Any]]]] = [
            ([(2, "市住建局")], []), ([(3, "办公室")], [head, clerk]), ([], [clerk | {"leader": True}]),
        ]  # fmt: skip
        for below, members in pages:
            listed = [{"dept_id": number, "name": name, "parent_id": number - 1} for number, name in below]
            self._double.will("topapi/v2/department/listsub", {"errcode": 0, "result": listed})
            self._double.will("topapi/v2/user/list", *_in_pages(members))

    def deny_directory(self) -> None:
        denied = {"errcode": 88, "sub_code": "60011", "sub_msg": "没有调用该接口的权限", "errmsg": "ding talk error"}
        self._double.will("topapi/v2/department/listsub", denied)

    def hurry_directory(self) -> None:
        self._double.will("topapi/v2/department/listsub", {"errcode": 88, "sub_code": "90018", "errmsg": "too fast"})

    def know_code(self, user: str) -> dict[str, str]:
        self._by_union({"errcode": 0, "errmsg": "ok", "result": {"userid": user, "contact_type": 0}})
        return {"authCode": "c1"}

    def refuse_code(self) -> None:
        self._double.will(
            DING_CODE, (400, {"code": "invalidParameter.authCode.notFound", "message": "不存在的临时authCode"})
        )

    def know_stranger(self) -> dict[str, str]:
        self._by_union({"errcode": 60121, "errmsg": "找不到该用户"})
        return {"authCode": "c1"}

    def lose_login(self) -> None:
        self._double.will(DING_CODE, web.Response(status=502, text="<html>bad gateway</html>"))

    def _by_union(self, answer: dict[str, Any]) -> None:
        self._double.will(DING_CODE, {"accessToken": "u1", "refreshToken": "r1", "expireIn": 7200})
        self._double.will("v1.0/contact/users/me", {"nick": "李", "unionId": "un1"})
        self._double.will("topapi/user/getbyunionid", answer)


def _in_pages(members: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """One person a page."""
    many = [members[at : at + 1] for at in range(len(members))] or [[]]
    return [
        {"errcode": 0, "result": {"list": page, "has_more": at < len(many), "next_cursor": at}}
        for at, page in enumerate(many, 1)
    ]


@asynccontextmanager
async def _ding() -> AsyncIterator[DingServer]:
    async with ding(ding_parts.SECRET) as double:
        yield DingServer(double)


DINGTALK = Kit(
    platform="dingtalk",
    settings={"dingtalk_client_id": "ding1", "dingtalk_client_secret": "s", "dingtalk_mode": "http"},
    words=lambda text, user="LiHua", message=1: ding_parts.call(
        ding_parts.text(text, user=user, number=f"msg{message}==")
    ),
    forged=lambda: ding_parts.call(ding_parts.text("已完成"), secret="another"),
    odd=(
        json.dumps(ding_parts.message(msgtype="unknownMsgType", content={"unknownMsgType": "oa"})),
        json.dumps(ding_parts.message(msgtype="text", text=None, errorCode=20001, errorMessage="quota")),
    ),
    channel=ding_parts.by_http,
    serving=_ding,
    group="cid6KeBBLoveMJOGXoYKF5x7EeiodoA==",
    in_group=lambda words: inbound.kept(ding_parts.text(f" {words}", conversationType="2", conversationId="cidG==")),
)


ROBOT = {"key": "@_user_1", "mentioned_type": "bot", "name": "马上"}


class LarkServer:
    def __init__(self, double: lark_double.Lark) -> None:
        self._double = double
        self.base = double.base

    def sent(self) -> list[str]:
        bodies = [json.loads(body) for body in self._double.bodies(lark_double.SEND)]
        return [
            f"{one['receive_id']}: {json.loads(one['content'])['text']}" for one in bodies if one["msg_type"] == "text"
        ]

    def recalled(self) -> list[str]:
        calls = [call for call, _, _ in self._double.calls if call.startswith("DELETE im/v1/messages/")]
        return [call.rpartition("/")[2] for call in calls]

    def break_down(self) -> None:
        self._double.will(lark_double.SEND, web.Response(status=502, text="<html>bad gateway</html>"))

    def not_know(self, user: str) -> None:
        self._double.will(lark_double.SEND, {"code": 230013, "msg": "Bot has NO availability to this user."})

    def refuse_secret(self) -> None:
        self._double.will(lark_double.TOKEN, {"code": 10014, "msg": "app secret invalid"})

    def posted(self) -> list[str]:
        return self.sent()

    def break_group_down(self) -> None:
        self.break_down()

    def dissolve(self) -> None:
        self._double.will(lark_double.SEND, {"code": 232009, "msg": "The chat is dissolved."})

    def flood_group(self) -> None:
        self._double.will(lark_double.SEND, {"code": 230020, "msg": "This operation triggers the frequency limit."})

    def show_directory(self) -> None:
        departments = [
            {"name": "市住建局", "open_department_id": "od-2", "parent_department_id": "0", "leader_user_id": "ou_lu"},
            {"name": "办公室", "open_department_id": "od-3", "parent_department_id": "od-2", "leader_user_id": "ou_xu"},
        ]
        head = {
            "user_id": "LuGX",
            "open_id": "ou_lu",
            "name": "鲁广厦",
            "department_ids": ["od-2"],
            "job_title": "局长",
        }
        clerk = {"user_id": "xuwen", "open_id": "ou_xu", "name": "许文", "department_ids": ["od-2", "od-3"]}
        for call, items in (
            ("departments/0/children", departments), ("users/find_by_department", []),
            ("users/find_by_department", [head, clerk]), ("users/find_by_department", [clerk]),
        ):  # fmt: skip
            for at, item in enumerate(items or [None], 1):
                more = {"has_more": at < len(items), "page_token": f"p{at}"}
                data = {"items": [item] if item else [], **more}
                self._double.will(f"GET contact/v3/{call}", {"code": 0, "msg": "success", "data": data})

    def deny_directory(self) -> None:
        self._double.will("GET contact/v3/departments/0/children", {"code": 99991672, "msg": "Access denied."})

    def hurry_directory(self) -> None:
        self._double.will(
            "GET contact/v3/departments/0/children", {"code": 99991400, "msg": "request trigger frequency limit"}
        )

    def know_code(self, user: str) -> dict[str, str]:
        self._in_contacts({"code": 0, "msg": "success", "data": {"user": {"user_id": user, "open_id": "ou_1"}}})
        return {"code": "c1"}

    def refuse_code(self) -> None:
        self._double.will(LARK_CODE, {"code": 20003, "error": "invalid_grant", "error_description": "not found"})

    def know_stranger(self) -> dict[str, str]:
        self._in_contacts({"code": 41050, "msg": "no user authority error"})
        return {"code": "c1"}

    def lose_login(self) -> None:
        self._double.will(LARK_CODE, web.Response(status=502, text="<html>bad gateway</html>"))

    def _in_contacts(self, answer: dict[str, Any]) -> None:
        self._double.will(LARK_CODE, {"code": 0, "access_token": "u-1", "expires_in": 7200, "token_type": "Bearer"})
        self._double.will("GET authen/v1/user_info", {"code": 0, "msg": "success", "data": {"open_id": "ou_1"}})
        self._double.will("GET contact/v3/users/ou_1", answer)


@asynccontextmanager
async def _lark() -> AsyncIterator[LarkServer]:
    async with lark_double.lark(feishu_parts.SECRET) as double:
        yield LarkServer(double)


def _feishu_words(text: str, user: str = "LiHua", message: int = 1) -> Callback:
    headers, body = feishu_parts.callback(feishu_parts.text(text, user={"user_id": user}, message_id=f"om_{message}"))
    return Callback({}, headers, body)


def _feishu_forged() -> Callback:
    call = _feishu_words("已完成")
    return Callback({}, {**call.headers, "X-Lark-Signature": "0" * 64}, call.body)


def _feishu_channel(base: str) -> Channel:
    settings = FeishuSettings(
        feishu_parts.APP,
        feishu_parts.SECRET,
        feishu_parts.KEY,
        feishu_parts.TOKEN,
        **({"api_base": base} if base else {}),
    )
    return FeishuChannel(settings, now=lambda: feishu_parts.NOON)


FEISHU = Kit(
    platform="feishu",
    settings={"feishu_app_id": "cli_1", "feishu_app_secret": "s", "feishu_encrypt_key": "k"},
    words=_feishu_words,
    forged=_feishu_forged,
    odd=(
        feishu_inbound.kept(feishu_parts.message("sticker", {"file_key": "file_1"})),
        feishu_inbound.kept(feishu_parts.text("众人的话", chat_type="group")),
    ),
    channel=_feishu_channel,
    serving=_lark,
    group="oc_5ad11d72b830411d72b836c20",
    in_group=lambda words: feishu_inbound.kept(
        feishu_parts.text(f"@_user_1 {words}", chat_type="group", chat_id="oc_9", mentions=[ROBOT])
    ),
)

KITS = [WECOM, DINGTALK, FEISHU]
