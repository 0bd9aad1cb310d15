"""Sending: tokens, every class of answer, answers that never came, and what is done about each."""

import asyncio
import json
import socket
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from aiohttp import ClientSession, web
from qyapi_double import QyApi, hang, qyapi, reset
from wecom_parts import NOON, SECRET, settings

from bot.channels.contract import MediaGone, MediaLater
from bot.channels.wecom import WeComChannel
from models.errors import OperatorError
from models.messages import Button, Card, Delivered, Outgoing, OutgoingKind, Refused, Retry, Unknown

SEND, UPDATE, MEDIA = "message/send", "message/update_template_card", "media/get"
HELLO = Outgoing(OutgoingKind.TEXT, text="请于今日18:00前报送进展")
CARD = Outgoing(OutgoingKind.CARD, card=Card("c-1", "R-204", buttons=(Button("done", "已完成"),)))
SETTLED = Outgoing(OutgoingKind.CARD_UPDATE, ticket="RC-7", settled="已认领")


@dataclass
class Office:
    """The channel, the server it talks to, and a clock that only moves when told."""

    server: QyApi
    channel: WeComChannel
    clock: list[datetime]

    def later(self, **time):
        self.clock[0] += timedelta(**time)

    async def send(self, message=HELLO, user="lihua", **how):
        return await self.channel.deliver(message.kind, self.channel.render(message, user), **how)


@pytest.fixture
async def office():
    clock = [NOON]
    async with qyapi(SECRET) as server:
        channel = WeComChannel(settings(api_base=server.base), now=lambda: clock[0], timeout_s=0.3)
        yield Office(server, channel, clock)
        await channel.close()


def errcode(code, errmsg="hint: [1767578400_12_ab]"):
    return {"errcode": code, "errmsg": errmsg}


async def test_a_message_is_delivered_with_the_platforms_id_and_ticket(office):
    assert await office.send(CARD) == Delivered("MSG-1", "RC-1")
    assert office.server.bodies(SEND)[0]["touser"] == "lihua"


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (0, Delivered),
        (42052, Refused),  # older than 24 hours
        (40058, Refused),  # of another app
        (-1, Retry),
        (45009, Retry),
    ],
)
async def test_a_message_is_taken_back_by_its_id(office, code, expected):
    office.server.will("message/recall", errcode(code))
    outcome = await office.send(Outgoing(OutgoingKind.RECALL, "不用办了", recalls="MSG-1"))
    assert isinstance(outcome, expected)
    assert office.server.bodies("message/recall") == [{"msgid": "MSG-1"}]
    assert office.server.bodies(SEND) == []


async def test_the_body_goes_out_byte_for_byte(office):
    body = office.channel.render(HELLO, "lihua")
    await office.channel.deliver("text", body)
    assert office.server.calls[-1][2] == body


async def test_a_card_is_changed_at_its_own_address(office):
    office.server.will(UPDATE, {"errcode": 0, "errmsg": "ok", "invaliduser": []})
    assert await office.send(SETTLED) == Delivered()
    assert office.server.bodies(UPDATE)[0]["userids"] == ["lihua"]


async def test_fifty_workers_share_one_token(office):
    outcomes = await asyncio.gather(*(office.send() for _ in range(50)))
    assert outcomes == [Delivered("MSG-1", "RC-1")] * 50
    assert office.server.count("gettoken") == 1


@pytest.mark.parametrize("code", [40014, 42001])
async def test_fifty_workers_renew_a_lost_token_once(office, code):
    await office.send()
    office.server.live_tokens.clear()
    if code == 42001:
        office.server.will(SEND, *[errcode(42001)] * 50)
    outcomes = await asyncio.gather(*(office.send() for _ in range(50)))
    assert outcomes == [Delivered("MSG-1", "RC-1")] * 50
    assert office.server.count("gettoken") == 2


async def test_a_worker_that_is_cancelled_leaves_the_token_to_the_others(office):
    first = asyncio.create_task(office.send())
    others = [asyncio.create_task(office.send()) for _ in range(5)]
    await asyncio.sleep(0)
    first.cancel()
    assert await asyncio.gather(*others) == [Delivered("MSG-1", "RC-1")] * 5
    assert office.server.count("gettoken") == 1


