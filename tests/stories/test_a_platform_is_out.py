"""The messenger takes nothing for two hours: nobody is blamed, 督查室 is told once, and what waited goes out without a flood."""

import pytest
from city_of_stories import DAMS, LAND, PLOTS, WATER, City
from office import Office

from models.obligations import Obligation
from models.outage import SHORTEST, Outage
from models.outbox import Outbox
from models.rules.obligations import Rung

OFFICE = "苏知微"


@pytest.fixture
async def year(office: Office) -> Office:
    office.city = City(units=(WATER, LAND), tasks=(DAMS, PLOTS))
    await office.open_year()
    return office


async def goes_out(office: Office, status: int = 502) -> None:
    await office.spoil("message/send", status=status, times=100_000)


async def rungs() -> list[tuple[int, int]]:
    return await Obligation.all().order_by("id").values_list("id", "rung")


async def order_while_it_is_out(office: Office) -> None:
    """An order of the day: its own delivery is owed in a quarter of an hour."""
    await office.say(OFFICE, "交办 市水利局 今天下班前报在建水库安全自查情况")
    await goes_out(office)
    await office.tap(OFFICE, "确认下达")


async def told_of_it(office: Office) -> list[str]:
    return [words for words in await office.read(OFFICE) if "没有回应" in words]


async def test_two_hours_at_work_are_on_nobodys_clock_and_the_office_is_told_once(year: Office) -> None:
    await year.at("2026-03-03 09:00")
    await year.read("江河清")
    before = dict(await rungs())
    await order_while_it_is_out(year)
    await year.at("2026-03-03 11:00")
    assert await told_of_it(year) == []
    await year.heal()
    await year.at("2026-03-03 11:15")  # the longest wait of one message that nobody answered is twelve minutes
    [outage] = await Outage.all()
    assert (outage.platform, outage.ended_at is not None, 100 <= outage.minutes <= 135) == ("wecom", True, True)
    await year.expect("江河清", "在建水库安全自查")
    assert before.items() <= dict(await rungs()).items(), "no rung was raised"
    owed = await Obligation.filter(kind="K1")
    assert [(one.state, one.rung < Rung.R3) for one in owed] == [("met", True)], "nobody was to be called"
    assert not await Outbox.filter(state="unknown").exists()
    await year.at("2026-03-05 08:45")
    [words] = await told_of_it(year)
    assert "企业微信3月3日09:00至11:0" in words


async def test_what_waited_through_a_night_comes_without_a_flood(year: Office) -> None:
    await year.at("2026-03-09 20:00")
    for who in year.city.accounts():
        await year.read(who)
    await goes_out(year)
    await year.at("2026-03-10 10:40")
    await year.heal()
    await year.at("2026-03-10 11:40")
    for who in year.city.accounts():
        fresh = await year.read(who)
        assert len(fresh) <= 1, f"{who}：\n" + "\n".join(fresh)
        assert not [words for words in fresh if "电话联系" in words], fresh
    assert not await Outbox.filter(state="unknown").exists()


async def test_some_calls_that_fail_are_no_outage(year: Office) -> None:
    await year.at("2026-03-03 09:00")
    await year.read(OFFICE)
    await year.spoil("message/send", status=502, times=2)
    await year.say("江河清", "我的任务")
    await year.at("2026-03-03 09:05")
    await year.expect("江河清", "5号")
    assert not await Outage.all().exists()


async def test_a_gateway_that_is_out_is_asked_seldom(year: Office) -> None:
    """A hundred messages do not knock at a closed door one after the other."""
    await year.at("2026-03-03 09:00")
    await goes_out(year)
    await year.say("江河清", "我的任务")
    await year.at("2026-03-03 11:00")
    assert (await Outbox.all().order_by("-id").first()).attempts <= 40
    await year.heal()
    await year.at("2026-03-03 11:15")
    await year.expect("江河清", "5号")


async def test_our_own_outage_is_kept_as_a_span(year: Office) -> None:
    await year.at("2026-03-03 10:00")
    await year.away_until("2026-03-04 10:00")
    [outage] = await Outage.all()
    assert (outage.platform, outage.minutes, outage.ended_at - outage.began_at > SHORTEST) == ("", 420, True)
