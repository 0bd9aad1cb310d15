"""Sending by DingTalk: tokens, every class of answer, answers that never came, and the way round by the chat."""

import asyncio
import json
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from aiohttp import web
from ding_double import DOWNLOAD, READ, SEND, TOKEN, Ding, ding
from ding_parts import CLIENT, NOON, NOON_MS, SECRET, call, settings, text
from qyapi_double import hang, reset

from bot.channels import dingtalk_media
from bot.channels.contract import MediaGone, MediaLater
from bot.channels.dingtalk import DingTalkChannel
from models.messages import Delivered, Outgoing, OutgoingKind, Refused, Retry, Unknown

HELLO = Outgoing(OutgoingKind.TEXT, text="请于今日18:00前报送进展")
QPS = (403, {"code": "Forbidden.AccessDenied.QpsLimitForAppkeyAndApi", "message": "QPS", "requestid": "r7"})
QUOTA = (403, {"code": "Forbidden.AccessDenied.ApiCountLimitForOrg", "message": "month"})
SESSION = "robot/sendBySession"


@dataclass
class Office:
    """The channel, the server it talks to, and a clock that only moves when told."""

    server: Ding
    channel: DingTalkChannel
    clock: list[datetime]

    def later(self, **time):
        self.clock[0] += timedelta(**time)

    async def send(self, message=HELLO, user="lihua", **how):
        return await self.channel.deliver(message.kind, self.channel.render(message, user), **how)

    def hear(self, user="LiHua"):
        address = f"{self.server.base}/{SESSION}?session=0123abcd"
        until = NOON_MS + 5_400_000
        self.channel.doors[""](
            call(text("好", user=user, sessionWebhook=address, sessionWebhookExpiredTime=until)), NOON
        )


@pytest.fixture
async def office():
    clock = [NOON]
    async with ding(SECRET) as server:
        given = settings(api_base=server.base, oapi_base=server.base, is_stream=False)
        channel = DingTalkChannel(given, now=lambda: clock[0], timeout_s=0.3)
        yield Office(server, channel, clock)
        await channel.close()


def code(name, status=400, **more):
    return status, {"code": name, "message": "words", "requestid": "r1"} | more


def old(number, **more):
    return {
        "errcode": 88,
        "sub_code": str(number),
        "sub_msg": "词",
        "errmsg": "ding talk error",
        "request_id": "r2",
    } | more


async def test_a_message_is_delivered_with_the_platforms_key_and_the_token_in_its_header(office):
    assert await office.send() == Delivered("pqk1==")
    headers = office.server.headers(SEND)[0]
    assert headers["x-acs-dingtalk-access-token"] == "tok/1+="
    assert office.server.bodies(SEND)[0]["robotCode"] == CLIENT
    assert office.server.bodies(TOKEN) == [{"appKey": CLIENT, "appSecret": SECRET}]


async def test_sixteen_workers_share_one_token_and_renew_a_lost_one_once(office):
    assert await asyncio.gather(*(office.send() for _ in range(8))) == [Delivered("pqk1==")] * 8
    assert office.server.count(TOKEN) == 1
    office.server.live_tokens.clear()
    assert await asyncio.gather(*(office.send() for _ in range(8))) == [Delivered("pqk1==")] * 8
    assert office.server.count(TOKEN) == 2


async def test_no_more_than_sixteen_go_out_in_any_second():
    async with ding(SECRET) as server:
        started = asyncio.get_running_loop().time()
        at = lambda: NOON + timedelta(seconds=asyncio.get_running_loop().time() - started)  # noqa: E731
        channel = DingTalkChannel(settings(api_base=server.base, oapi_base=server.base), now=at)
        body = channel.render(HELLO, "lihua")
        await asyncio.gather(*(channel.deliver("text", body) for _ in range(20)))
        assert asyncio.get_running_loop().time() - started >= 1.0
        assert server.count(SEND) == 20
        await channel.close()


