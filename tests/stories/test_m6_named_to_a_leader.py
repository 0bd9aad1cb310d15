"""M6, R4: what stays silent after the call is named to the leader; the holder is told first, 督查室 sees the proof."""

from datetime import date

import pytest
from city_of_stories import BUILDING, HOMES, LAND, PLOTS, City
from office import Office

from models import db, naming, people


async def named(office: Office, leader: str, day: str) -> list[tuple[str, str]]:
    """What the digest of that day may say to this leader."""

    async def body() -> list[tuple[str, str]]:
        post = await people.leader_named(leader)
        found = await naming.named([post.id], date.fromisoformat(day))
        return [(one.assignment.task.number, one.naming.note) for one in found]

    return await db.tx(body)


@pytest.fixture
async def silent(office: Office) -> Office:
    """The land bureau is given one task and says nothing; on Monday evening it is called about."""
    office.city = City(units=(LAND, BUILDING), tasks=(PLOTS, HOMES))
    await office.digests("active")
    await office.open_year()
    await office.say("方建业", "6号由王副局牵头，先调度一次，3月20日报方案")
    await office.at("2026-03-10 17:45")
    for who in office.city.accounts():
        await office.read(who)
    return office


async def test_the_holder_is_told_before_the_office_and_the_office_before_the_leader(silent: Office) -> None:
    await silent.at("2026-03-11 08:45")
    await silent.expect("石守山", "9号", "今天17:00前回一句，否则明天列入分管领导摘要")
    assert await named(silent, "沈在舟", "2026-03-11") == []
    await silent.at("2026-03-11 16:59")
    await silent.expect_without("苏知微", "明天列入")
    await silent.at("2026-03-11 17:01")
    await silent.expect("苏知微", "明天列入分管领导摘要1项", "沈在舟：9号 市自规局 未认领，3月5日到期未更新", "缓报回")
    assert await named(silent, "沈在舟", "2026-03-11") == []
    await silent.say("苏知微", "加 9 已电话了解，下周三补")
    await silent.expect("苏知微", "9号已补上这一句")
    assert await named(silent, "沈在舟", "2026-03-12") == [("9号", "已电话了解，下周三补")]
    assert await named(silent, "韩冬", "2026-03-12") == []
    await silent.say("石守山", "9号由陈副局牵头，先摸底，3月20日报方案")
    assert await named(silent, "沈在舟", "2026-03-12") == []


async def test_the_office_may_hold_a_naming_once_for_two_working_days(silent: Office) -> None:
    await silent.at("2026-03-11 17:01")
    await silent.read("苏知微")
    await silent.say("苏知微", "缓 9")
    await silent.expect("苏知微", "缓报请带一句原因", "没有改动")
    await silent.say("苏知微", "缓 9 路局批复下周二到")
    await silent.expect("苏知微", "9号缓到3月13日")
    assert await named(silent, "沈在舟", "2026-03-12") == []
    await silent.at("2026-03-12 17:30")
    await silent.expect_without("苏知微", "明天列入")
    await silent.at("2026-03-13 17:05")
    await silent.expect("苏知微", "明天列入分管领导摘要1项")
    await silent.say("闻述白", "缓 9 再等等")
    await silent.expect("闻述白", "已缓过一次，没有改动")
    assert await named(silent, "沈在舟", "2026-03-16") == [("9号", "")]
    await silent.say("闻述白", "缓 6 再等等")
    await silent.expect("闻述白", "6号不在要列入摘要的事项里")


async def test_a_word_at_noon_takes_the_line_out_of_the_proof(silent: Office) -> None:
    await silent.at("2026-03-11 12:00")
    await silent.say("石守山", "9号由陈副局牵头，先摸底，3月20日报方案")
    await silent.read("苏知微")
    await silent.at("2026-03-12 09:00")
    await silent.expect_without("苏知微", "明天列入")
    await silent.say("苏知微", "校样")
    await silent.expect("苏知微", "没有要列入")
