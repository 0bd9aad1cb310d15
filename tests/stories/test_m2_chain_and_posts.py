"""M2: a broken chain is seen before anything is sent; a post that changes hands takes along what is open."""

from city_of_stories import City
from office import Office

from models.people import Person


async def test_gaps_are_listed_before_anything_is_sent(office: Office) -> None:
    await office.settle_in(City().with_unit("市水利局", account=""))
    await office.import_plan()
    found = {(gap.number, gap.what, gap.blocks) for gap in await office.gaps()}
    assert ("11号", "市统计局没有主要负责人", True) in found
    assert ("5号", "市水利局江河清没有可用的账号", True) in found
    for who in ("方建业", "石守山", "柳溪"):
        await office.expect_nothing(who)


async def test_a_unit_nobody_can_reach_is_told_to_the_office_and_not_dispatched(office: Office) -> None:
    await office.open_year()
    await office.say("苏知微", "未认领")
    await office.expect("苏知微", "市住建局", without=("市统计局", "11号"))

    await office.settle_in(City().with_unit("市统计局", head="数明", account="shuming"))
    await office.dispatch()
    await office.pass_time(5)
    await office.expect("数明", "市统计局承担重点任务1项", "11号")


async def test_a_new_head_inherits_what_is_open_and_the_old_one_is_left_alone(year: Office) -> None:
    await year.tap("石守山", "认领")
    await year.read("石守山")
    result = await year.settle_in(City().with_unit("市自规局", head="岳新", account="yuexin"))
    year.knows_phone("石守山", "shishoushan")
    assert result.handed_over == ["市自规局单位负责人：石守山 → 岳新"]

    await year.at("2026-03-25 09:00")
    await year.expect("岳新", "9号", "10号")
    await year.expect_nothing("石守山")
    await year.say("岳新", "9号已处置900亩，10号造林0.5万亩")
    await year.expect("岳新", "900亩", "0.5万亩")
    await year.say("石守山", "9号处置了100亩")
    await year.expect_without("石守山", "已登记")


async def test_ids_that_were_swapped_by_a_slip_are_put_right_by_the_next_import(office: Office) -> None:
    await office.settle_in(
        City().with_unit("市水利局", account="shishoushan").with_unit("市自规局", account="jiangheqing")
    )
    put_right = await office.settle_in(City())
    assert (put_right.people, put_right.handed_over, put_right.notes) == (0, [], [])
    await office.import_plan()
    await office.dispatch()
    await office.at("2026-03-02 08:45")
    await office.expect("江河清", "市水利局承担重点任务2项")
    await office.expect("石守山", "市自规局承担重点任务2项")


async def test_one_id_written_to_two_heads_reaches_neither_until_it_is_put_right(office: Office) -> None:
    await office.settle_in(City().with_unit("市自规局", account="jiangheqing"))
    await office.import_plan()
    found = {gap.what for gap in await office.gaps() if gap.blocks}
    assert {"市水利局江河清没有可用的账号", "市自规局石守山没有可用的账号"} <= found

    await office.settle_in(City())
    await office.dispatch()
    await office.at("2026-03-02 08:45")
    await office.expect("江河清", "市水利局承担重点任务2项")


async def test_an_id_left_over_from_the_last_head_gives_the_new_one_no_old_name(office: Office) -> None:
    await office.settle_in()
    result = await office.settle_in(City().with_unit("市自规局", head="岳新"))
    assert result.handed_over == ["市自规局单位负责人：石守山 → 岳新"]
    assert result.notes == ["企业微信账号“shishoushan”由石守山转到岳新名下，请核对。"]
    assert {person.name for person in await Person.all()} >= {"石守山", "岳新"}