@pytest.mark.parametrize(("minutes", "fetched"), [(0, 1), (95, 1), (103, 2), (130, 2)])
async def test_a_token_is_renewed_before_it_ends(office, minutes, fetched):
    await office.send()
    office.later(minutes=minutes)
    await asyncio.gather(*(office.send() for _ in range(5)))
    assert office.server.count("gettoken") == fetched


async def test_the_old_token_serves_while_its_early_renewal_fails(office):
    await office.send()
    office.later(minutes=105)
    office.server.will("gettoken", errcode(-1), errcode(-1))
    assert await office.send() == Delivered("MSG-1", "RC-1")
    assert await office.send() == Delivered("MSG-1", "RC-1")
    assert office.server.count("gettoken") == 2
    office.later(minutes=20)
    assert isinstance(await office.send(), Retry)


async def test_a_fresh_token_that_is_refused_is_not_fought_over(office):
    office.server.will(SEND, *[errcode(40014)] * 6)
    first = await office.send()
    assert first.after_s < 5
    assert first.scope == "message"
    await office.send()
    third = await office.send()
    assert (third.after_s, third.scope) == (60.0, "api")
    assert (await office.send()).scope == "api"
    assert (office.server.count("gettoken"), office.server.count(SEND)) == (6, 6)
    office.later(seconds=61)
    assert await office.send() == Delivered("MSG-1", "RC-1")


@pytest.mark.parametrize("code", [40001, 40013, 40091])
async def test_a_wrong_secret_stops_and_is_tried_three_times_an_hour_at_most(office, code):
    office.server.will("gettoken", *[errcode(code)] * 100)
    first = await office.send()
    assert first.blame == "config"
    assert "WECOM_" in first.error
    for _ in range(59):
        office.later(minutes=1)
        again = await office.send()
        assert getattr(again, "blame", "config") == "config"
    assert office.server.count("gettoken") <= 3
    assert office.server.count(SEND) == 0


async def test_a_mended_secret_is_noticed(office):
    office.server.will("gettoken", errcode(40001))
    assert isinstance(await office.send(), Refused)
    waiting = await office.send()
    assert (waiting.scope, waiting.after_s) == ("api", 1260.0)
    office.later(minutes=22)
    assert await office.send() == Delivered("MSG-1", "RC-1")


@pytest.mark.parametrize(
    ("code", "after_s", "scope"),
    [
        (-1, 3.0, "message"),
        (6000, 2.0, "message"),
        (45033, 5.0, "api"),
        (301022, 5.0, "message"),
        (81026, 300.0, "api"),
        (45009, 60.0, "api"),
    ],
)
async def test_what_passes_is_tried_again(office, code, after_s, scope):
    office.server.will(SEND, errcode(code))
    outcome = await office.send()
    assert (outcome.after_s, outcome.scope) == (after_s, scope)
    assert str(code) in outcome.error
    office.later(seconds=after_s)
    assert await office.send() == Delivered("MSG-1", "RC-1")


async def test_the_rate_limit_waits_a_minute_then_an_hour(office):
    office.server.will(SEND, *[errcode(45009)] * 3)
    outcomes = await asyncio.gather(office.send(), office.send())
    assert [round(outcome.after_s) for outcome in outcomes] == [60, 60]
    assert (await office.send()).after_s == 60
    assert office.server.count(SEND) == 2
    office.later(seconds=61)
    assert (await office.send()).after_s == 3600
    office.later(seconds=3600)
    assert await office.send() == Delivered("MSG-1", "RC-1")
    office.server.will(SEND, errcode(45009))
    assert (await office.send()).after_s == 60


async def test_an_answer_from_before_the_limit_does_not_end_its_wait(office):
    asked, limited = asyncio.Event(), asyncio.Event()

    async def late(request):
        asked.set()
        await limited.wait()
        return {"errcode": 0, "errmsg": "ok", "msgid": "MSG-2"}

    async def limit(request):
        return errcode(45009)

    office.server.will(SEND, late, limit)
    early = asyncio.create_task(office.send())
    await asked.wait()
    assert isinstance(await office.send(), Retry)
    limited.set()
    assert await early == Delivered("MSG-2")
    assert isinstance(await office.send(), Retry)
    assert office.server.count(SEND) == 2


