"""WeCom's groups: those that the app makes, and robots behind a webhook whose key nobody keeps."""

import json

import pytest
import wecom_parts
from qyapi_double import hang, qyapi

from bot.channels import wecom_groups
from bot.channels.wecom import WeComChannel
from models.messages import Delivered, Outgoing, OutgoingKind, Refused, Retry, Unknown, group_address

KEY = "693a91f6-7xxx-4bc4-97a0-0ec2sifa5aaa"
HELLO = Outgoing(OutgoingKind.TEXT, "9月进展榜 <@all>", ref="7")
NEW = Outgoing(OutgoingKind.GROUP, "城建专班", members=("lihua", "zhangwei"))
ROBOT, APP = group_address("webhook:城建"), group_address("mashang01")


@pytest.mark.parametrize(
    ("setting", "found"),
    [
        ("", {}),
        (KEY, {"": KEY}),
        (f"城建={KEY}, 防汛=k2", {"城建": KEY, "防汛": "k2"}),
        (f"城建={KEY}\n防汛=k2\n", {"城建": KEY, "防汛": "k2"}),
    ],
)
def test_keys_of_robots_by_name(setting, found):
    assert wecom_groups.keys(setting) == found


def test_what_is_kept_of_a_post_by_webhook_holds_no_key_and_calls_on_nobody():
    body = wecom_parts.channel(webhook_keys=f"城建={KEY}").render(HELLO, ROBOT)
    assert KEY not in body.decode()
    assert "<@" not in body.decode()


async def test_a_post_by_webhook_goes_by_its_key_alone():
    async with qyapi(wecom_parts.SECRET) as double:
        double.will("webhook/send", {"errcode": 0, "errmsg": "ok"})
        channel = wecom_parts.channel(api_base=double.base, webhook_keys=f"城建={KEY}")
        assert isinstance(await channel.deliver("text", channel.render(HELLO, ROBOT)), Delivered)
        [(path, query, body)] = double.calls
        assert (path, query) == ("webhook/send", {"key": KEY})
        assert json.loads(body) == {"msgtype": "text", "text": {"content": "9月进展榜 ＜@all>"}}
        await channel.close()


@pytest.mark.parametrize(
    ("answer", "kind", "blame"),
    [
        ({"errcode": 93000, "errmsg": "invalid webhook url"}, Refused, "recipient"),
        ({"errcode": 93004, "errmsg": "bot stopped"}, Refused, "recipient"),
        ({"errcode": 45009, "errmsg": "api freq out of limit"}, Retry, "message"),
        ({"errcode": -1, "errmsg": "busy"}, Retry, "message"),
        (hang, Unknown, ""),
    ],
)
async def test_what_becomes_of_a_post_by_webhook(answer, kind, blame):
    async with qyapi(wecom_parts.SECRET) as double:
        double.will("webhook/send", answer)
        given = wecom_parts.settings(api_base=double.base, webhook_keys=f"城建={KEY}")
        channel = WeComChannel(given, now=lambda: wecom_parts.NOON, timeout_s=0.3)
        outcome = await channel.deliver("text", channel.render(HELLO, ROBOT))
        assert isinstance(outcome, kind)
        assert getattr(outcome, "blame", getattr(outcome, "scope", "")) == blame
        assert KEY not in repr(outcome)
        await channel.close()


async def test_a_robot_whose_key_is_not_in_the_settings_waits_for_it():
    channel = wecom_parts.channel()
    outcome = await channel.deliver("text", channel.render(HELLO, ROBOT))
    assert isinstance(outcome, Refused)
    assert outcome.blame == "config"
    assert "WECOM_WEBHOOK_KEY" in outcome.error


async def test_a_group_is_made_with_its_owner_first_and_twice_is_once():
    async with qyapi(wecom_parts.SECRET) as double:
        double.will("appchat/create", {"errcode": 0, "errmsg": "ok", "chatid": "mashang01"})
        double.will("appchat/create", {"errcode": 86215, "errmsg": "chatid exist"})
        channel = wecom_parts.channel(api_base=double.base)
        body = channel.render(NEW, APP)
        assert await channel.deliver("group", body) == await channel.deliver("group", body) == Delivered("mashang01")
        assert double.bodies("appchat/create")[0] == {
            "chatid": "mashang01", "name": "城建专班", "owner": "lihua", "userlist": ["lihua", "zhangwei"],
        }  # fmt: skip
        await channel.close()


@pytest.mark.parametrize("members", [(), ("lihua",), ("lihua", "lihua"), ("lihua", "名字")])
def test_nobody_alone_is_a_group(members):
    with pytest.raises(ValueError, match="members"):
        wecom_parts.channel().render(Outgoing(OutgoingKind.GROUP, "城建专班", members=members), APP)


async def test_an_app_that_may_make_no_groups_goes_on_with_its_people():
    async with qyapi(wecom_parts.SECRET) as double:
        double.will("appchat/create", {"errcode": 48002, "errmsg": "api forbidden"})
        channel = wecom_parts.channel(api_base=double.base)
        outcome = await channel.deliver("group", channel.render(NEW, APP))
        assert isinstance(outcome, Refused)
        assert "根部门" in outcome.error
        assert isinstance(await channel.deliver("text", channel.render(HELLO, "lihua")), Delivered)
        await channel.close()
