"""M23: a photograph is evidence of the task it was sent with, a voice counts where it was written down; neither is asked for."""

import io
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from city_of_stories import BUILDING, DAMS, HOMES, ROADS, VILLAGES, WATER, City
from office import Office
from PIL import Image

from handlers import chat
from models import db, files
from models.audit import AuditEntry
from models.events import Attachment, Event
from models.held import Held
from models.inbox import Inbox
from models.messages import Inbound, InboundKind

sys.path.append(str(Path(__file__).parents[1] / "photos"))
from scenes import red_head

SMALL = City(units=(BUILDING, WATER), tasks=(ROADS, HOMES, DAMS, VILLAGES))


def as_png(picture: Image.Image) -> bytes:
    made = io.BytesIO()
    picture.save(made, "PNG")
    return made.getvalue()


def photo(colour: tuple[int, int, int] = (90, 120, 80)) -> bytes:
    return as_png(Image.new("RGB", (320, 240), colour))


@pytest.fixture
async def taken(office: Office) -> Office:
    """Two bureaus with two tasks each, all taken on an hour ago and more."""
    office.city = SMALL
    await office.open_year()
    await office.say("方建业", "都由我牵头，3月20日报方案")
    await office.say("江河清", "都由我牵头，3月20日报方案")
    await office.pass_time(130)
    for who in ("方建业", "江河清", "苏知微", "闻述白"):
        await office.read(who)
    return office


async def pictures(office: Office, who: str) -> list[str]:
    return [b["media"] for b in await office.phone(who) if b["kind"] == "image" and b["from"] != "me"]


async def test_a_photo_goes_with_the_words_before_it_or_after_it(taken: Office) -> None:
    await taken.say("江河清", "5号完成2座，进场道路已通")
    await taken.expect("江河清", "5号已登记")
    await taken.send_picture("江河清", photo())
    await taken.expect("江河清", "图片已存为5号的依据")
    [after] = await Attachment.all()
    told = await Event.get(id=after.event_id)
    assert (after.state, told.kind, after.body) == ("kept", "reported", None)

    # before the words: it waits for them, three of them with one question, and they are one answer
    await taken.pass_time(130)
    for shade in (10, 20, 30):
        await taken.send_picture("方建业", photo((shade, 90, 90)))
    assert (await taken.read("方建业")) == ["图片已收到。是哪一项的？回编号即可。"]
    await taken.say("方建业", "6号改造8个")
    said = "\n".join(await taken.read("方建业"))
    assert "图片3张已存为6号的依据" in said
    assert "6号已登记" in said

    # it is seen where the task is seen, by those who may see it, and nobody is asked for one
    await taken.say("方建业", "进度 6")
    await taken.expect("方建业", "依据图片3张", "回“6 图片”看")
    await taken.say("方建业", "6 图片")
    assert len(await pictures(taken, "方建业")) == 3
    await taken.say("江河清", "6号照片")
    await taken.expect("江河清", "没有找到您名下的6号")
    await taken.say("苏知微", "看6号的图片")
    assert len(await pictures(taken, "苏知微")) == 3
    await taken.say("苏知微", "3 图片")
    await taken.expect("苏知微", "3号没有图片，也不需要图片")


async def test_a_photo_goes_with_words_that_name_no_number(taken: Office) -> None:
    await taken.send_picture("方建业", photo())
    await taken.expect("方建业", "是哪一项的")
    await taken.say("方建业", "通了5条，剩下的卡在铁路涵洞审批")
    await taken.tap("方建业", "3号")
    await taken.expect("方建业", "图片已存为3号的依据")
    row = await Attachment.get()
    assert (row.assignment_id is not None, row.event_id) == (True, (await Event.filter(kind="reported").get()).id)


async def test_a_photo_goes_with_words_that_name_their_task_by_its_name(taken: Office) -> None:
    await taken.send_picture("方建业", photo())
    await taken.expect("方建业", "是哪一项的")
    await taken.say("方建业", "打通断头路5条，剩下的卡在铁路涵洞审批")
    await taken.expect("方建业", "3号已登记", "5条")
    row = await Attachment.get()
    assert (row.assignment_id is not None, row.event_id) == (True, (await Event.filter(kind="reported").get()).id)