@pytest.mark.parametrize(
    ("answer", "after_s"),
    [
        (QPS, 1.0),
        (code("Forbidden.AccessDenied.QpmLimitForAppkeyAndApi", 403), 60.0),
        (code("send.too.fast"), 2.0),
        (code("system.busy", 429), 2.0),
        (old(90018), 1.0),
        (old(90002), 1.0),
        (old(90005), 300.0),
        ({"errcode": 90018, "errmsg": "qps"}, 1.0),
        ({"status": 1111, "wait": 5, "source": "x5", "punish": "deny", "uuid": "u"}, 300.0),
        (web.Response(status=403, text="<html>blocked</html>", content_type="text/html"), 300.0),
    ],
)
async def test_a_limit_is_waited_for_and_the_message_keeps_its_place(office, answer, after_s):
    office.server.will(SEND, answer)
    outcome = await office.send()
    assert (type(outcome), outcome.after_s, outcome.scope) == (Retry, after_s, "api")
    office.later(seconds=after_s + 1)
    assert await office.send() == Delivered("pqk1==")


async def test_a_limit_that_comes_again_is_waited_for_longer(office):
    office.server.will(SEND, QPS, QPS)
    await office.send()
    office.later(seconds=2)
    assert (await office.send()).after_s == 2.0


@pytest.mark.parametrize(
    ("answer", "named"),
    [
        (code("Forbidden.AccessDenied.AccessTokenPermissionDenied", 403), "qyapi_robot_sendmsg"),
        (old(60011), "qyapi_robot_sendmsg"),
        (code("Forbidden.AccessDenied.IpNotInWhiteList", 403), "出口 IP"),
        (code("invalidParameter.robotCode.notExsit"), "DINGTALK_ROBOT_CODE"),
        (QUOTA, "额度"),
        (old(90020), "额度"),
    ],
)
async def test_what_an_admin_has_to_mend_is_said_and_not_fought_over(office, answer, named):
    office.server.will(SEND, answer)
    first, again = await office.send(), await office.send()
    assert (first.blame, named in first.error) == ("config", True)
    assert again == first
    assert office.server.count(SEND) == 1
    office.later(minutes=6)
    assert await office.send() == Delivered("pqk1==")


@pytest.mark.parametrize(
    "answer",
    [{"processQueryKey": "p", "invalidStaffIdList": ["LiHua"]}, code("staffId.notExisted"), old(60121), old(50002)],
)
async def test_a_person_who_is_not_there_is_the_rosters_to_mend(office, answer):
    office.server.will(SEND, answer)
    assert (await office.send()).blame == "recipient"


async def test_a_person_whom_the_platform_spares_is_tried_again(office):
    office.server.will(SEND, {"processQueryKey": "p", "flowControlledStaffIdList": ["lihua"]})
    assert await office.send() == Retry(60.0, "平台对这位收信人限流（flowControlledStaffIdList）")
    office.server.will(
        SEND, {"processQueryKey": "p", "invalidStaffIdList": ["wang"], "flowControlledStaffIdList": ["zhao"]}
    )
    assert await office.send() == Delivered("p")


def many(office, *users):
    return [office.channel.render(HELLO, user) for user in users]


async def test_the_same_words_to_many_are_one_call_and_come_to_something_for_each(office):
    office.server.will(SEND, {"processQueryKey": "p", "invalidStaffIdList": ["B"], "flowControlledStaffIdList": ["c"]})
    first, second, third = await office.channel.batch.deliver(many(office, "a", "b", "c"))
    assert (first, second.blame, third.after_s) == (Delivered("p"), "recipient", 60.0)
    [sent] = office.server.bodies(SEND)
    assert sent == json.loads(office.channel.render(HELLO, "a")) | {"userIds": ["a", "b", "c"]}
    assert office.channel.calls == 1


