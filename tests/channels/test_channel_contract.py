"""What every channel promises, whichever platform it speaks to: one suite, a kit a platform."""

import os
import socket
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from contract_kits import KITS, Kit
from wecom_parts import NOON

from bot import platforms, settings
from bot.channels.contract import BRIDGED
from bot.directory import Reading
from models.errors import CallbackRefused
from models.messages import (
    Button,
    Card,
    Delivered,
    FileRef,
    InboundKind,
    Outgoing,
    OutgoingKind,
    Refused,
    Retry,
    Unknown,
    group_address,
)
from models.wording.fallbacks import fitted

pytestmark = pytest.mark.parametrize("kit", KITS, ids=lambda kit: kit.platform)

HELLO = Outgoing(OutgoingKind.TEXT, text="46号本月进展还差贵局一句", ref="7")
BUTTONS = tuple(Button(f"k{n}", f"按钮{n}") for n in range(1, 7))
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 64
PICTURE = Outgoing(OutgoingKind.IMAGE, "图", file=FileRef("0" * 64, "进度.png"), media="M-1", ref="9")


def received(kit: Kit, call):
    return kit.channel("").doors[""](call, NOON)


def test_it_is_made_of_the_settings_of_its_platform(kit):
    given = settings.load(Path(os.devnull), **kit.settings)
    assert given.platforms == [kit.platform]
    assert platforms.channels(given, lambda: NOON)[kit.platform].platform == kit.platform


def test_a_setting_it_cannot_do_without_is_known(kit):
    needs = platforms.PLATFORMS[kit.platform].needs
    assert needs
    assert set(needs) <= set(kit.settings)


def test_words_are_known_by_platform_person_and_id(kit):
    taken = received(kit, kit.words("46号打通5条", user="LiHua", message=1))
    assert taken.user == "lihua"
    assert taken.key.startswith(f"{kit.platform}:")
    assert taken.key.endswith(taken.message_id)


def test_a_message_sent_again_has_its_key_and_another_has_another(kit):
    first = received(kit, kit.words("好", message=1))
    assert received(kit, kit.words("好", message=1)).key == first.key
    assert received(kit, kit.words("好", message=2)).key != first.key


def test_words_are_read_as_they_were_said(kit):
    said = kit.channel("").read(received(kit, kit.words("46号 打通5条", user="LiHua")).payload)
    assert (said.platform, said.user, said.kind, said.text) == (
        kit.platform, "lihua", InboundKind.TEXT, "46号 打通5条",
    )  # fmt: skip
    assert said.said_at.tzinfo is not None


def test_a_forged_callback_is_refused(kit):
    with pytest.raises(CallbackRefused):
        received(kit, kit.forged())


def test_what_means_nothing_is_read_all_the_same(kit):
    channel = kit.channel("")
    assert [channel.read(payload).kind for payload in kit.odd] == [InboundKind.OTHER] * len(kit.odd)


@pytest.mark.parametrize("user", ["@all", "a|b", "", "名字", "a" * 65])
def test_nothing_is_addressed_to_what_is_not_one_person(kit, user):
    with pytest.raises(ValueError, match="one person"):
        kit.channel("").render(HELLO, user)


@pytest.mark.parametrize("buttons", [0, 1, 3, 6])
def test_a_card_is_shown_with_all_that_can_be_chosen(kit, buttons):
    channel = kit.channel("")
    card = Card("c-0123abcd", "市住建局承担重点任务14项", "断头路12条", (("牵头", "市住建局"),), BUTTONS[:buttons])
    message = fitted(Outgoing(OutgoingKind.CARD, card=card, ref="8"), channel.capabilities)
    body = channel.render(message, "lihua").decode()
    assert "断头路12条" in body
    assert all(button.text in body for button in card.buttons)
    assert channel.render(message, "lihua").decode() == body


def test_a_picture_is_shown_or_named(kit):
    channel = kit.channel("")
    message = fitted(PICTURE, channel.capabilities)
    shown = "M-1" if channel.capabilities.media_s else "进度.png"
    assert shown in channel.render(message, "lihua").decode()


def test_a_card_that_cannot_be_changed_is_left_alone(kit):
    can = kit.channel("").capabilities
    change = Outgoing(OutgoingKind.CARD_UPDATE, ticket="T", settled="已认领")
    assert (fitted(change, can) is None) is not can.card_updates


def test_it_promises_what_it_can_keep(kit):
    can = kit.channel("").capabilities
    assert can.cards or not can.card_updates
    assert can.card_buttons >= max(1, can.typed_buttons)
    assert 0 < can.per_person_minute <= can.per_person_hour
    assert can.text_bytes >= 2000


