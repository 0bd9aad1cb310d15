"""What happens around a reply: the one question, what is not asked, whose task it is, and what a liaison prepared."""

import pytest
from city_of_stories import BUILDING, DAMS, GAS, HOMES, PIPES, ROADS, WATER, City
from office import Office

from models.tasks import Assignment


@pytest.fixture
async def bureau(office: Office) -> Office:
    office.city = City(units=(BUILDING, WATER), tasks=(ROADS, HOMES, PIPES, GAS, DAMS))
    await office.open_year()
    await office.say("方建业", "都由王副局牵头，3月13日报方案")
    await office.at("2026-03-24 10:00")
    for who in ("方建业", "许文", "苏知微"):
        await office.read(who)
    return office


async def test_a_terse_reply_is_enough(bureau: Office) -> None:
    """A number and a figure: registered, nothing asked."""
    await bureau.say("方建业", "3 5条")
    await bureau.expect("方建业", "3号已登记：打通断头路5条（共12条，42%）", without=("？",))


async def test_a_pledge_without_a_fact_earns_one_question_and_no_second(bureau: Office) -> None:
    """The gap is named without a judgement; who answers with another pledge is seen by a person."""
    await bureau.say("方建业", "3号高度重视，坚决完成")
    await bureau.expect("方建业", "台账里3号还空一格：现在做到哪一步", without=("表态", "重视"))
    await bureau.say("方建业", "一定全力以赴")
    await bureau.expect("方建业", "原话已留存，转督查室看", without=("？",))
    await bureau.say("方建业", "3号坚决抓好")
    await bureau.expect("方建业", "原话已留存", without=("？",))
    await bureau.say("方建业", "就是这样")
    await bureau.expect_without("方建业", "哪一项")
    await bureau.next_morning()
    await bureau.expect("苏知微", "3号 市住建局回“一定全力以赴”，问过一次")


async def test_a_copy_of_last_month_is_asked_what_changed(bureau: Office) -> None:
    words = "6号改造老旧小区8个，正在做管线入地和外立面"
    await bureau.say("方建业", words)
    await bureau.at("2026-04-24 10:00")
    await bureau.read("方建业")
    await bureau.say("方建业", words)
    await bureau.expect("方建业", "6号这句与上次报的相同", "有变化的是哪一点", "［就是这样］")
    await bureau.tap("方建业", "就是这样")
    await bureau.expect("方建业", "转督查室看")


async def test_half_an_answer_is_asked_for_the_other_half_once(bureau: Office) -> None:
    """还没统计 is an answer; what was answered, or told this month already, is not asked again."""
    await bureau.say("方建业", "13号建成18公里")
    await bureau.expect("方建业", "18公里（共40公里，45%）", "还有一项“完成投资”（目标3.2亿元）", "［还没统计］")
    await bureau.tap("方建业", "还没统计")
    await bureau.expect("方建业", "“完成投资”记为还没统计")
    await bureau.say("方建业", "13号建成19公里")
    await bureau.expect("方建业", "13号已登记：新建雨污管网19公里", without=("？",))


async def test_what_is_known_is_not_asked(bureau: Office) -> None:
    """A day that he gave, a figure of this month."""
    await bureau.at("2026-04-08 10:00")
    await bureau.say("方建业", "13号完成投资1亿元，建成10公里")
    await bureau.say("方建业", "3号剩下的4月30日前开工")
    await bureau.at("2026-04-24 10:00")
    await bureau.read("方建业")
    await bureau.say("方建业", "3号正在积极推进")
    await bureau.expect("方建业", "您定的4月30日记着", "现在做到哪一步？", without=("哪天",))
    await bureau.say("方建业", "13号建成18公里")
    await bureau.expect("方建业", "13号已登记", without=("？",))


async def test_the_answer_to_a_question_may_speak_of_another_task(bureau: Office) -> None:
    await bureau.say("方建业", "3号坚决完成")
    await bureau.read("方建业")
    await bureau.say("方建业", "改造老旧小区完成8个")
    await bureau.expect("方建业", "6号已登记：改造老旧小区8个")


async def test_a_task_passed_on_to_another_unit_is_contested(bureau: Office) -> None:
    """Within the unit it is his to give; to another unit it is 督查室's to decide."""
    await bureau.say("方建业", "3号应该是水利局的")
    await bureau.expect("方建业", "3号的意见已转督查室裁定")
    await bureau.say("方建业", "6号牵头单位应该是市水利局")
    await bureau.expect("方建业", "6号的意见已转督查室裁定")
    await bureau.say("江河清", "5号这个归住建管")
    await bureau.expect("江河清", "5号的意见已转督查室裁定")
    await bureau.say("方建业", "13号让甘一帆盯，我管")
    await bureau.expect_without("方建业", "裁定")
    await bureau.say("苏知微", "异议")
    await bureau.expect("苏知微", "待裁定3项", "应该是水利局的", "归住建管")
    assert (await Assignment.get(task__seq=13, ordinal=0)).state != "disputed"


