"""M23: whatever a head does, he does it on his phone: a tap, a line, a picture."""

from dataclasses import replace

import pytest
from city_of_stories import BUILDING, DAMS, GAS, HOMES, LAND, PARK, PIPES, PLOTS, ROADS, VILLAGES, WATER, City
from office import Office

from models.outbox import Outbox

SMALL = City(units=(BUILDING, WATER, LAND), tasks=(ROADS, HOMES, PIPES, GAS, DAMS, VILLAGES, PLOTS))


@pytest.fixture
async def given(office: Office) -> Office:
    """Three bureaus with what they were given this morning; nobody has answered yet."""
    office.city = SMALL
    await office.open_year()
    return office


@pytest.fixture
async def taken(given: Office) -> Office:
    """The same, with everything taken on."""
    await given.say("方建业", "都由王副局牵头，3月13日报方案")
    await given.tap("江河清", "认领")
    for who in ("方建业", "江河清"):
        await given.read(who)
    return given


async def test_a_bare_receipt_is_asked_for_the_first_step(given: Office) -> None:
    await given.say("江河清", "收到")
    await given.expect("江河清", "5、8号还请补一句", "先做什么、哪天")
    await given.say("江河清", "都由陈副局牵头，先摸底，3月20日报方案")
    await given.expect("江河清", "5、8号已认领", "陈副局", "3月20日")


async def test_one_of_many_is_taken_on_and_the_rest_after_it(given: Office) -> None:
    await given.say("方建业", "3号由张科牵头，3月13日报方案")
    await given.expect("方建业", "3号已认领", "张科", "还有3项待认领", without=("6号",))
    await given.say("方建业", "其余的也认领")
    await given.expect("方建业", "6、13、20号还请补一句")
    await given.say("方建业", "其余的都由李总工牵头，13号前报方案")
    await given.expect("方建业", "6、13、20号已认领", "李总工", "周五（3月13日）")


async def test_each_task_gets_its_own_leader_in_one_line(given: Office) -> None:
    await given.say("方建业", "3号由张科牵头，6号由李科牵头，其余我抓，3月13日报方案")
    words = await given.expect("方建业", "3号已认领：牵头张科", "6号已认领：牵头李科", "13、20号已认领：牵头本人")
    assert "待认领" not in words
    await given.say("方建业", "更正 6号由王科牵头")
    await given.expect("方建业", "已更正：6号已认领：牵头王科")


async def test_all_are_taken_on_by_the_words_that_the_message_offers(office: Office) -> None:
    """More than six tasks come as one text, which has no buttons."""
    more = tuple(replace(HOMES, seq=30 + n, title=f"实施第{n}批片区更新") for n in range(4))
    office.city = City(units=(BUILDING,), tasks=(ROADS, HOMES, PIPES, *more))
    await office.settle_in()
    await office.import_plan()
    await office.dispatch()
    await office.at("2026-03-02 08:45")
    await office.expect("方建业", "承担重点任务7项", "33号", "全部认领", "周一（3月16日）")
    await office.say("方建业", "全部认领")
    await office.expect("方建业", "3、6、13号等7项已认领", "周一（3月16日）")


async def test_tasks_are_looked_at_one_by_one(given: Office) -> None:
    await given.tap("方建业", "逐项看")
    await given.expect("方建业", "3号 打通城区断头路", "全年打通断头路12条", "［认领·3月16日报］［不属我局职责］")
    await given.tap("方建业", "不属我局职责")
    await given.expect("方建业", "不属贵局职责、建议由哪个单位承担")
    await given.say("方建业", "应由市自规局负责，管网用地在他们那里")
    await given.expect("方建业", "13号的意见已转督查室裁定")
    await given.next_morning()
    await given.expect("苏知微", "市住建局对13号提出异议", "管网用地")


async def test_which_of_several_is_contested_is_asked_once(given: Office) -> None:
    await given.say("江河清", "这项由市林业局承担更合适")
    await given.expect("江河清", "是哪几项", "5号 实施病险水库", "8号", without=("已转督查室",))
    await given.say("江河清", "8")
    await given.expect("江河清", "8号的意见已转督查室裁定")
    await given.say("苏知微", "异议")
    await given.expect("苏知微", "待裁定1项", "8号", "由市林业局承担更合适", without=("5号",))


