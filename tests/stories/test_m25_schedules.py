"""M25: 督查室 sets in the chat what goes out when and to whom, sees the next five times first, and changes it without a restart."""

from city_of_stories import BUILDING, LAND, WATER, City
from office import Office

MONTHLY = "每月25日9:00 给所有联络员 发：请核对本月数据"
OTHERS = ("方建业", "石守山", "江河清", "沈在舟", "闻述白", "邹平")


async def settle(office: Office) -> None:
    office.city = City(units=(BUILDING, WATER, LAND), tasks=())
    await office.settle_in()


async def hush(office: Office) -> None:
    for who in office.city.accounts():
        await office.read(who)


async def test_a_sentence_becomes_a_schedule_that_fires_on_its_day_and_only_once_a_person(office: Office) -> None:
    await settle(office)
    await office.say("苏知微", MONTHLY)
    shown = await office.expect(
        "苏知微", "每月25日9:00", "发给所有联络员（3人）", "请核对本月数据", "遇节假日顺延", "［确认］［不存］"
    )
    assert [
        part
        for part in (
            "第1次 3月25日（周三）9:00",
            "第2次 4月27日（周一）9:00（顺延）",
            "第5次 7月27日（周一）9:00（顺延）",
        )
        if part not in shown
    ] == []
    await office.say("苏知微", "日程")
    await office.expect("苏知微", "日程3条", "晨单", without=("请核对",))  # nothing is saved before it is confirmed
    await office.tap("苏知微", "确认")
    await office.expect("苏知微", "日程4已保存", "首次3月25日（周三）9:00")
    await office.tap("苏知微", "确认", old=True)  # a second tap makes no second schedule
    await office.expect("苏知微", "已经处理过了")
    await office.say("苏知微", "日程")
    await office.expect("苏知微", "日程4条", "日程4 每月25日9:00 给所有联络员（3人）：请核对本月数据，下次3月25日")
    await office.say("苏知微", "试 日程4")
    await office.expect("苏知微", "试发，只发给您", "请核对本月数据\n市政府督查室 3月25日")
    await office.at("2026-03-25 08:59")
    await hush(office)
    await office.restart()
    await office.at("2026-03-25 09:05")
    for who in ("许文", "柳溪", "田野"):
        assert await office.read(who) == ["请核对本月数据\n市政府督查室 3月25日"]
    for who in OTHERS:
        await office.expect_nothing(who)
    await office.say("苏知微", "日程4")
    await office.expect("苏知微", "上次3月25日9:00已发3人", "4月27日（周一）9:00（顺延）")


async def test_schedules_are_changed_paused_and_resumed_and_take_effect_at_once(office: Office) -> None:
    await settle(office)
    await office.say("苏知微", "每周一、周四15:00给市住建局的联络员发：请看本周清单")
    await office.say("苏知微", "确认")
    await office.expect("苏知微", "日程4已保存", "首次3月2日（周一）15:00")
    await office.say("闻述白", "改 日程4 时间 16:00")
    await office.expect("闻述白", "日程4 改为每周一、周四16:00", "3月2日（周一）16:00")
    await office.at("2026-03-02 14:30")
    await office.read("许文")
    await office.say("苏知微", "改 日程4 对象 市水利局联络员")  # two of them change the same at once
    await office.expect("苏知微", "发给市水利局联络员（1人）")
    await office.say("闻述白", "确认")
    await office.expect("闻述白", "日程4已保存")
    await office.say("苏知微", "好的")
    await office.expect("苏知微", "刚被别人改过，没有保存")
    await office.at("2026-03-02 16:10")
    await office.expect("许文", "请看本周清单")
    await office.expect_nothing("柳溪")
    await office.say("苏知微", "未来30天")
    await office.expect(
        "苏知微",
        "未来30天，通知8次，另有晨单",
        "3月5日（周四）16:00 市住建局的联络员（1人）：请看本周清单",
        "一人最多8条（许文）",
    )
    await office.say("苏知微", "停 日程4")
    await office.expect("苏知微", "日程4已停")
    await office.say("苏知微", "停 日程4")
    await office.expect("苏知微", "已经停着，没有改动")
    await office.at("2026-03-06 09:00")
    await office.expect_nothing("许文")
    await office.say("苏知微", "恢复 日程4")
    await office.expect("苏知微", "下次3月9日（周一）16:00")
    await office.at("2026-03-09 16:10")
    await office.expect("许文", "请看本周清单\n市政府督查室 3月9日")
    await office.say("苏知微", "删 日程4")
    await office.expect("苏知微", "日程4已删")