async def test_two_tasks_in_one_message_and_one_of_them_corrected_next_day(bureau: Office) -> None:
    """A wrong number is corrected the day after, then the correction; the other task stays; the history shows it all."""
    await bureau.say("方建业", "3号打通5条，4月10日前再打通1条；6号改造8个")
    await bureau.expect("方建业", "已登记2项", "3号：打通断头路5条", "6号：改造老旧小区8个")
    await bureau.at("2026-03-25 09:00")
    await bureau.read("方建业")
    await bureau.say("方建业", "更正 3号打通4条")
    await bureau.expect("方建业", "已更正：3号", "4条（共12条，33%）")
    await bureau.say("方建业", "更正 3号是6条")
    await bureau.expect("方建业", "已更正：3号", "6条（共12条，50%）")
    await bureau.say("方建业", "更正 3号4月20日前再打通1条")
    await bureau.expect("方建业", "已更正：3号", "4月20日")
    three, six = [await Assignment.get(task__seq=n, ordinal=0) for n in (3, 6)]
    assert (three.percent, six.percent) == (50.0, 26.7)
    assert [c["on"] for c in three.commitments if c["on"] > "2026-03-24"] == ["2026-04-20"]
    await bureau.say("方建业", "3号历史")
    await bureau.expect("方建业", "3月24日10:00 方建业 报进展：“3号打通5条", "〔3月25日更正〕", "更正：“3号打通4条”")


async def test_a_liaisons_draft_confirmed_says_who_prepared_and_the_count_is_the_heads_alone(bureau: Office) -> None:
    await bureau.say("许文", "3号打通3条；6号改造8个小区")
    await bureau.say("方建业", "待确认")
    await bureau.tap("方建业", "都对")
    await bureau.expect("方建业", "已登记2条（许文备，您确认）")
    await bureau.say("方建业", "13号建成10公里，投资1亿元")
    await bureau.say("方建业", "3历史")
    await bureau.expect("方建业", "方建业（许文备） 报进展")
    await bureau.say("方建业", "亲自回了几条")
    await bureau.expect("方建业", "本月您亲自回1条", "确认2条", "只有您看得到")
    await bureau.say("许文", "亲自回了几条")
    await bureau.expect_without("许文", "确认2条")


async def test_a_promise_kept_and_one_broken_in_his_own_words(bureau: Office) -> None:
    """Each stands in his list; the leader reads of the tasks, not of the person."""
    await bureau.say("方建业", "3号打通4条，西环路4月3日前通车")
    await bureau.say("方建业", "6号改造8个，剩下的4月3日前进场")
    await bureau.read("方建业")
    await bureau.say("方建业", "我的承诺")
    await bureau.expect("方建业", "待兑现2", "3号 4月3日：“西环路4月3日前通车”", "6号 4月3日：“剩下的4月3日前进场”")
    await bureau.at("2026-04-03 08:45")
    await bureau.expect("方建业", "3号 您3月24日定的今天：“西环路4月3日前通车”")
    await bureau.say("方建业", "3号西环路已通车，打通5条")
    await bureau.expect("方建业", "4月3日的承诺记为兑现")
    await bureau.at("2026-04-08 18:00")
    await bureau.read("方建业")
    await bureau.say("方建业", "我的承诺")
    await bureau.expect("方建业", "近60天兑现1、未兑现1", "3号 4月3日：“西环路4月3日前通车”已兑现", "未兑现")
    await bureau.say("沈在舟", "承诺兑现")
    words = await bureau.expect("沈在舟", "分管任务的承诺：近60天兑现1、未兑现1", "3号市住建局 4月3日")
    assert "方建业" not in words


async def test_an_amount_that_was_added_is_asked_for_its_total_once(bureau: Office) -> None:
    await bureau.say("方建业", "13 本月完成3公里，投资0.2亿元")
    await bureau.expect("方建业", "“3公里”按本次新增记", "到目前累计多少", "［累计3公里］")
    await bureau.say("方建业", "累计18公里")
    await bureau.expect("方建业", "13号已登记：新建雨污管网18公里")
    await bureau.say("方建业", "剩下的6月底前开工")
    await bureau.expect("方建业", "13号已登记", "6月30日")


async def test_a_figure_noted_by_telephone_is_doubted_like_a_reply(bureau: Office) -> None:
    await bureau.say("方建业", "3号打通5条")
    await bureau.say("苏知微", "3 已通，方局长说打通2条")
    await bureau.expect("苏知微", "3号上次5条，电话里说2条：是本次新增，还是累计？")
    await bureau.say("苏知微", "新增")
    await bureau.expect("苏知微", "电话登记：打通断头路7条")
    await bureau.say("苏知微", "6 已通，方局长说改造300个")
    await bureau.expect("苏知微", "6号目标30个，电话里说300个，对吗")
    await bureau.say("苏知微", "不对")
    await bureau.expect("苏知微", "没有登记")
    assert (await Assignment.get(task__seq=6, ordinal=0)).figures == []