async def test_a_bottom_line_wants_the_heads_own_words(given: Office) -> None:
    await given.tap("方建业", "认领")
    await given.expect("方建业", "20号", "亲自回一句", "谁牵头")
    await given.say("许文", "20号由方局牵头，明天开会")
    await given.expect("许文", "20号", "须负责人本人回一句", without=("已认领：",))
    await given.say("方建业", "我牵头，明天开会排查")
    await given.expect("方建业", "20号已认领", "本人")


async def test_what_a_leader_watches_wants_the_heads_own_words(given: Office) -> None:
    await given.say("韩冬", "盯 5")
    await given.read("韩冬")
    await given.tap("江河清", "认领")
    await given.expect("江河清", "5号", "亲自回一句")


async def test_two_quick_taps_are_one(given: Office) -> None:
    await given.tap_twice("江河清", "认领")
    said = await given.read("江河清")
    assert sum("5、8号已认领" in words for words in said) == 1
    assert sum("已经处理过了，没有改动" in words for words in said) == 1
    await given.say("江河清", "撤销")
    await given.expect("江河清", "已撤销5、8号")


async def test_an_old_card_changes_nothing_and_says_so(given: Office) -> None:
    await given.say("江河清", "都由陈副局牵头，3月20日报方案")
    await given.read("江河清")
    await given.tap("江河清", "认领", old=True)
    await given.expect("江河清", "已经处理过了", "没有改动")
    await given.say("江河清", "进度 5")
    await given.expect("江河清", "已认领")


async def test_several_tasks_are_reported_in_one_message(taken: Office) -> None:
    await taken.say("方建业", "3号打通5条，剩下的卡在铁路涵洞审批；6号改造8个；13号建成管网18公里、投资1.2亿元")
    await taken.expect(
        "方建业",
        "已登记3项",
        "3号：打通断头路5条（共12条，42%）",
        "6号：改造老旧小区8个",
        "18公里（共40公里",
        "铁路涵洞",
    )
    await taken.say("方建业", "进度 13")
    await taken.expect(
        "方建业", "新建雨污管网：18公里/40公里（自报）", "上次：“13号建成管网18公里", without=("断头路5条",)
    )


async def test_a_number_that_is_somebody_elses_is_not_passed_over(taken: Office) -> None:
    await taken.say("方建业", "3号打通5条，9号也完成了100亩")
    await taken.expect("方建业", "打通断头路5条", without=("100亩",))
    await taken.say("方建业", "9号完成了100亩")
    await taken.expect("方建业", "没有找到您名下的9号")
    await taken.say("石守山", "进度 9")
    await taken.expect("石守山", "已下达", without=("100亩",))


async def test_what_was_said_wrongly_is_corrected_and_taken_back(taken: Office) -> None:
    await taken.say("方建业", "3号打通5条，6月20日前再打通1条")
    await taken.expect("方建业", "5条（共12条，42%）", "6月20日")
    await taken.say("方建业", "更正 3号打通4条")
    await taken.expect("方建业", "已更正：3号", "4条（共12条，33%）", "6月20日")
    await taken.say("方建业", "撤销")
    await taken.expect("方建业", "已撤销3号")
    await taken.say("方建业", "进度 3")
    await taken.expect("方建业", "打通断头路：5条/12条")
    await taken.say("方建业", "撤销")
    await taken.say("方建业", "进度 3")
    await taken.expect("方建业", "已认领", without=("5条/12条",))
    await taken.say("方建业", "撤销")
    await taken.expect("方建业", "没有可撤销的内容", "没有改动")


async def test_one_word_takes_back_all_that_one_message_said(taken: Office) -> None:
    await taken.say("方建业", "3号打通5条，6号改造8个")
    await taken.read("方建业")
    await taken.say("方建业", "更正 打通6条")
    await taken.expect("方建业", "上一条说了3号、6号", "请带上编号")
    await taken.say("方建业", "撤销")
    await taken.expect("方建业", "已撤销3、6号")
    await taken.say("方建业", "我的任务")
    await taken.expect("方建业", "3号", without=("42%", "推进中"))