async def test_what_is_wrong_is_named_and_nothing_is_saved(office: Office) -> None:
    await settle(office)
    for said, answer in (
        ("每周八9:00给所有联络员发：请核对", "没看懂什么时候发"),
        ("每月25日9:00给火星局发：请核对", "没找到发给谁：“火星局”"),
        ("每月25日9:00给各县区联络员发：请核对", "各县区联络员里现在没有一个人，没有保存"),
        ("每年1月1日9:00，遇节假日不发，给所有联络员发：新年好", "往后没有一次会发，没有保存"),
        ("停 日程9", "没有日程9，没有改动"),
        ("删 日程1", "晨单是必备的清单，不能删"),
        ("改 日程1 内容 早", "只能改时间"),
        ("改 日程1 时间 7:00", "晨单要在办公时间内发，没有改动"),
    ):
        await office.say("苏知微", said)
        await office.expect("苏知微", answer)
    await office.say("苏知微", MONTHLY)
    await office.tap("苏知微", "不存")
    await office.expect("苏知微", "好的，没有保存")
    await office.say("苏知微", "日程")
    await office.expect("苏知微", "日程3条")
    await office.say("方建业", MONTHLY)  # only 督查室 sets schedules
    await office.say("方建业", "日程")
    await office.expect_without("方建业", "日程1", "确认")


async def test_quiet_hours_and_budget_hold_for_broadcasts_and_the_same_words_are_never_said_twice(
    office: Office,
) -> None:
    await settle(office)
    for said in (
        "3月3日7:00给市住建局联络员发：今天来取文件",
        "3月3日10:30给市住建局联络员发：今天来取文件",  # the very same words
        "3月3日10:30给市住建局联络员、方建业发：下午开会",
        "3月3日10:31给市住建局联络员发：带上报表",
    ):
        await office.say("苏知微", said)
        await office.say("苏知微", "确认")
    await office.say("苏知微", "日程4")
    await office.expect("苏知微", "办公时间外不打扰，8:40送达")
    await office.at("2026-03-03 08:39")
    await office.read("方建业")
    await office.expect_nothing("许文")
    await office.at("2026-03-03 09:00")
    assert await office.read("许文") == ["今天来取文件\n市政府督查室 3月3日"]
    await office.at("2026-03-03 10:32")
    assert await office.read("许文") == ["下午开会\n市政府督查室 3月3日"]
    assert await office.read("方建业") == ["下午开会\n市政府督查室 3月3日"]
    await office.at("2026-03-03 12:01")
    await office.expect_nothing("许文")  # ninety minutes between two
    await office.at("2026-03-03 14:01")
    assert await office.read("许文") == ["带上报表\n市政府督查室 3月3日"]


async def test_after_an_outage_there_is_one_message_a_person_and_what_was_skipped_is_listed(office: Office) -> None:
    await settle(office)
    for said in (
        "每个工作日9:00给所有联络员发：请看今天的清单",
        "3月4日10:00给所有联络员发：明天交材料",
        "3月4日11:00给所有联络员（错过不补）发：十二点前回电",
    ):
        await office.say("苏知微", said)
        await office.say("苏知微", "确认")
    await office.at("2026-03-03 18:00")
    await hush(office)
    await office.away_until("2026-03-05 10:00")
    assert await office.read("许文") == [
        "市政府督查室通知2件：\n明天交材料（督查室3月4日）\n请看今天的清单（督查室3月5日）"
    ]
    await office.at("2026-03-06 08:45")
    said = await office.expect("苏知微", "日程6", "停机错过，按设置不补")
    assert "日程4" in said  # of yesterday's two only the later one was sent
    assert "停机错过，后一次也已到点" in said


async def test_the_morning_list_is_a_schedule_like_any_other(office: Office) -> None:
    await settle(office)
    await office.say("苏知微", "改 日程1 时间 9:10")
    await office.expect("苏知微", "日程1 改为每个工作日9:10", "3月2日（周一）9:10")
    await office.say("苏知微", "确认")
    await office.import_plan(City(units=(BUILDING, WATER, LAND)))
    await office.dispatch()
    await office.at("2026-03-06 09:05")
    await office.read("石守山")
    await office.at("2026-03-06 09:12")
    await office.expect("石守山", "待认领")