async def test_nobody_asks_for_a_step_before_the_day_that_was_given_for_it(office: Office) -> None:
    office.city = City(units=(BUILDING,), tasks=(HOMES, PIPES))
    await office.open_year()
    await office.say("方建业", "都由王副局牵头，3月20日报方案")
    await office.read("方建业")
    await office.at("2026-03-19 18:00")
    await office.expect_without("方建业", "分步节点")
    await office.expect_without("许文", "分步节点")
    await office.at("2026-03-20 16:45")
    await office.expect("方建业", "6、13号", "分步节点", "今天17:30到期")


async def test_the_many_manners_of_a_monday(bureau: Office) -> None:
    """Names instead of numbers, numbers in a row, who else will answer, a sigh: none of it is met with a form."""
    await bureau.say("方建业", "老旧小区嘛，30个里改完了12个，还有3个在收尾")
    await bureau.expect("方建业", "6号已登记：改造老旧小区12个")
    await bureau.say("方建业", "断头路那个6条了，刚通了学院路")
    await bureau.expect("方建业", "3号已登记：打通断头路6条")
    await bureau.say("方建业", "3 6 13都正常推进")
    await bureau.expect("方建业", "3、6、13号还空一格")
    await bureau.say("方建业", "让许文报")
    await bureau.expect("方建业", "由他来备即可", "待确认")
    await bureau.say("方建业", "怎么又催，上周不是报过了")
    await bureau.expect("方建业", "您的意见已转督查室")
    await bureau.say("江河清", "认领了，老陈负责，这周五拿方案")
    await bureau.expect("江河清", "5号已认领：牵头老陈")


async def test_a_figure_is_put_right_by_naming_the_wrong_one(bureau: Office) -> None:
    """不是5是4: though 4 and 5 may be tasks, 5 is what was just told."""
    await bureau.say("方建业", "3 5条")
    await bureau.say("方建业", "不是5是4")
    await bureau.expect("方建业", "已更正：3号 打通断头路4条")
    await bureau.say("方建业", "13号建成18公里，完成投资2亿元")
    await bureau.say("方建业", "报错了，不是2亿是1.8亿")
    await bureau.expect("方建业", "已更正：13号", "18公里", "1.8亿元")


async def test_whoever_has_no_time_is_not_asked_what_he_means(bureau: Office) -> None:
    """Nothing is registered and nothing else asked, whatever was open; a question of how things stand is answered."""
    await bureau.say("方建业", "3号高度重视，坚决完成")
    await bureau.expect("方建业", "3号还空一格")
    await bureau.say("方建业", "太忙了，下午再说")
    await bureau.expect("方建业", "您先忙", "时限照旧", without=("哪一项", "已登记"))
    await bureau.say("方建业", "帮我看看6怎么样了")
    await bureau.expect("方建业", "6号", "老旧小区", without=("已登记",))
    await bureau.say("方建业", "打通5条")
    await bureau.expect("方建业", "3号已登记：打通断头路5条")


async def test_what_he_calls_new_comes_on_top_unasked(bureau: Office) -> None:
    await bureau.say("方建业", "6号改造8个小区；3 5条")
    await bureau.say("方建业", "6 新增2个")
    await bureau.expect("方建业", "6号已登记：改造老旧小区10个", without=("还是累计",))
    await bureau.say("方建业", "6号新增1个，3号新增2条")
    await bureau.expect("方建业", "6号：改造老旧小区11个", "3号：打通断头路7条")
    await bureau.say("方建业", "3号是6条不是7条")
    await bureau.expect("方建业", "已更正：3号 打通断头路6条")


async def test_a_number_and_a_day_speak_of_that_task_and_take_nothing_else_on(bureau: Office) -> None:
    """While an order waits, what is said of other work neither accepts it nor is lost."""
    await bureau.say("苏知微", "交办 市住建局 周五前报防汛预案")
    await bureau.tap("苏知微", "确认下达")
    await bureau.read("方建业")
    await bureau.say("方建业", "3 6月底打通5条，9月底打通9条")
    await bureau.expect("方建业", "3号已登记", "6月30日", without=("J1", "5条（"))
    await bureau.say("方建业", "今天的雨太大了，6号昨天又改了2个")
    assert (await Assignment.get(task__source="order")).state == "dispatched"
    await bureau.say("方建业", "J1 预案周四报上来")
    await bureau.expect("方建业", "J1号已认领")


async def test_undo_takes_back_what_was_said_last(bureau: Office) -> None:
    """Not the figure that is still doubted, when something was registered since."""
    await bureau.say("方建业", "3 5条")
    await bureau.say("方建业", "3 2条")
    await bureau.expect("方建业", "本次新增，还是累计")
    await bureau.say("方建业", "6号改造8个小区")
    await bureau.say("方建业", "撤销")
    await bureau.expect("方建业", "已撤销6号")
    await bureau.say("方建业", "6历史")
    await bureau.expect("方建业", "“6号改造8个小区”〔3月24日方建业撤回〕")
