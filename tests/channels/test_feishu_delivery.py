"""Messages on their way to Feishu: tokens, limits, faults, and never twice on a phone."""

import asyncio
import json
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from email import message_from_bytes
from typing import Any

import pytest
from aiohttp import ClientSession, web
from authority import certified, served_with
from feishu_parts import APP, NOON, SECRET
from lark_double import SEND, TOKEN, Lark, lark
from qyapi_double import hang, reset

from bot.channels.contract import MediaGone, MediaLater
from bot.channels.feishu import FeishuChannel, FeishuSettings
from models.errors import OperatorError
from models.messages import Button, Card, Delivered, Outgoing, OutgoingKind, Refused, Retry, Unknown

Answer = Callable[[web.Request], Awaitable[web.Response]]
CHANGE = "PATCH im/v1/messages/om_9"
HELLO = Outgoing(OutgoingKind.TEXT, text="已记下", ref="7")
CARD = Outgoing(OutgoingKind.CARD, card=Card("c-7", "46号 请认领", buttons=(Button("yes", "认领"),)), ref="8")
SETTLED = Outgoing(OutgoingKind.CARD_UPDATE, card=CARD.card, ticket="om_9", settled="已认领")
SENT = Delivered("om_1")
PNG = b"\x89PNG\r\n\x1a\n" + b"picture"


def settings(**changed: Any) -> FeishuSettings:
    return FeishuSettings(**({"app_id": APP, "app_secret": SECRET, "encrypt_key": "k"} | changed))


def code(number: int, said: str = "words", status: int = 400, **headers: str) -> Answer:
    async def answer(request: web.Request) -> web.Response:
        return web.json_response({"code": number, "msg": said}, status=status, headers=headers)

    return answer


def page(status: int, text: str = "<html>bad gateway</html>") -> web.Response:
    return web.Response(status=status, text=text, content_type="text/html")


@dataclass
class Office:
    server: Lark
    channel: FeishuChannel
    now: datetime = NOON

    async def send(self, message: Outgoing = HELLO, user: str = "ou_li", **more: Any) -> Any:
        return await self.channel.deliver(message.kind, self.channel.render(message, user), **more)

    def later(self, **span: float) -> None:
        self.now += timedelta(**span)


@pytest.fixture
async def office(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Office]:
    monkeypatch.setattr("bot.channels.feishu_media.TIMEOUT_S", 0.3)
    monkeypatch.setattr("bot.channels.feishu.ANSWERED_S", 0.0)
    async with lark(SECRET) as server:
        ours = Office(server, None)  # type: ignore[arg-type]
        ours.channel = FeishuChannel(settings(api_base=server.base), now=lambda: ours.now, timeout_s=0.3)
        yield ours
        await ours.channel.close()


async def test_a_message_goes_to_the_person_by_whatever_id_the_contacts_have(office: Office):
    for user in ("ou_li", "on_li", "lihua"):
        assert await office.send(user=user) == SENT
    asked = [
        (call[1].query["receive_id_type"], json.loads(call[2])["receive_id"])
        for call in office.server.calls
        if call[0] == SEND
    ]
    assert asked == [("open_id", "ou_li"), ("union_id", "on_li"), ("user_id", "lihua")]
    assert office.server.calls[-1][1].headers["Authorization"] == "Bearer t-1"


async def test_a_card_can_be_changed_by_the_id_of_its_message(office: Office):
    assert await office.send(CARD) == Delivered("om_1", ticket="om_1")
    assert await office.send(SETTLED) == Delivered("om_9", ticket="om_9")
    [body] = office.server.bodies(CHANGE)
    assert list(json.loads(body)) == ["content"]
    assert "已认领" in json.loads(body)["content"]


async def test_one_token_serves_all_and_is_renewed_in_time(office: Office):
    await asyncio.gather(*(office.send(user=f"ou_{n}") for n in range(20)))
    assert office.server.count(TOKEN) == 1
    office.later(seconds=6000)
    await office.send()
    assert office.server.count(TOKEN) == 1
    office.later(seconds=200)
    await office.send()
    assert office.server.count(TOKEN) == 2


@pytest.mark.parametrize("refused", [99991663, 99991661, 99991664, 99991671])
async def test_a_token_the_platform_took_back_is_renewed_once(office: Office, refused: int):
    await office.send()
    office.server.will(SEND, code(refused, status=401))
    assert await office.send() == SENT
    assert office.server.count(TOKEN) == 2


async def test_tokens_that_are_never_taken_stop_the_app_for_a_while(office: Office):
    office.server.will(SEND, *[code(99991663)] * 20)
    assert [(await office.send()).scope for _ in range(3)] == ["message", "message", "api"]
    assert office.server.count(SEND) == 6
    assert (await office.send()).scope == "api"
    assert office.server.count(SEND) == 6