async def test_a_bare_number_shows_the_task_unless_it_answers_a_question(taken: Office) -> None:
    await taken.say("江河清", "5")
    await taken.expect("江河清", "5号 实施病险水库除险加固", "韩冬 → 市水利局 江河清 → 柳溪")
    await taken.say("江河清", "进展不错，到现在完成4座了")
    await taken.expect("江河清", "是报哪一项", "［5号］［8号］［都不是］")
    await taken.say("江河清", "5号")
    await taken.expect("江河清", "5号已登记", "4座（共6座")
    await taken.tap("江河清", "8号", old=True)
    await taken.expect("江河清", "已经处理过了")
    await taken.say("江河清", "5")
    await taken.expect("江河清", "5号 实施病险水库除险加固")


async def test_words_that_fit_no_task_are_asked_about_once_and_then_go_to_a_person(taken: Office) -> None:
    await taken.say("江河清", "上次会上说的那个事情已经办了")
    await taken.expect("江河清", "是报哪一项")
    await taken.tap("江河清", "都不是")
    await taken.expect("江河清", "原话已留存", "督查室")
    await taken.next_morning()
    await taken.expect("苏知微", "江河清来话未归到任务", "上次会上说的")


async def test_a_picture_without_a_task_is_asked_for_its_number(taken: Office) -> None:
    await taken.pass_time(300)
    await taken.send_picture("江河清")
    await taken.expect("江河清", "是哪一项的")
    await taken.say("江河清", "5")
    await taken.expect("江河清", "图片已存为5号的依据")


async def test_a_voice_message_is_kept_and_words_are_asked_for(given: Office) -> None:
    await given.speak("江河清")
    await given.expect("江河清", "打一句字")


async def test_every_question_has_its_answer(taken: Office) -> None:
    await taken.say("江河清", "帮助")
    await taken.expect("江河清", "报结", "更正", "为什么提醒我")
    await taken.say("江河清", "我的任务")
    await taken.expect("江河清", "您手上2项", "5号", "8号", without=("3号",))
    await taken.say("江河清", "今日")
    await taken.expect("江河清", "3月2日，没有今天到期")
    await taken.say("江河清", "8号怎么样了")
    await taken.expect("江河清", "8号 提升农村供水保障水平")
    await taken.press_menu("江河清", "my_tasks")
    await taken.expect("江河清", "您手上2项")
    await taken.press_menu("江河清", "today")
    await taken.expect("江河清", "3月2日")
    await taken.press_menu("江河清", "help")
    await taken.expect("江河清", "报结")
    await taken.say("江河清", "为什么提醒我")
    await taken.expect("江河清", "3个工作日内认领", "已经停了")


async def test_a_question_an_extension_and_a_handoff_are_heard(taken: Office) -> None:
    await taken.say("江河清", "5号含不含在建的，口径怎么算？")
    await taken.expect("江河清", "5号", "已转督查室", "答复")
    await taken.say("江河清", "5号申请延期到12月20日，汛期影响施工")
    await taken.expect("江河清", "5号延期申请", "12月20日", "不催办、不计时")
    await taken.say("江河清", "8号让张科盯着")
    await taken.expect("江河清", "张科", "责任仍在贵局")
    await taken.say("江河清", "8号转给市应急局办")
    await taken.expect("江河清", "须督查室裁定", "8号不属我局职责")
    await taken.next_morning()
    await taken.expect("苏知微", "5号 市水利局问")


async def test_a_blocker_is_shown_back_and_nothing_leaves_the_unit(taken: Office) -> None:
    await taken.say("江河清", "5号征地卡住了，需要市自规局批用地")
    await taken.expect("江河清", "困难：征地卡住", "需市自规局批用地", "尚未转出")
    await taken.next_morning()
    await taken.expect_without("石守山", "征地")


