"""M6: a task with two lead units: each takes its part on, the first reports for all, and figures are never summed."""

from dataclasses import replace

from city_of_stories import BUILDING, HOMES, ROADS, WATER, City
from office import Office

from models.obligations import Obligation
from models.people import Unit


async def owed_by(short: str) -> set[str]:
    unit = await Unit.get(name={"市住建局": BUILDING.name, "市水利局": WATER.name}[short])
    return set(await Obligation.filter(unit_id=unit.id, state="open").values_list("kind", flat=True))


async def test_only_the_first_of_two_lead_units_owes_the_report(office: Office) -> None:
    both = replace(ROADS, lead="市住建局、市水利局", support="")
    office.city = City(units=(BUILDING, WATER), tasks=(both, HOMES))
    await office.open_year()
    assert await owed_by("市住建局") == {"K2", "K5"}
    assert await owed_by("市水利局") == {"K2"}
    await office.say("方建业", "都由王副局牵头，先调度一次，3月13日报方案")
    await office.say("江河清", "3号由李科牵头，先摸底，3月13日报方案")
    await office.expect("江河清", "3号已认领", "李科")
    assert await owed_by("市住建局") == {"K3", "K4", "K5"}
    assert await owed_by("市水利局") == set()
    await office.at("2026-03-25 08:45")
    await office.expect("方建业", "3号", "月报")
    await office.expect_without("江河清", "月报")
    await office.say("江河清", "3号打通12条")  # his part; it is the first who says that all is done
    await office.expect("江河清", "打通断头路12条")
    assert await owed_by("市水利局") == set()
    await office.say("方建业", "3号打通2条")
    await office.expect("方建业", "打通断头路2条（共12条")
    await office.say("方建业", "3号打通12条")
    assert "K6" in await owed_by("市住建局")
    await office.at("2026-03-27 08:45")
    await office.expect("方建业", "3号", "已达目标待报结")
    await office.expect_without("江河清", "待报结")