async def test_a_limited_call_does_not_stop_the_others(office):
    office.server.will(SEND, errcode(45009))
    assert isinstance(await office.send(), Retry)
    assert isinstance(await office.send(SETTLED), Delivered)


async def test_a_limit_on_tokens_waits_for_its_window(office):
    office.server.will("gettoken", errcode(45009), errcode(45009))
    assert (await office.send()).after_s == 60
    office.later(seconds=60)
    assert (await office.send()).after_s == 3600
    assert office.server.count("gettoken") == 2


CONFIG = [40091, 45031, 60020, 48001, 48002, 48006, 50003, 60031, 301002, 40056, 301007, 43009]


@pytest.mark.parametrize("code", CONFIG)
async def test_a_wrong_setting_stops_the_app_for_some_minutes(office, code):
    office.server.will(SEND, errcode(code))
    outcome = await office.send()
    assert outcome.blame == "config"
    waiting = await office.send(SETTLED)
    assert (waiting.scope, waiting.error) == ("api", outcome.error)
    assert (office.server.count(SEND), office.server.count(UPDATE)) == (1, 0)
    assert await office.channel.probe() == outcome.error
    office.later(minutes=6)
    assert await office.send() == Delivered("MSG-1", "RC-1")
    assert await office.channel.probe() is None


async def test_a_missing_callback_address_stops_cards_only(office):
    office.server.will(SEND, errcode(43012))
    assert (await office.send(CARD)).blame == "config"
    assert await office.send() == Delivered("MSG-1", "RC-1")


@pytest.mark.parametrize("code", [81013, 40003, 46004, 60111, 301021, 40031, 50002, 60011, 60021, 92000, 82001])
async def test_a_person_who_is_not_there_is_the_rosters_to_mend(office, code):
    office.server.will(SEND, errcode(code))
    assert (await office.send()).blame == "recipient"
    assert await office.send() == Delivered("MSG-1", "RC-1")


@pytest.mark.parametrize(
    "code", [40008, 40033, 40035, 40058, 44004, 45002, 85002, 40201, 42017, 42033, 42038, 42051, 77777]
)
async def test_a_text_the_platform_will_not_have(office, code):
    office.server.will(SEND, errcode(code))
    outcome = await office.send()
    assert (outcome.blame, str(code) in outcome.error) == ("content", True)
    assert await office.send() == Delivered("MSG-1", "RC-1")


@pytest.mark.parametrize(
    ("answer", "named"),
    [
        ({"invaliduser": "lihua"}, "invaliduser"),
        ({"invaliduser": "wangwu|LiHua"}, "invaliduser"),
        ({"unlicenseduser": "lihua"}, "unlicenseduser"),
        ({"invaliduser": "", "unlicenseduser": "lihua"}, "unlicenseduser"),
        ({"invaliduser": ["lihua"]}, "invaliduser"),
    ],
)
async def test_errcode_0_is_not_yet_delivered_to_this_person(office, answer, named):
    office.server.will(SEND, errcode(0) | {"msgid": "MSG-9"} | answer)
    outcome = await office.send(user="LiHua")
    assert outcome.blame == "recipient"
    assert named in outcome.error


@pytest.mark.parametrize(
    "answer",
    [
        {},
        {"invaliduser": ""},
        {"invaliduser": None},
        {"invaliduser": "wangwu"},
        {"unlicenseduser": []},
        {"invaliduser": 7},
    ],
)
async def test_lists_without_this_person_do_not_matter(office, answer):
    office.server.will(SEND, errcode(0) | {"msgid": "MSG-9"} | answer)
    assert await office.send() == Delivered("MSG-9")


async def test_a_card_that_could_not_be_changed_for_this_person(office):
    office.server.will(UPDATE, errcode(0) | {"invaliduser": ["lihua"]})
    assert (await office.send(SETTLED)).blame == "recipient"


async def test_a_card_the_platform_knows_already_was_delivered(office):
    office.server.will(SEND, hang, errcode(42014), errcode(42014))
    assert isinstance(await office.send(CARD), Unknown)
    assert await office.send(CARD) == Delivered()
    assert (await office.send()).blame == "content"