async def test_what_is_refused_as_a_whole_for_one_person_goes_to_each_alone(office):
    office.server.will(SEND, code("staffId.notExisted"), {"processQueryKey": "p1"}, code("staffId.notExisted"))
    first, second = await office.channel.batch.deliver(many(office, "a", "b"))
    assert (first, second.blame) == (Delivered("p1"), "recipient")
    assert [sent["userIds"] for sent in office.server.bodies(SEND)] == [["a", "b"], ["a"], ["b"]]


async def test_of_a_call_without_an_answer_nobody_of_it_knows(office):
    office.server.will(SEND, hang)
    assert [type(one) for one in await office.channel.batch.deliver(many(office, "a", "b"))] == [Unknown, Unknown]
    assert office.server.count(SEND) == 1


def test_only_equal_words_go_together(office):
    words, other = office.channel.batch.words, Outgoing(OutgoingKind.TEXT, text="别的话")
    assert words(office.channel.render(HELLO, "a")) == words(office.channel.render(HELLO, "b"))
    assert words(office.channel.render(HELLO, "a")) != words(office.channel.render(other, "a"))
    assert words(b'{"outTrackId": "c-1"}') is None


async def test_the_months_calls_are_those_that_the_platform_counts(office):
    office.server.will(SEND, QPS, code("invalidParameter.msgParam.invalid"))
    for seconds in (0, 5, 10):
        office.later(seconds=seconds)
        await office.send()
    assert (office.server.count(SEND), office.channel.calls) == (3, 2)


def read_info(status, **people):
    listed = [{"name": "某", "userId": user, "readStatus": state} for user, state in people.items()]
    return {"sendStatus": status, "messageReadInfoList": listed}


@pytest.mark.parametrize("status", ["SUCCESS", "SUCESS"])
async def test_who_has_read_it_is_asked_by_the_key_of_the_call(office, status):
    office.server.will(READ, read_info(status, LiHua="READ", wang="UNREAD"))
    assert await office.channel.read_by("pqk/1+==") == frozenset({"lihua"})
    assert office.server.queries[-1] == {"robotCode": CLIENT, "processQueryKey": "pqk/1+=="}


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (read_info("PROCESSING"), Retry), (read_info("RECALLED"), Retry), (code("processQueryKey.expireTime"), Retry),
        (hang, Unknown), (QPS, Retry), (QUOTA, Refused),
    ],
)  # fmt: skip
async def test_what_is_not_told_of_a_message_is_no_answer(office, answer, kind):
    office.server.will(READ, answer)
    assert isinstance(await office.channel.read_by("pqk1"), kind)


@pytest.mark.parametrize(
    "name", ["invalidParameter.msgParam.invalid", "contain.unsafe.url", "template.not.existed", "HTTP 404"]
)
async def test_bad_content_is_refused_once_and_for_all(office, name):
    office.server.will(SEND, code(name))
    assert (await office.send()).blame == "content"


async def test_an_unknown_path_is_no_success_though_it_says_200(office):
    office.server.will(SEND, {"errcode": 404, "errmsg": "请求的URI地址不存在"})
    assert (await office.send()).blame == "content"


@pytest.mark.parametrize(
    "answer",
    [
        hang, reset, code("system.error", 500), code("unknownError", 500), code("unknown.send.result"), (503, {}),
        web.Response(status=502, text="<html>"), web.Response(text='{"processQueryKey":"p'), web.Response(text="[]"),
        {"hello": 1}, web.Response(text="x" * (1 << 20) + "y"),
    ],
)  # fmt: skip
async def test_an_answer_that_does_not_say_leaves_it_open_and_nothing_is_sent_twice(office, answer):
    await office.send()
    office.server.will(SEND, answer)
    assert isinstance(await office.send(), Unknown)
    assert office.server.count(SEND) == 2
    assert office.channel.capabilities.safe_repeat_s == 0


