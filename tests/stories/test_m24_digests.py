"""M24: each leader reads in the morning how his portfolio stands, his aide ten minutes before; a question gets the same figures."""

from dataclasses import replace

import pytest
from city_of_stories import BUILDING, CHIPS, DAMS, HOMES, LAND, PARK, ROADS, WATER, City
from office import Office

from models import files, outbox
from models.outbox import Outbox
from models.rules.standing_picture import from_json

AIDE = ("纪行", "沈在舟", "jixing")
FORESTS_OF_NOBODY = replace(HOMES, seq=10, title="实施国土绿化", goal="完成国土绿化2万亩", lead="市自规局", leader="")
CITY = City(
    units=(BUILDING, WATER, replace(LAND, leader="韩冬"), PARK), tasks=(ROADS, HOMES, DAMS, CHIPS, FORESTS_OF_NOBODY),
    aides=(AIDE,),
)  # fmt: skip


@pytest.fixture
async def summer(office: Office) -> Office:
    """The end of July, every task taken on and reported once; Thursday evening."""
    office.city = CITY
    await office.open_year()
    for head in ("方建业", "江河清", "石守山", "钟启明"):
        await office.tap(head, "认领")
    await office.at("2026-07-30 15:00")
    await office.say("方建业", "3号打通5条，管材未到，8月20日打通6条；6号改造20个")
    await office.say("江河清", "5号完成4座")
    await office.say("石守山", "10号完成1.2万亩")
    await office.say("钟启明", "16号完成投资1亿元，建成厂房1万平方米")
    await office.digests("active")
    for who in office.city.accounts():
        await office.read(who)
    return office


async def test_each_leader_reads_his_own_portfolio_in_the_morning(summer: Office) -> None:
    await summer.at("2026-07-31 07:41")
    await summer.expect("纪行", "沈市长今天的摘要，供您先看", "分管2项")
    await summer.expect_nothing("沈在舟")
    await summer.at("2026-07-31 07:51")
    shen = await summer.expect(
        "沈在舟", "沈市长：7月31日，分管2项：正常2。", "动了：6号 +67、3号 +42", without=("5号", "16号", "10号")
    )
    assert len(shen.splitlines()) <= 5
    await summer.expect("韩冬", "韩市长：7月31日，分管3项：正常2、滞后1。", "要留意：16号慢", "10号", without=("3号",))
    await summer.expect("周行远", "周市长：7月31日，全市5项，平均", "短板：三、产业发展", "高新区1项滞后")
    await summer.at("2026-07-31 08:35")
    await summer.expect_nothing("沈在舟")


async def pictures(office: Office, who: str) -> list[str]:
    return [bubble["media"] for bubble in await office.phone(who) if bubble["kind"] == "image"]


async def test_a_picture_of_the_same_figures_follows_the_words_once(summer: Office) -> None:
    await summer.at("2026-07-31 07:41")
    aide = (await summer.phone("纪行"))[-2:]
    assert [bubble["kind"] for bubble in aide] == ["text", "image"]
    await summer.spoil("message/send", errcode=-1, times=3)  # three leaders' words are late
    await summer.at("2026-07-31 07:50")
    assert await pictures(summer, "沈在舟") == []  # and no picture comes before them
    await summer.restart()
    await summer.at("2026-07-31 08:00")
    shen = (await summer.phone("沈在舟"))[-2:]
    assert [bubble["kind"] for bubble in shen] == ["text", "image"]
    for who in ("沈在舟", "韩冬", "周行远"):
        assert len(await pictures(summer, who)) == 1
    drawn = await summer.download(shen[1]["media"])
    assert drawn.startswith(b"\x89PNG")
    [words, picture] = await Outbox.filter(userid="shenzaizhou", reason__in=["digest", "picture"]).order_by("id")
    value = from_json(await files.content_of(outbox.content_of(picture).file.sha256))
    assert value.title in outbox.content_of(picture).text
    assert "分管2项：正常2。" in outbox.content_of(words).text
    assert (value.title, value.whole.shown) == ("7月31日 沈市长 分管2项", (("green", 2),))
    await summer.at("2026-07-31 17:00")
    assert len(await pictures(summer, "沈在舟")) == 1