async def test_a_message_arrives_once_at_its_person(kit):
    async with kit.serving() as server:
        channel = kit.channel(server.base)
        outcome = await channel.deliver("text", channel.render(HELLO, "lihua"))
        assert isinstance(outcome, Delivered)
        assert outcome.platform_id
        assert server.sent() == [f"lihua: {HELLO.text}"]
        await channel.close()


async def test_what_was_sent_is_taken_back_or_put_right_in_words(kit):
    async with kit.serving() as server:
        channel = kit.channel(server.base)
        sent = await channel.deliver("text", channel.render(HELLO, "lihua"))
        recall = Outgoing(OutgoingKind.RECALL, "刚才那条不用办了", recalls=sent.platform_id, ref="9")
        message = fitted(recall, channel.capabilities)
        assert isinstance(await channel.deliver(message.kind, channel.render(message, "lihua")), Delivered)
        said = [] if channel.capabilities.recall_s else [f"lihua: {recall.text}"]
        assert server.recalled() == ([sent.platform_id] if channel.capabilities.recall_s else [])
        assert server.sent() == [f"lihua: {HELLO.text}", *said]
        await channel.close()


async def test_a_gateway_that_broke_down_may_have_passed_it_on(kit):
    async with kit.serving() as server:
        channel = kit.channel(server.base)
        server.break_down()
        assert isinstance(await channel.deliver("text", channel.render(HELLO, "lihua")), Unknown)
        await channel.close()


async def test_a_person_who_is_not_there_is_the_rosters_to_mend(kit):
    async with kit.serving() as server:
        channel = kit.channel(server.base)
        server.not_know("lihua")
        outcome = await channel.deliver("text", channel.render(HELLO, "lihua"))
        assert isinstance(outcome, Refused)
        assert outcome.blame == "recipient"
        await channel.close()


async def test_a_wrong_secret_is_the_operators_to_mend(kit):
    async with kit.serving() as server:
        channel = kit.channel(server.base)
        assert await channel.probe() is None
        await channel.close()
        channel = kit.channel(server.base)
        server.refuse_secret()
        outcome = await channel.deliver("text", channel.render(HELLO, "lihua"))
        assert isinstance(outcome, Refused)
        assert outcome.blame == "config"
        assert await channel.probe()
        assert server.sent() == []
        await channel.close()


async def test_a_server_that_is_not_there_took_nothing(kit):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        channel = kit.channel(f"http://127.0.0.1:{taken.getsockname()[1]}")
        outcome = await channel.deliver("text", channel.render(HELLO, "lihua"))
        assert isinstance(outcome, Retry)
        assert outcome.scope == "api"
        await channel.close()


async def test_a_picture_goes_up(kit):
    async with kit.serving() as server:
        channel = kit.channel(server.base)
        if channel.capabilities.media_s:
            assert isinstance(await channel.upload(OutgoingKind.IMAGE, "进度.png", PNG), str)
            assert isinstance(await channel.upload(OutgoingKind.IMAGE, "进度.png", b""), Refused)
        await channel.close()


async def test_what_is_said_to_a_group_arrives_in_it(kit):
    async with kit.serving() as server:
        channel = kit.channel(server.base)
        body = channel.render(HELLO, group_address(kit.group))
        assert isinstance(await channel.deliver("text", body), Delivered)
        assert server.posted() == [f"{kit.group}: {HELLO.text}"]
        await channel.close()


@pytest.mark.parametrize("group", ["", "a b", "群", "x" * 70])
def test_nothing_is_addressed_to_what_is_no_group(kit, group):
    with pytest.raises(ValueError, match="group"):
        kit.channel("").render(HELLO, group_address(group))


def test_a_group_gets_no_card_that_everybody_could_press(kit):
    card = Outgoing(OutgoingKind.CARD, card=Card("c-0123abcd", "市住建局承担重点任务14项", buttons=BUTTONS[:2]))
    with pytest.raises(ValueError, match="group"):
        kit.channel("").render(card, group_address(kit.group))


def test_a_group_is_shown_pictures(kit):
    assert "M-1" in kit.channel("").render(PICTURE, group_address(kit.group)).decode()


def test_a_repeat_into_a_group_is_made_only_where_the_platform_knows_it(kit):
    channel = kit.channel("")
    can, body = channel.capabilities, channel.render(HELLO, group_address(kit.group))
    assert can.groups
    assert can.repeat_s(group_address(kit.group)) == can.group_repeat_s
    assert (b'"uuid"' in body) is (can.group_repeat_s > 0)


async def test_a_post_whose_answer_was_lost_may_have_arrived(kit):
    async with kit.serving() as server:
        channel = kit.channel(server.base)
        server.break_group_down()
        assert isinstance(await channel.deliver("text", channel.render(HELLO, group_address(kit.group))), Unknown)
        await channel.close()