async def test_a_used_ticket_is_success_only_after_an_answer_was_lost(office):
    office.server.will(UPDATE, errcode(60140), hang, errcode(60140))
    assert (await office.send(SETTLED)).blame == "content"
    assert isinstance(await office.send(SETTLED), Unknown)
    assert await office.send(SETTLED, maybe_sent=True) == Delivered()


def page(status, text="<html>bad gateway</html>"):
    return web.Response(status=status, text=text, content_type="text/html")


@pytest.mark.parametrize(
    "answer",
    [
        hang,
        reset,
        page(500),
        page(502),
        page(503, ""),
        page(504),
        page(408),
        page(200),
        web.Response(body=b""),
        web.Response(body=b'{"errcode":0,"msg'),
        web.Response(body=b"\xff\xfe"),
        web.Response(body=b"[]"),
        web.Response(body=b"null"),
        web.Response(body=b'{"msgid":"MSG-1"}'),
        web.Response(body=b'{"errcode":"0"}'),
        web.Response(body=b"[" * 100_000),
        web.Response(body=b" " * (1 << 20) + b'{"errcode":0}'),
    ],
)
async def test_an_answer_that_says_nothing_leaves_the_message_unknown(office, answer):
    await office.send()
    office.server.will(SEND, answer)
    assert isinstance(await office.send(), Unknown)
    assert await office.send() == Delivered("MSG-1", "RC-1")


@pytest.mark.parametrize(
    "answers",
    # A lost GET is repeated once by the HTTP library itself.
    [[hang], [reset, reset], [page(500)], [page(404)], [web.Response(body=b"")], [{"errcode": 0}]],
)
async def test_without_a_token_a_message_was_certainly_not_taken(office, answers):
    office.server.will("gettoken", *answers)
    outcome = await office.send()
    assert isinstance(outcome, Retry)
    assert outcome.scope == "api"
    assert office.server.count(SEND) == 0
    office.later(seconds=outcome.after_s)
    assert await office.send() == Delivered("MSG-1", "RC-1")


async def test_fifty_workers_without_a_token_ask_once(office):
    office.server.will("gettoken", page(502))
    outcomes = await asyncio.gather(*(office.send() for _ in range(50)))
    assert {type(outcome) for outcome in outcomes} == {Retry}
    assert office.server.count("gettoken") == 1


@pytest.mark.parametrize("status", [301, 302, 307, 308, 401, 403, 404, 413, 429])
async def test_what_a_gateway_turns_away_is_tried_again_and_no_redirect_is_followed(office, status):
    elsewhere = web.Response(status=status, headers={"Location": f"{office.server.base}/cgi-bin/elsewhere"})
    office.server.will(SEND, elsewhere)
    outcome = await office.send()
    assert (outcome.scope, str(status) in outcome.error) == ("api", True)
    assert office.server.count("elsewhere") == 0


async def test_a_server_that_is_not_there_is_tried_again():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        base = f"http://127.0.0.1:{taken.getsockname()[1]}"
        channel = WeComChannel(settings(api_base=base), now=lambda: NOON)
        outcome = await channel.deliver("text", channel.render(HELLO, "lihua"))
        assert (type(outcome), outcome.scope) == (Retry, "api")
        assert "WECOM_API_BASE" in await channel.probe()
        await channel.close()


async def test_a_server_that_goes_away_between_two_messages(office):
    await office.send()
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        office.channel._api._wire._base = f"http://127.0.0.1:{taken.getsockname()[1]}/cgi-bin/"
        assert isinstance(await office.send(), Retry)


@pytest.mark.parametrize("base", ["", "qyapi", "ftp://x.test", "https://", "https://a:b@x.test", "https://x.test/?a=1"])
def test_an_address_that_is_none_is_the_operators_to_mend(base):
    with pytest.raises(OperatorError, match="WECOM_API_BASE"):
        WeComChannel(settings(api_base=base), now=lambda: NOON)


async def test_no_secret_is_told_in_an_error_or_a_log(office, caplog):
    caplog.set_level("DEBUG")
    office.server.will(SEND, errcode(77777, "not with tok/1+= here"), hang, reset, page(302), web.Response(body=b"x"))
    outcomes = [await office.send() for _ in range(5)]
    office.server.will("gettoken", errcode(40001, f"invalid credential {SECRET}"))
    office.channel._api._token.drop("tok/1+=")
    outcomes += [await office.send(), await office.channel.probe()]
    told = repr(outcomes) + "".join(record.getMessage() for record in caplog.records if record.name != "aiohttp.access")
    assert SECRET not in told
    assert "tok/1" not in told
    assert "tok%2F1" not in told