@pytest.mark.parametrize("wrong", [10003, 10014])
async def test_a_wrong_secret_stops_and_is_tried_three_times_an_hour_at_most(office: Office, wrong: int):
    office.server.will(TOKEN, *[code(wrong, f"bad {SECRET}", status=200)] * 100)
    first = await office.send()
    assert (first.blame, "FEISHU_APP_SECRET" in first.error, SECRET in first.error) == ("config", True, False)
    for _ in range(59):
        office.later(minutes=1)
        await office.send()
    assert (office.server.count(TOKEN) <= 3, office.server.count(SEND)) == (True, 0)


async def test_a_limit_lasts_as_long_as_the_platform_says(office: Office):
    office.server.will(SEND, code(99991400, status=429, **{"x-ogw-ratelimit-reset": "30"}))
    assert await office.send() == Retry(30.0, "调用超过平台频率限制（99991400 words）", scope="api")
    assert 29 < (await office.send()).after_s <= 30
    assert isinstance(await office.send(SETTLED), Delivered), "changing a card is another call"
    office.later(seconds=31)
    assert await office.send() == SENT
    assert office.server.count(SEND) == 2


async def test_a_limit_that_says_nothing_is_waited_for_longer_each_time(office: Office):
    office.server.will(SEND, *[code(99991400)] * 3)
    for wanted in (5.0, 60.0, 600.0):
        assert (await office.send()).after_s == wanted
        office.later(seconds=wanted)
    assert await office.send() == SENT


async def test_too_fast_for_one_person_makes_nobody_else_wait(office: Office):
    office.server.will(SEND, code(230020))
    assert (await office.send()).scope == "message"
    assert await office.send(user="ou_other") == SENT


async def test_the_app_steps_back_before_it_reaches_its_minute(office: Office):
    sent = 0
    while isinstance(await office.send(user=f"ou_{sent}"), Delivered):
        sent += 1
        office.now += timedelta(seconds=0.03)
    assert sent == 800
    waits = await office.send(user="ou_x")
    assert (waits.scope, 30 < waits.after_s < 40) == ("api", True)
    office.later(seconds=waits.after_s)
    assert await office.send(user="ou_x") == SENT


@pytest.mark.parametrize("number", [99991401, 99991672, 230006, 230027, 99991403])
async def test_a_wrong_setting_stops_the_app_for_some_minutes(office: Office, number: int):
    office.server.will(SEND, code(number))
    assert (await office.send()).blame == "config"
    assert (await office.send(SETTLED)).scope == "api"
    assert str(number) in (await office.channel.probe() or "")
    office.later(minutes=6)
    assert await office.send() == SENT
    assert await office.channel.probe() is None


@pytest.mark.parametrize("number", [230013, 230029, 230034, 230053, 99992351])
async def test_a_person_who_is_not_there_is_the_rosters_to_mend(office: Office, number: int):
    office.server.will(SEND, code(number))
    assert (await office.send()).blame == "recipient"
    assert await office.send() == SENT


@pytest.mark.parametrize(
    "answer",
    [hang, reset, page(500), page(502), page(408), code(1500, status=500), page(200), web.Response(body=b""),
     web.Response(body=b"[]"), web.Response(body=b'{"code":"0"}'), web.Response(body=b"[" * 100_000),
     web.Response(body=b" " * (1 << 20) + b'{"code":0}')],
)  # fmt: skip
async def test_an_answer_that_says_nothing_leaves_the_message_unknown_and_its_repeat_is_the_same(
    office: Office, answer: Any
):
    await office.send()
    office.server.will(SEND, answer)
    assert isinstance(await office.send(), Unknown)
    assert await office.send(maybe_sent=True) == SENT
    assert len(set(office.server.bodies(SEND))) == 1


@pytest.mark.parametrize("answers", [[hang], [page(500)], [page(404)], [web.Response(body=b"")], [code(0, status=200)]])
async def test_without_a_token_a_message_was_certainly_not_taken(office: Office, answers: list[Any]):
    office.server.will(TOKEN, *answers)
    outcome = await office.send()
    assert (type(outcome), outcome.scope, office.server.count(SEND)) == (Retry, "api", 0)
    office.later(seconds=outcome.after_s)
    assert await office.send() == SENT


@pytest.mark.parametrize("status", [301, 302, 307, 403, 404, 413, 429])
async def test_what_a_gateway_turns_away_is_tried_again_and_no_redirect_is_followed(office: Office, status: int):
    office.server.will(
        SEND, web.Response(status=status, headers={"Location": f"{office.server.base}/open-apis/elsewhere"})
    )
    outcome = await office.send()
    assert (outcome.scope, str(status) in outcome.error) == ("api", True)
    assert not [call for call, _, _ in office.server.calls if "elsewhere" in call]


async def test_a_server_that_is_not_there_is_tried_again():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        channel = FeishuChannel(settings(api_base=f"http://127.0.0.1:{taken.getsockname()[1]}"), now=lambda: NOON)
        outcome = await channel.deliver("text", channel.render(HELLO, "ou_li"))
        assert (type(outcome), outcome.scope) == (Retry, "api")
        assert "FEISHU_API_BASE" in (await channel.probe() or "")
        await channel.close()


@pytest.mark.parametrize("base", ["", "open", "ftp://x.test", "https://", "https://a:b@x.test", "https://x.test/?a=1"])
def test_an_address_that_is_none_is_the_operators_to_mend(base: str):
    with pytest.raises(OperatorError, match="FEISHU_API_BASE"):
        FeishuChannel(settings(api_base=base), now=lambda: NOON)