async def test_a_group_that_is_gone_is_the_offices_to_mend(kit):
    async with kit.serving() as server:
        channel = kit.channel(server.base)
        server.dissolve()
        outcome = await channel.deliver("text", channel.render(HELLO, group_address(kit.group)))
        assert isinstance(outcome, Refused)
        assert outcome.blame == "recipient"
        assert "解散" in outcome.error
        assert isinstance(await channel.deliver("text", channel.render(HELLO, "lihua")), Delivered)
        await channel.close()


async def test_the_limit_of_a_group_is_waited_for(kit):
    async with kit.serving() as server:
        channel = kit.channel(server.base)
        server.flood_group()
        outcome = await channel.deliver("text", channel.render(HELLO, group_address(kit.group)))
        assert isinstance(outcome, Retry)
        assert outcome.after_s > 0
        await channel.close()


def test_words_in_a_group_are_known_as_such(kit):
    if kit.in_group is None:  # WeCom passes on nothing that is said in a group
        assert kit.platform == "wecom"
        return
    said = kit.channel("").read(kit.in_group("46号打通5条"))
    assert (said.kind, said.text) == (InboundKind.TEXT, "46号打通5条")
    assert said.group


def test_it_has_a_directory_where_it_promises_one(kit):
    channel = kit.channel("")
    assert (channel.directory is not None) is channel.capabilities.directory


async def test_the_directory_is_read_page_by_page_and_everybody_once(kit):
    async with kit.serving() as server:
        channel = kit.channel(server.base)
        server.show_directory()
        reading = Reading(channel.directory)
        assert await reading.go_on() is None
        found = {one.name: one for one in await reading.found()}
        head, clerk = found["鲁广厦"], found["许文"]
        assert (head.userid, head.title, head.paths, head.leads) == (
            "lugx", "局长", (("市住建局",),), (("市住建局",),),
        )  # fmt: skip
        assert clerk.paths == (("市住建局",), ("市住建局", "办公室"))
        assert clerk.leads == (("市住建局", "办公室"),)
        assert (len(found), head.mobile) == (2, None)
        await channel.close()


async def test_a_reading_that_is_too_fast_hears_how_long_to_wait(kit):
    async with kit.serving() as server:
        channel = kit.channel(server.base)
        server.hurry_directory()
        stopped = await Reading(channel.directory).go_on()
        assert isinstance(stopped, Retry)
        assert stopped.after_s >= 1
        await channel.close()


async def test_a_directory_that_is_not_permitted_says_what_to_permit_and_stops_no_message(kit):
    async with kit.serving() as server:
        channel = kit.channel(server.base)
        server.deny_directory()
        stopped = await Reading(channel.directory).go_on()
        assert isinstance(stopped, Refused)
        assert stopped.blame == "config"
        assert "权限" in stopped.error
        assert isinstance(await channel.deliver("text", channel.render(HELLO, "lihua")), Delivered)
        await channel.close()


BACK, STATE = "https://ms.example.gov.cn/login/x/back", "5f" * 32


def test_a_browser_is_sent_to_the_platform_with_where_to_come_back_to_and_what_to_bring(kit):
    login = kit.channel("").login
    ways = [way for way in (login.inside, login.desk) if way]
    assert ways
    for way in ways:
        at = urlsplit(way(BACK, STATE))
        asked = parse_qs(at.query)
        assert (at.scheme, asked["redirect_uri"], asked["state"]) == ("https", [BACK], [STATE])


async def test_a_code_says_which_member_it_is_of(kit):
    async with kit.serving() as server:
        channel = kit.channel(server.base)
        brought = server.know_code("LiHua")
        assert set(brought) <= set(channel.login.codes)
        member = await channel.login.redeem(brought, BACK)
        assert isinstance(member, tuple), member
        assert "lihua" in member
        await channel.close()


@pytest.mark.parametrize(
    ("does", "kind", "blame"),
    [("refuse_code", Refused, "content"), ("know_stranger", Refused, "recipient"), ("lose_login", Unknown | Retry, "")],
)
async def test_a_code_that_says_nothing_of_a_member_lets_nobody_in(kit, does, kind, blame):
    async with kit.serving() as server:
        channel = kit.channel(server.base)
        brought = getattr(server, does)() or {name: "c1" for name in channel.login.codes if name != BRIDGED}
        answer = await channel.login.redeem(brought, BACK)
        assert isinstance(answer, kind), answer
        assert getattr(answer, "blame", "") == blame
        assert isinstance(await channel.deliver(HELLO.kind, channel.render(HELLO, "lihua")), Delivered), (
            "messages go on"
        )
        await channel.close()