async def test_the_half_that_is_missing_is_asked_for_once(office: Office) -> None:
    office.city = City(units=(BUILDING,), tasks=(PIPES,))
    await office.open_year()
    await office.say("方建业", "13号建成管网18公里")
    await office.expect("方建业", "已认领并登记", "18公里", "还有一项“完成投资”", "目标3.2亿元")
    await office.say("方建业", "投资1.2亿元")
    await office.expect("方建业", "完成投资1.2亿元", without=("还有一项",))
    await office.say("方建业", "进度 13")
    await office.expect("方建业", "18公里/40公里", "1.2亿元/3.2亿元", "推进中")


async def test_a_complaint_is_heard_and_changes_nothing(given: Office) -> None:
    await given.say("江河清", "别催了，烦死了")
    await given.expect("江河清", "您的意见已转督查室", without=("已登记",))
    await given.say("江河清", "我在开会，11点再说")
    await given.expect("江河清", "您先忙", "到11:00前", "不计时", without=("已登记", "已认领"))
    await given.say("江河清", "5号正在积极推进")
    await given.expect("江河清", "5号还请补一句", without=("已登记",))
    await given.say("江河清", "我的任务")
    await given.expect("江河清", "5号 实施病险水库除险加固 已下达")
    await given.next_morning()
    await given.expect("苏知微", "江河清对提醒有意见")


async def test_a_document_number_and_a_date_are_no_task_numbers(taken: Office) -> None:
    await taken.say("方建业", "6号改造8个，依据青政办发〔2026〕3号文，3月13号前再改造2个")
    await taken.expect("方建业", "6号已登记：改造老旧小区8个", "周五（3月13日）", without=("13号：", "3号："))


async def test_the_same_number_in_two_plans_is_asked_about(taken: Office) -> None:
    other = replace(PLOTS, seq=5, title="盘活闲置校舍", goal="盘活闲置校舍7处", lead="市水利局")
    await taken.import_plan(
        City(units=SMALL.units, tasks=(other,)), title="青岚市2026年民生实事项目责任分解表", paper="青政办发〔2026〕8号"
    )
    await taken.dispatch()
    await taken.pass_time(120)
    await taken.read("江河清")
    await taken.say("江河清", "5号总体完成一半")
    await taken.expect("江河清", "是报哪一项", "5号实施病险水…", "5号盘活闲置校舍")
    await taken.tap("江河清", "5号盘活")
    await taken.expect("江河清", "5号")
    await taken.say("江河清", "5号水库完成2座")
    await taken.expect("江河清", "完成病险水库除险加固2座（共6座")


async def test_the_conversation_goes_on_after_a_restart(given: Office) -> None:
    await given.say("江河清", "收到")
    await given.expect("江河清", "还请补一句")
    before = await given.now()
    await given.restart()
    assert await given.now() >= before
    await given.say("江河清", "由陈副局牵头，3月20日报方案")
    await given.expect("江河清", "5、8号已认领")
    await given.pass_time(60)
    await given.restart()
    await given.expect_nothing("江河清")


async def test_a_restart_in_the_night_sends_the_morning_list_once(taken: Office) -> None:
    await taken.at("2026-03-25 07:00")
    await taken.read("江河清")
    await taken.restart()
    await taken.at("2026-03-25 08:39")
    await taken.restart()
    await taken.at("2026-03-25 08:45")
    await taken.restart()
    await taken.pass_time(30)
    said = await taken.read("江河清")
    assert sum("月报：今天17:30到期" in words for words in said) == 1
    assert len(said) == 1


async def test_somebody_unknown_is_answered_politely_and_the_office_sees_him(given: Office) -> None:
    given.knows_phone("路人", "stranger01")
    await given.say("路人", "你好，我想反映一个问题")
    await given.expect("路人", "还没有登记在册", "原话已转督查室核对")
    await given.say("路人", "在吗")
    await given.expect_nothing("路人")
    await given.next_morning()
    await given.expect("苏知微", "未登记的账号", "stranger01", "我想反映一个问题")