async def test_no_secret_is_told(office: Office, caplog: pytest.LogCaptureFixture):
    caplog.set_level("DEBUG")
    office.server.will(SEND, code(7, "not with t-1 here"), hang, page(302))
    outcomes = [await office.send() for _ in range(3)]
    told = (
        repr(outcomes)
        + repr(settings())
        + "".join(r.getMessage() for r in caplog.records if r.name != "aiohttp.access")
    )
    assert SECRET not in told
    assert "t-1" not in told


async def test_what_is_uploaded_is_sent_by_its_key(office: Office):
    assert await office.channel.upload(OutgoingKind.IMAGE, "板.png", PNG) == "img_1"
    assert await office.channel.upload(OutgoingKind.FILE, '年度"台账".xlsx', b"PK" + bytes(range(256))) == "file_1"
    [(_, request, body)] = [call for call in office.server.calls if call[0] == "POST im/v1/files"]
    form = message_from_bytes(b"Content-Type: " + request.headers["Content-Type"].encode() + b"\r\n\r\n" + body)
    parts = {part.get_param("name", header="content-disposition"): part for part in form.get_payload()}
    assert parts["file_type"].get_payload() == "xls"
    assert "年度＂台账＂.xlsx" in parts["file_name"].get_payload(decode=True).decode()
    assert parts["file"].get_payload(decode=True) == b"PK" + bytes(range(256))


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        (OutgoingKind.IMAGE, b"GIF89a"),
        (OutgoingKind.IMAGE, b""),
        (OutgoingKind.FILE, b""),
        (OutgoingKind.IMAGE, PNG + bytes(8 << 20)),
    ],
)
async def test_what_the_platform_would_not_take_is_not_sent(office: Office, kind: OutgoingKind, content: bytes):
    assert isinstance(await office.channel.upload(kind, "a", content), Refused)
    assert not office.server.calls


@pytest.mark.parametrize("number", [230017, 230055])
async def test_a_lost_file_is_uploaded_anew(office: Office, number: int):
    office.server.will(SEND, code(number))
    assert (await office.send(Outgoing(OutgoingKind.FILE, media="file_1", ref="9"))).scope == "media"


async def test_an_upload_that_may_not_be_made_stops_no_message(office: Office):
    office.server.will("POST im/v1/images", code(99991672))
    assert (await office.channel.upload(OutgoingKind.IMAGE, "a.png", PNG)).blame == "config"
    assert await office.send() == SENT


async def test_a_picture_is_fetched_from_its_message(office: Office):
    office.server.files["img_1"] = (PNG, "image/png")
    assert await office.channel.fetch_media("om_5/img_1/image") == (PNG, "image/png")
    call, request, _ = office.server.calls[-1]
    assert (call, request.query["type"]) == ("GET im/v1/messages/om_5/resources/img_1", "image")


@pytest.mark.parametrize(
    ("answer", "error"),
    [(code(234003), MediaGone), (page(500), MediaLater), (hang, MediaLater),
     (web.Response(body=b"x" * ((10 << 20) + 1), content_type="image/png"), MediaGone)],
)  # fmt: skip
async def test_a_picture_that_is_not_to_be_had(office: Office, answer: Any, error: type[Exception]):
    office.server.will("GET im/v1/messages/om_5/resources/img_1", answer)
    with pytest.raises(error):
        await office.channel.fetch_media("om_5/img_1/image")


@pytest.mark.parametrize("media", ["", "M-1", "om_1/img_1", "om_1/img_1/exe"])
async def test_what_is_no_file_of_feishus_is_not_asked_for(office: Office, media: str):
    with pytest.raises(MediaGone):
        await office.channel.fetch_media(media)
    assert not office.server.calls


async def test_closing_twice_and_a_session_that_was_given():
    async with lark(SECRET) as server, ClientSession() as session:
        channel = FeishuChannel(settings(api_base=server.base), now=lambda: NOON, session=session)
        assert await channel.deliver("text", channel.render(HELLO, "ou_li")) == SENT
        await channel.close()
        await channel.close()
        assert not session.closed


async def test_a_private_edition_is_believed_by_the_authority_that_is_named(tmp_path):
    pem, path = certified(tmp_path)
    async with lark(SECRET, served_with(path)) as server:
        for ca, arrives in ((pem, True), ("", False)):
            given = FeishuSettings(APP, SECRET, api_base=server.base, ca=ca)
            channel = FeishuChannel(given, now=lambda: NOON)
            outcome = await channel.deliver("text", channel.render(HELLO, "ou_1"))
            assert isinstance(outcome, Delivered) is arrives, outcome
            await channel.close()
        assert server.base.startswith("https://")


def test_an_authority_that_is_no_certificate_is_said_at_the_start():
    with pytest.raises(OperatorError, match="FEISHU_CA_FILE"):
        FeishuChannel(FeishuSettings(APP, SECRET, ca="no PEM"), now=lambda: NOON)
