"""M24, M15: what the digest puts before a leader he decides on his phone, one by one; both sides hear of it."""

import pytest
from city_of_stories import BUILDING, HOMES, LAND, PIPES, ROADS
from office import Office
from test_m15_the_deputy_secretary_general import WithSecretary

AIDE = ("纪行", "沈在舟", "jixing")


@pytest.fixture
async def waiting(office: Office) -> Office:
    """Two requests for help, a dispute and an extension that 督查室 proposed; Monday afternoon, every phone read."""
    office.city = WithSecretary(units=(BUILDING, LAND), tasks=(ROADS, HOMES, PIPES), aides=(AIDE,))
    await office.open_year()
    await office.say("方建业", "都由邹平牵头，4月10日前报分步节点")
    await office.at("2026-03-09 10:30")
    await office.say("方建业", "3号 转市自规局：请批用地指标200亩")
    await office.say("方建业", "6号 转市自规局：请出具规划意见")
    await office.say("方建业", "13号不属我局职责，应由市自规局牵头")
    await office.say("方建业", "3号申请延期到7月20日，铁路涵洞审批没下来")
    await office.tap("苏知微", "建议同意")
    await office.digests("active")
    await office.at("2026-03-09 15:00")
    await all_read(office)
    return office


async def all_read(office: Office) -> None:
    for who in office.city.accounts():
        await office.read(who)


async def test_a_leader_decides_what_the_digest_put_before_him(waiting: Office) -> None:
    await waiting.at("2026-03-10 07:55")
    await waiting.expect("纪行", "请您定4件：", without=("回“请您定”",))
    await waiting.expect("沈在舟", "请您定4件：", "，回“请您定”逐件定。")
    await waiting.say("纪行", "请您定")
    await waiting.expect("纪行", "等领导定4件：", "3号市住建局求助：请批用地指标200亩", "由领导本人回")
    await waiting.say("韩冬", "待我定")
    await waiting.expect("韩冬", "没有等您定的事。")

    await waiting.say("沈在舟", "请您定")
    cards = "\n".join(await waiting.read("沈在舟"))
    assert cards.index("求助 市住建局 → 市自规局") < cards.index("“请出具规划意见”") < cards.index("3号 延期请您定")
    assert "3月9日提出，应于3月12日答复" in cards
    assert cards.endswith("另有1件，定完这几件再回“请您定”。")
    await waiting.tap("沈在舟", "同意延期")
    await waiting.expect("沈在舟", "3号已同意延到7月20日")
    await waiting.tap("沈在舟", "再等等")
    await waiting.expect("沈在舟", "6号先等市自规局答复，周二（3月17日）还没答复再请您定")
    await waiting.read("顾同")
    await waiting.tap_twice("沈在舟", "请秘书长协调")
    await waiting.expect("沈在舟", "3号已请市政府副秘书长协调", "周五（3月13日）", "双方都会知道")
    await waiting.at("2026-03-10 10:30")
    [card] = await waiting.read("顾同")
    assert "沈在舟请您协调，周五（3月13日）" in card
    assert "“请市自规局批用地指标200亩”" in card
    await waiting.say("沈在舟", "请您定")
    [left] = await waiting.read("沈在舟")
    assert "13号市住建局对分工有异议" in left
    assert "3月12日前由督查室裁定，逾期请副秘书长定" in left
    await waiting.say("沈在舟", "3 请秘书长协调")
    await waiting.expect("沈在舟", "3号已在请市政府副秘书长协调", "没有改动")
    for who in ("方建业", "石守山"):
        await waiting.expect(who, "3号市住建局的求助，沈在舟已请市政府副秘书长协调")
    await waiting.tap("顾同", "我来协调")
    await waiting.at("2026-03-10 15:00")
    await waiting.expect("方建业", "3号求助有答复：市政府副秘书长", "由我协调")

    await waiting.at("2026-03-11 08:45")
    await waiting.expect("沈在舟", "请您定1件：13号市住建局对分工有异议", without=("3号市住建局求助", "逐件定"))
    await waiting.say("苏知微", "维持 13")
    await waiting.say("沈在舟", "待定")
    await waiting.expect("沈在舟", "没有等您定的事；您定过的1件还没有答复。")

    await waiting.at("2026-03-17 08:00")
    await waiting.expect("沈在舟", "请您定1件：6号市住建局求助：请出具规划意见")
    await waiting.say("沈在舟", "请您定")
    await waiting.expect("沈在舟", "6号 求助请您定")
    await waiting.say("周行远", "6号列入专题会")
    await waiting.expect("周行远", "6号已列入专题会清单", "议定后回“专题会 6 已定：…”")
    await waiting.tap("沈在舟", "再等等", old=True)
    await waiting.expect("沈在舟", "已经处理")
    await waiting.say("沈在舟", "6号再等等")
    await waiting.expect("沈在舟", "没有6号待答复的求助，没有改动")
    await waiting.say("苏知微", "专题会")
    await waiting.expect("苏知微", "待上专题会1件", "6号 市住建局→市自规局：“请出具规划意见”（3月9日起，周行远列入）")
    await waiting.at("2026-03-17 08:45")
    for who in ("方建业", "石守山"):
        await waiting.expect(who, "6号市住建局的求助，周行远已列入专题会，不用再答复，议定后告知")