async def test_a_wrong_secret_is_not_tried_over_and_over(office):
    office.server.secret = "changed"
    first = await office.send()
    assert (first.blame, "DINGTALK_CLIENT_SECRET" in first.error) == ("config", True)
    for _ in range(59):
        office.later(minutes=1)
        assert (await office.send()).blame == "config"
    assert office.server.count(TOKEN) <= 3
    assert office.server.count(SEND) == 0
    assert SECRET not in first.error


async def test_with_the_months_calls_used_up_an_answer_goes_by_the_chat(office):
    office.server.will(SEND, QUOTA)
    office.hear()
    assert await office.send() == Delivered()
    assert await office.send() == Delivered()
    assert office.server.bodies(SESSION) == [{"msgtype": "text", "text": {"content": HELLO.text}}] * 2
    assert (await office.send(user="wangwu")).blame == "config"  # who said nothing has no such address
    office.later(minutes=91)
    office.server.will(SEND, QUOTA)
    assert (await office.send()).blame == "config"


async def test_the_way_by_the_chat_is_no_way_for_what_may_have_arrived(office):
    office.hear()
    office.server.will(SEND, QUOTA)
    assert (await office.send(maybe_sent=True)).blame == "config"
    office.server.will(SESSION, {"errcode": 300001, "errmsg": "session 不存在"})
    assert (await office.send()).blame == "config"
    assert office.channel._sessions.of("lihua") is None
    office.hear()
    office.server.will(SESSION, hang)
    assert isinstance(await office.send(), Unknown)


async def test_a_picture_goes_up_by_the_old_server(office, monkeypatch):
    monkeypatch.setattr(dingtalk_media, "TIMEOUT_S", 0.5)
    picture = b"\x89PNG\r\n\x1a\n" + b"0" * 100
    assert await office.channel.upload(OutgoingKind.IMAGE, "图.png", picture) == "@lAD1"
    [(_, headers, body)] = [one for one in office.server.calls if one[0] == "media/upload"]
    assert headers["Content-Type"].startswith("multipart/form-data")
    assert b'name="type"\r\n\r\nimage\r\n' in body
    assert picture in body
    office.server.will("media/upload", hang, old(40004), {"errcode": 0})
    assert isinstance(await office.channel.upload(OutgoingKind.FILE, "通报.docx", b"PK"), Retry)
    assert isinstance(await office.channel.upload(OutgoingKind.FILE, "通报.docx", b"PK"), Refused)
    assert isinstance(await office.channel.upload(OutgoingKind.FILE, "通报.docx", b"PK"), Retry)
    assert isinstance(await office.channel.upload(OutgoingKind.IMAGE, "图.png", b"GIF?"), Refused)


async def test_what_a_person_sent_is_fetched_from_where_the_platform_says(office):
    office.server.files["files/dc1"] = (b"\xff\xd8\xffjpeg", "image/jpeg; charset=x")
    assert await office.channel.fetch_media("dc1") == (b"\xff\xd8\xffjpeg", "image/jpeg")
    assert office.server.bodies(DOWNLOAD) == [{"downloadCode": "dc1", "robotCode": CLIENT}]
    elsewhere = web.Response(status=302, headers={"Location": "http://169.254.169.254/"})
    for answer, error in (
        (code("invalidParameter.downloadCode"), MediaGone),
        ({"downloadUrl": "file:///etc/passwd"}, MediaLater),
        ({"downloadUrl": ""}, MediaLater),
        ({}, MediaLater),
    ):
        office.server.will(DOWNLOAD, answer)
        with pytest.raises(error):
            await office.channel.fetch_media("dc2")
    office.server.will("files/dc3", elsewhere)
    with pytest.raises(MediaGone, match="302"):
        await office.channel.fetch_media("dc3")


async def test_no_secret_is_told(office):
    office.server.will(SEND, code("x", message="token tok/1+= is bad"))
    assert "tok/1" not in (await office.send()).error
    assert json.loads(office.channel.render(HELLO, "lihua"))["userIds"] == ["lihua"]