async def test_a_head_with_one_task_needs_no_number(office: Office) -> None:
    office.city = City(units=(PARK,), tasks=(City().tasks[-1],))
    await office.open_year()
    await office.say("钟启明", "由规建局刘局长牵头，3月20日前拿方案")
    await office.expect("钟启明", "16号已认领：牵头规建局刘局长", "3月20日")
    await office.say("钟启明", "更正 3月25日报方案")
    await office.expect("钟启明", "已更正：16号已认领", "刘局长", "周三（3月25日）")
    await office.say("钟启明", "完成投资1.5亿元，建成厂房3万平方米")
    await office.expect("钟启明", "16号已登记", "1.5亿元（共8亿元，19%）", "3万平方米")


async def test_a_correction_that_does_not_fit_changes_nothing(taken: Office) -> None:
    await taken.say("方建业", "6号改造12个")
    await taken.read("方建业")
    await taken.say("方建业", "更正 打通6条")
    await taken.expect("方建业", "上一条说的是6号", "没有改动", "请带上编号")
    await taken.say("方建业", "进度 6")
    await taken.expect("方建业", "改造老旧小区：12个/30个")


async def test_progress_and_a_report_in_one_line_go_their_own_ways(taken: Office) -> None:
    await taken.say("方建业", "3号打通5条，6号报结，青建验〔2026〕9号")
    said = "\n".join(await taken.read("方建业"))
    assert "3号已登记：打通断头路5条" in said
    assert "6号报结已转督查室核验" in said
    assert "3号报结" not in said
    await taken.say("方建业", "撤销 6号")
    await taken.expect("方建业", "已撤销6号", "已认领")
    await taken.say("方建业", "进度 3")
    await taken.expect("方建业", "打通断头路：5条/12条")


async def test_what_is_said_to_be_done_among_others_is_a_report(taken: Office) -> None:
    await taken.say("方建业", "13号已全部完工，青建验〔2026〕9号；3号打通7条")
    said = "\n".join(await taken.read("方建业"))
    assert "13号报结已转督查室核验" in said
    assert "3号：打通断头路7条" in said


async def test_asking_about_a_report_is_no_report(taken: Office) -> None:
    for words in ("6号什么时候能报结？", "6号预计10月底前报结", "6号还不能报结", "报结需要什么材料"):
        await taken.say("方建业", words)
        await taken.expect_without("方建业", "已转督查室核验", "您报完成")
    await taken.say("方建业", "撤销报结")
    await taken.expect("方建业", "没有改动")
    await taken.say("苏知微", "待核验")
    await taken.expect("苏知微", "没有待核验的报结")


async def test_figures_that_come_after_a_percentage_count(taken: Office) -> None:
    await taken.say("方建业", "3号完成率50%")
    await taken.say("方建业", "3号打通9条")
    await taken.read("方建业")
    await taken.say("方建业", "我的任务")
    await taken.expect("方建业", "3号 打通城区断头路 75%")


async def test_a_refusal_in_other_words_goes_to_the_office(given: Office) -> None:
    await given.say("江河清", "5号我们承担不了")
    await given.expect("江河清", "5号的意见已转督查室裁定")
    await given.say("石守山", "我局只是配合单位")
    await given.expect("石守山", "9号的意见已转督查室裁定")


async def test_taking_on_without_a_word_of_how_is_asked_once(given: Office) -> None:
    await given.say("江河清", "认领")
    await given.expect("江河清", "5、8号还请补一句", without=("是报哪一项",))
    await given.say("江河清", "5号由陈局牵头，8号由林科牵头")
    await given.expect("江河清", "5号已认领：牵头陈局", "8号已认领：牵头林科")
    await given.say("江河清", "嗯嗯")
    await given.expect("江河清", "好的", without=("是报哪一项",))


async def test_a_card_that_was_changed_before_a_kill_is_not_reported_as_failed(given: Office) -> None:
    await given.tap("方建业", "认领")
    changed = await Outbox.filter(kind="card_update", state="sent").order_by("-id").first()
    assert changed is not None
    await Outbox.filter(id=changed.id).update(
        state="pending", sent_at=None, maybe_sent=True
    )  # killed before it was noted
    await given.restart()
    await given.pass_time(5)
    again = await Outbox.get(id=changed.id)
    assert (again.state, again.error) == ("sent", None)
    await given.expect_without("苏知微", "没有送到", "发送失败")
