"""M25: 督查室 sets in the chat what goes out when and to whom, sees the next five times first, and changes it without a restart."""

from city_of_stories import BUILDING, LAND, PLOTS, WATER, City
from office import Office

from models.schedules import NAMES

LISTS = len(NAMES)  # that every city has
FIRST = LISTS + 1
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
    await office.expect(
        "苏知微", f"日程{LISTS}条", "晨单", without=("请核对",)
    )  # nothing is saved before it is confirmed
    await office.tap("苏知微", "确认")
    await office.expect("苏知微", f"日程{FIRST}已保存", "首次3月25日（周三）9:00")
    await office.tap("苏知微", "确认", old=True)  # a second tap makes no second schedule
    await office.expect("苏知微", "已经处理过了")
    await office.say("苏知微", "日程")
    await office.expect(
        "苏知微", f"日程{LISTS + 1}条", f"日程{FIRST} 每月25日9:00 给所有联络员（3人）：请核对本月数据，下次3月25日"
    )
    await office.say("苏知微", f"试 日程{FIRST}")
    await office.expect("苏知微", "试发，只发给您", "请核对本月数据\n市政府督查室 3月25日")
    await office.at("2026-03-25 08:59")
    await hush(office)
    await office.restart()
    await office.at("2026-03-25 09:05")
    for who in ("许文", "柳溪", "田野"):
        assert await office.read(who) == ["请核对本月数据\n市政府督查室 3月25日"]
    for who in OTHERS:
        await office.expect_nothing(who)
    await office.say("苏知微", f"日程{FIRST}")
    await office.expect("苏知微", "上次3月25日9:00已发3人", "4月27日（周一）9:00（顺延）")


async def test_schedules_are_changed_paused_and_resumed_and_take_effect_at_once(office: Office) -> None:
    await settle(office)
    await office.say("苏知微", "每周一、周四15:00给市住建局的联络员发：请看本周清单")
    await office.say("苏知微", "确认")
    await office.expect("苏知微", f"日程{FIRST}已保存", "首次3月2日（周一）15:00")
    await office.say("闻述白", f"改 日程{FIRST} 时间 16:00")
    await office.expect("闻述白", f"日程{FIRST} 改为每周一、周四16:00", "3月2日（周一）16:00")
    await office.at("2026-03-02 14:30")
    await office.read("许文")
    await office.say("苏知微", f"改 日程{FIRST} 对象 市水利局联络员")  # two of them change the same at once
    await office.expect("苏知微", "发给市水利局联络员（1人）")
    await office.say("闻述白", "确认")
    await office.expect("闻述白", f"日程{FIRST}已保存")
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
    await office.say("苏知微", f"停 日程{FIRST}")
    await office.expect("苏知微", f"日程{FIRST}已停")
    await office.say("苏知微", f"停 日程{FIRST}")
    await office.expect("苏知微", "已经停着，没有改动")
    await office.at("2026-03-06 09:00")
    await office.expect_nothing("许文")
    await office.say("苏知微", f"恢复 日程{FIRST}")
    await office.expect("苏知微", "下次3月9日（周一）16:00")
    await office.at("2026-03-09 16:10")
    await office.expect("许文", "请看本周清单\n市政府督查室 3月9日")
    await office.say("苏知微", f"删 日程{FIRST}")
    await office.expect("苏知微", f"日程{FIRST}已删")


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
    await office.expect("苏知微", f"日程{LISTS}条")
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
    await office.say("苏知微", f"日程{FIRST}")
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
    said = await office.expect("苏知微", f"日程{FIRST + 2}", "停机错过，按设置不补")
    assert f"日程{FIRST}" in said  # of yesterday's two only the later one was sent
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


async def test_the_lists_of_the_afternoon_are_rows_called_by_their_names(office: Office) -> None:
    office.city = City(units=(LAND,), tasks=(PLOTS,))
    await office.open_year()
    await office.say("苏知微", "收单 改到16:20")
    await office.expect("苏知微", "每个工作日16:20", "3月2日（周一）16:20")
    await office.say("苏知微", "确认")
    await office.expect("苏知微", "已保存")
    await office.say("苏知微", "名单预核 18:30")
    await office.expect("苏知微", "点名校样要在办公时间内发，没有改动")
    await office.say("苏知微", "停 点名校样")
    await office.expect("苏知微", "（点名校样）已停", "没有看过校样，事项就不列入领导摘要")
    await office.at("2026-03-05 16:19")
    await office.read("石守山")
    await office.at("2026-03-05 16:22")  # what is to be taken on today is still open
    await office.expect("石守山", "今天还有", "9号")
    await office.say("苏知微", "日程")
    await office.expect("苏知微", "每个工作日16:20 收单，下次3月6日（周五）16:20", "（已停） 每个工作日17:00 点名校样")