async def test_a_photo_is_evidence_of_a_report_and_the_office_sees_it(taken: Office) -> None:
    await taken.say("方建业", "6号已全部完成")
    await taken.expect("方建业", "6号", "依据")
    await taken.send_picture("方建业", photo())
    await taken.expect("方建业", "6号报结已转督查室核验")
    await taken.expect("苏知微", "6号 报结待核验", "图片1张", "［看图片］")
    await taken.tap("苏知微", "看图片")
    [shown] = await pictures(taken, "苏知微")
    kept = Image.open(io.BytesIO(await taken.download(shown)))
    assert (kept.format, kept.size) == ("JPEG", (320, 240))
    await taken.tap("苏知微", "销号")
    await taken.expect("苏知微", "6号", "已销号")


async def test_a_program_sees_the_pictures_of_an_update(taken: Office) -> None:
    await taken.say("江河清", "5号完成2座，进场道路已通")
    await taken.send_picture("江河清", photo())
    [row] = await Attachment.all()
    task = (await Event.get(id=row.event_id)).task_id
    status, _, body = await taken.api(f"/tasks/{task}/updates")
    assert status == 200
    assert f'"url":"/api/v1/pictures/{row.id}"'.encode() in body
    status, named, body = await taken.api(f"/pictures/{row.id}")
    assert (status, body) == (200, await files.content_of(row.sha256))
    assert named.startswith("attachment; filename*=UTF-8''5%E5%8F%B7-")
    status, _, body = await taken.api(f"/tasks/{task}/pictures")
    assert (status, body.count(b'"url"')) == (200, 1)
    await Attachment.filter(id=row.id).update(state="held")
    status, _, _ = await taken.api(f"/pictures/{row.id}")
    assert status == 404


async def test_what_looks_like_a_red_head_is_held_and_purged_by_two(taken: Office) -> None:
    await taken.send_picture("江河清", as_png(red_head()))
    await taken.expect("江河清", "像是公文", "没有登记也没有转发", without=("哪一项",))
    await taken.expect("苏知微", "封存一张图", "江河清", "像红头文件", "［不涉密，放行］［提请清除］")
    [row] = await Held.all()
    kept = await Attachment.get(id=row.attachment_id)
    assert (kept.state, await files.content_of(kept.sha256)) == ("held", None)

    await taken.tap("苏知微", "提请清除")
    await taken.expect("苏知微", "等督查室另一人确认")
    await taken.say("苏知微", "封存")
    await taken.expect("苏知微", "等督查室另一人确认")  # nothing to tap for whoever asked
    await taken.expect("闻述白", "清除封存的一张图", "苏知微提请清除", "［确认清除］")
    await taken.tap("闻述白", "确认清除")
    await taken.expect("闻述白", "已清除，留痕", row.sha256[:12])
    kept = await Attachment.get(id=row.attachment_id)
    assert (kept.state, kept.body) == ("purged", None)
    tombstone = await AuditEntry.get(action="purged")
    first, second = tombstone.data["first"], tombstone.data["second"]
    assert (tombstone.data["sha256"], tombstone.data["why"]) == (row.sha256, "red-head")
    assert first != second
    assert await pictures(taken, "苏知微") == await pictures(taken, "闻述白") == []


async def test_the_keeper_of_secrets_alone_is_told_and_lets_through(office: Office) -> None:
    office.city = replace(SMALL, clerks=(*SMALL.clerks, ("密之", "市政府督查室保密员", "mizhi")), tasks=(DAMS, ROADS))
    await office.open_year()
    await office.say("江河清", "由我牵头，3月20日报方案")
    for who in ("密之", "苏知微"):
        office.knows_phone(who, {"密之": "mizhi", "苏知微": "suzhiwei"}[who])
        await office.read(who)
    await office.send_picture("江河清", as_png(red_head()))
    await office.expect_without("苏知微", "封存")
    await office.tap("密之", "不涉密")
    await office.expect("密之", "已放行")
    [row] = await Attachment.all()
    assert (row.state, row.body) == ("kept", None)
    await office.read("江河清")
    await office.send_picture("江河清", as_png(red_head()))  # the same again is let through
    await office.expect("江河清", "图片已存为5号的依据")
    # words go the same way
    await office.say("江河清", "密级：机密")
    await office.expect("江河清", "已就地封存")
    await office.say("密之", "封存")
    await office.expect("密之", "封存一段话", "带密级标志")
    await office.tap("密之", "提请清除")
    await office.tap("苏知微", "确认清除")
    words = await Held.get(attachment_id=None)
    assert (words.state, (await Inbox.get(id=words.inbox_id)).payload) == ("purged", "")