async def test_a_picture_that_cannot_be_drawn_holds_up_nobody(summer: Office) -> None:
    await summer.at("2026-07-31 07:41")
    await summer.spoil("message/send", errcode=-1, times=3)
    await summer.at("2026-07-31 07:50")
    await files.StoredFile.all().update(content=b"{}")
    await summer.at("2026-07-31 08:00")
    await summer.expect("沈在舟", "沈市长：7月31日，分管2项")
    row = await Outbox.get(userid="shenzaizhou", reason="picture")
    assert (row.state, row.error) == ("failed", "KeyError: 'legend'")
    await summer.at("2026-07-31 09:00")
    await summer.expect_without("苏知微", "没有送达")


async def test_a_quiet_day_is_one_line_and_a_line_stands_once_a_week(summer: Office) -> None:
    await summer.at("2026-07-31 08:30")
    await summer.expect("韩冬", "要留意：16号慢")
    await summer.at("2026-08-02 12:00")  # Sunday
    await summer.expect_nothing("韩冬")
    await summer.at("2026-08-03 07:55")
    assert await summer.read("韩冬") == ["8月3日，分管3项无变化。"]
    await summer.say("钟启明", "16号完成投资1.2亿元，厂房用地未批，8月25日前办完手续")
    await summer.at("2026-08-04 07:55")
    await summer.expect("韩冬", "要留意：16号慢", "厂房用地未批，8月25日补上（自报）")
    await summer.at("2026-08-11 07:55")
    await summer.expect("韩冬", "要留意：16号慢")  # a week is over


async def test_a_question_is_answered_from_the_same_figures(summer: Office) -> None:
    await summer.at("2026-07-31 09:00")
    await summer.read("韩冬")
    await summer.say("韩冬", "高新区")
    await summer.expect("韩冬", "高新区1项", "滞后1", "🔴16号 建设集成电路产业园 11.2%", "（自报）")
    await summer.say("韩冬", "哪些滞后？")
    await summer.expect("韩冬", "偏慢和滞后1项", "🔴16号 高新区")
    await summer.say("韩冬", "16")
    await summer.expect("韩冬", "🔴16号", "完成投资：1亿元/8亿元（自报）", "按现在的速度要到")
    await summer.say("韩冬", "市住建局")
    await summer.expect("韩冬", "市住建局没有您分管范围内的任务")
    await summer.say("纪行", "分管")
    await summer.expect("纪行", "分管2项", "正常2")
    await summer.say("纪行", "5")
    await summer.expect("纪行", "没有找到")
    await summer.say("周行远", "市住建局情况")
    await summer.expect("周行远", "市住建局2项", "🟢3号")
    await summer.say("苏知微", "哪些滞后")
    await summer.expect("苏知微", "🔴16号 高新区")


async def test_what_was_missed_is_not_sent_late(summer: Office) -> None:
    await summer.away_until("2026-07-31 09:30")
    await summer.expect_nothing("沈在舟")
    await summer.expect_nothing("纪行")
    await summer.say("沈在舟", "分管")  # he may ask
    await summer.expect("沈在舟", "分管2项")
    await summer.at("2026-08-03 07:55")
    await summer.expect("沈在舟", "沈市长：8月3日，分管2项")


async def test_a_leader_without_tasks_yet_is_told_so_once(office: Office) -> None:
    await office.settle_in()
    await office.digests("active")
    await office.at("2026-03-03 07:55")
    await office.expect("沈在舟", "分管任务还没有下达")
    await office.at("2026-03-04 07:55")
    await office.expect_nothing("沈在舟")