async def test_the_token_travels_in_the_query_only(office):
    await office.send()
    _, query, body = office.server.calls[-1]
    assert query == {"access_token": "tok/1+="}
    assert b"tok" not in body


async def test_a_picture_is_fetched_with_its_type(office):
    office.server.files["M-1"] = (b"\xff\xd8picture", "image/jpeg")
    assert await office.channel.fetch_media("M-1") == (b"\xff\xd8picture", "image/jpeg")
    assert office.server.calls[-1][1]["media_id"] == "M-1"


async def test_a_picture_is_fetched_with_a_new_token_when_the_old_is_lost(office):
    office.server.files["M-1"] = (b"picture", "image/png")
    await office.send()
    office.server.live_tokens.clear()
    assert await office.channel.fetch_media("M-1") == (b"picture", "image/png")


@pytest.mark.parametrize(
    "answer",
    [errcode(40007), errcode(0), web.Response(body=b"x" * (10 * 1024 * 1024 + 1), content_type="image/png")],
)
async def test_a_picture_that_is_not_to_be_had(office, answer):
    office.server.will(MEDIA, answer)
    with pytest.raises(MediaGone):
        await office.channel.fetch_media("M/1&x=2")


@pytest.mark.parametrize("answer", [errcode(45009), errcode(60020), page(500), page(404), hang, reset])
async def test_a_picture_that_is_to_be_asked_for_again(office, answer):
    office.server.will(MEDIA, answer, answer)  # a line that was cut is tried once more at once
    with pytest.raises(MediaLater):
        await office.channel.fetch_media("M/1&x=2")
    assert office.server.calls[-1][1]["media_id"] == "M/1&x=2"


async def test_a_picture_that_may_not_be_fetched_does_not_stop_the_messages(office):
    office.server.will(MEDIA, errcode(48002))
    with pytest.raises(MediaLater, match="权限"):
        await office.channel.fetch_media("M-1")
    assert await office.send() == Delivered("MSG-1", "RC-1")


async def test_a_picture_of_the_largest_size(office):
    office.server.files["M-1"] = (b"x" * (10 * 1024 * 1024), "image/png")
    content, _ = await office.channel.fetch_media("M-1")
    assert len(content) == 10 * 1024 * 1024


async def test_a_healthy_channel_has_nothing_to_mend(office):
    assert await office.channel.probe() is None
    assert office.server.count("gettoken") == 1


@pytest.mark.parametrize(
    ("answer", "advice"),
    [
        (errcode(40001), "WECOM_SECRET"),
        (errcode(40013), "WECOM_CORP_ID"),
        (errcode(60020), "企业可信IP"),
        (errcode(45009), "过于频繁"),
        (errcode(-1), "系统繁忙"),
        (page(404), "WECOM_API_BASE"),
        (page(502), "平台"),
        (hang, "平台"),
    ],
)
async def test_each_fault_says_how_to_mend_it(office, answer, advice):
    office.server.will("gettoken", answer)
    assert advice in await office.channel.probe()


async def test_closing_twice_and_unused_is_harmless():
    channel = WeComChannel(settings(api_base="http://127.0.0.1:9"), now=lambda: NOON)
    await channel.close()
    await channel.close()


async def test_a_session_that_was_given_stays_open(office):
    async with ClientSession() as session:
        channel = WeComChannel(settings(api_base=office.server.base), now=lambda: NOON, session=session)
        assert await channel.deliver("text", channel.render(HELLO, "lihua")) == Delivered("MSG-1", "RC-1")
        await channel.close()
        assert not session.closed


async def test_a_repeat_after_a_lost_answer_has_the_same_bytes(office):
    office.server.will(SEND, reset)
    body = office.channel.render(HELLO, "lihua")
    assert isinstance(await office.channel.deliver("text", body), Unknown)
    assert await office.channel.deliver("text", body) == Delivered("MSG-1", "RC-1")
    first, second = office.server.bodies(SEND)
    assert json.dumps(first) == json.dumps(second)