async def test_what_is_no_picture_is_refused_kindly_once(taken: Office) -> None:
    broken = photo()[:-30] + b"\x00" * 30
    await taken.send_picture("江河清", b"\x89PNG\r\n\x1a\n" + b"rubbish" * 30)
    await taken.expect("江河清", "没有传完整", "只打字也行")
    await taken.send_picture("江河清", broken[: len(broken) // 2])
    await taken.expect("江河清", "没有传完整")
    assert {row.state for row in await Attachment.all()} == {"refused"}
    await taken.say("江河清", "进度 5")
    await taken.expect("江河清", "5号", without=("图片",))


async def test_a_platform_that_fails_twice_and_a_restart_lose_nothing(taken: Office) -> None:
    await taken.spoil("media/get", status=502, times=2)
    await taken.send_picture("江河清", photo())
    await taken.expect("江河清", "会接着取，不用重发")
    await taken.restart()  # the second try falls after it
    await taken.pass_time(1)
    await taken.expect_nothing("江河清")
    await taken.say("江河清", "5号完成2座")  # meanwhile the words find the picture
    await taken.expect("江河清", "5号已登记")
    await taken.pass_time(3)
    [row] = await Attachment.all()
    assert (row.state, row.tries, row.event_id is not None) == ("kept", 3, True)


async def test_what_the_platform_let_go_is_said_to_both_sides(taken: Office) -> None:
    await taken.spoil("media/get", errcode=40007)
    await taken.send_picture("江河清", photo())
    assert (await Attachment.get()).state == "gone"
    await taken.next_morning()
    await taken.expect("江河清", "平台没有给出来", "只打字也行")
    await taken.expect("苏知微", "江河清", "平台没有给出来，已告知本人")


async def test_a_kill_between_receipt_and_fetch_costs_a_minute(taken: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.app.DRAIN_S", 0.1)
    await taken.spoil("media/get", delay_s=3)
    row = await taken.stop_while_fetching("江河清", photo())
    assert (row.state, row.tries) == ("waiting", 1)
    await taken.start()
    await taken.pass_time(2)
    await taken.expect("江河清", "是哪一项的")
    assert (await Attachment.get()).state == "kept"


async def test_a_voice_is_read_where_it_was_written_down(taken: Office) -> None:
    now = await taken.now()
    spoken = Inbound("wecom", "v1", "jiangheqing", now, InboundKind.VOICE, text="5号完成2座，进场道路已通", media="m")
    await db.tx(lambda: chat.hear(spoken, 0, now))
    await taken.pass_time(0)
    said = "\n".join(await taken.read("江河清"))
    assert "语音听到的是：“5号完成2座，进场道路已通”" in said
    assert "5号已登记" in said
    event = await Event.filter(kind="reported").order_by("-id").first()
    assert event is not None
    assert event.data["spoken"] is True
    await taken.say("江河清", "进度 5")
    await taken.expect("江河清", "上次：“5号完成2座", "，语音）")


async def test_a_voice_without_words_asks_for_typing_once(taken: Office) -> None:
    for _ in range(3):
        await taken.speak("江河清")
    assert (await taken.read("江河清")) == ["语音已收到，暂时听不懂。请打一句字，或用输入法的语音输入转成文字。"]
    assert await Inbox.filter(payload__contains="voice", state="applied").count() == 3
    await taken.say("江河清", "我的任务")
    await taken.read("江河清")
    await taken.speak("江河清")
    await taken.expect("江河清", "请打一句字")
