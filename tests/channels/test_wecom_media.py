"""Pictures and files: uploaded in the platform's form, within its limits, and uploaded anew when it forgot them."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from email import message_from_bytes

import pytest
from qyapi_double import QyApi, hang, qyapi
from wecom_parts import NOON, SECRET, channel, settings

from bot.channels import wecom_media
from bot.channels.wecom import WeComChannel
from models.messages import Delivered, Outgoing, OutgoingKind, Refused, Retry

SEND, UPLOAD = "message/send", "media/upload"
PNG = b"\x89PNG\r\n\x1a\n" + b"picture"
HELLO = Outgoing(OutgoingKind.TEXT, text="附表已发")
FILE = Outgoing(OutgoingKind.FILE, media="M-1", ref="7")
GONE = {"errcode": 40007, "errmsg": "invalid media_id"}


@dataclass
class Office:
    server: QyApi
    channel: WeComChannel

    async def send(self, message: Outgoing) -> object:
        return await self.channel.deliver(message.kind, self.channel.render(message, "lihua"))


@pytest.fixture
async def office(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Office]:
    monkeypatch.setattr("bot.channels.wecom_api.TIMEOUT_S", 0.3)
    async with qyapi(SECRET) as server:
        ours = WeComChannel(settings(api_base=server.base), now=lambda: NOON, timeout_s=0.3)
        yield Office(server, ours)
        await ours.close()


def taken(media: str) -> dict[str, object]:
    return {"errcode": 0, "errmsg": "ok", "type": "file", "media_id": media, "created_at": "1767578400"}


async def test_a_file_goes_up_in_the_platforms_form(office: Office) -> None:
    office.server.will(UPLOAD, taken("M-1"))
    content = bytes(range(256)) * 40
    assert await office.channel.upload(OutgoingKind.FILE, '年度"台账"\r\n.xlsx', content) == "M-1"
    [(_, query, body)] = [call for call in office.server.calls if call[0] == UPLOAD]
    assert query["type"] == "file"
    boundary = body.split(b"\r\n", 1)[0].removeprefix(b"--")
    head, _, rest = body.partition(b"\r\n\r\n")
    assert 'name="media"; filename="年度＂台账＂  .xlsx"; filelength=10240' in head.decode()
    assert rest == content + b"\r\n--" + boundary + b"--\r\n"
    whole = b"Content-Type: multipart/form-data; boundary=" + boundary + b"\r\n\r\n" + body
    [part] = message_from_bytes(whole).get_payload()
    assert part.get_content_disposition() == "form-data"


@pytest.mark.parametrize(
    ("kind", "content", "why"),
    [
        (OutgoingKind.FILE, b"12345", "空的"),
        (OutgoingKind.FILE, b"x" * (20 * wecom_media.MIB + 1), "超过 20 MB"),
        (OutgoingKind.IMAGE, PNG + b"x" * 5 * wecom_media.MIB, "超过 5 MB"),
        (OutgoingKind.IMAGE, b"<svg onload=x/>", "不是 PNG 或 JPG"),
    ],
)
async def test_what_the_platform_would_refuse_is_not_sent_up(
    office: Office, kind: OutgoingKind, content: bytes, why: str
) -> None:
    outcome = await office.channel.upload(kind, "图.png", content)
    assert isinstance(outcome, Refused)
    assert why in outcome.error
    assert office.server.calls == []


async def test_an_upload_without_an_answer_is_simply_repeated(office: Office) -> None:
    office.server.will(UPLOAD, hang, {"errcode": 0, "errmsg": "ok"}, {"errcode": -1, "errmsg": "busy"}, taken("M-2"))
    for _ in range(3):
        assert isinstance(await office.channel.upload(OutgoingKind.IMAGE, "板.png", PNG), Retry)
    assert await office.channel.upload(OutgoingKind.IMAGE, "板.png", PNG) == "M-2"


@pytest.mark.parametrize("code", [45009, 48002])
async def test_uploads_that_have_to_wait_hold_up_no_words(office: Office, code: int) -> None:
    office.server.will(UPLOAD, {"errcode": code, "errmsg": "no"})
    assert not isinstance(await office.channel.upload(OutgoingKind.FILE, "表.xlsx", b"x" * 10), str)
    assert isinstance(await office.channel.upload(OutgoingKind.FILE, "表.xlsx", b"x" * 10), Retry)
    assert office.server.count(UPLOAD) == 1
    assert isinstance(await office.send(HELLO), Delivered)


async def test_a_file_that_the_platform_forgot_is_to_be_uploaded_anew(office: Office) -> None:
    office.server.will(SEND, GONE)
    outcome = await office.send(FILE)
    assert isinstance(outcome, Retry)
    assert outcome.scope == "media"
    assert isinstance(await office.send(FILE), Delivered)
    office.server.will(SEND, GONE)
    assert isinstance(await office.send(HELLO), Refused)  # a text has nothing to upload


def test_the_message_names_what_was_uploaded() -> None:
    ours = channel()
    assert b'"msgtype":"file"' in ours.render(FILE, "lihua")
    assert b'"file":{"media_id":"M-1"}' in ours.render(FILE, "lihua")
    assert ours.render(FILE, "lihua") == ours.render(FILE, "lihua")
    with pytest.raises(ValueError, match="not uploaded"):
        ours.render(Outgoing(OutgoingKind.IMAGE), "lihua")
