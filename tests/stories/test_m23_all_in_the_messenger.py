"""M23: whatever a head does, he does it on his phone: a tap, a line, a picture."""

from office import Office


async def test_a_bare_receipt_is_asked_for_the_first_step(year: Office) -> None:
    await year.say("石守山", "收到")
    await year.expect("石守山", "9、10号还请补一句", "先做什么、哪天")
    await year.say("石守山", "都由陈副局牵头，先摸底，3月20日报方案")
    await year.expect("石守山", "9、10号已认领", "陈副局")


async def test_a_bottom_line_wants_the_heads_own_words(year: Office) -> None:
    await year.tap("方建业", "认领")
    await year.expect("方建业", "20号", "亲自回一句", "谁牵头")
    await year.say("方建业", "我牵头，明天开会排查")
    await year.expect("方建业", "20号已认领", "本人")


async def test_the_conversation_goes_on_after_a_restart(year: Office) -> None:
    await year.say("石守山", "收到")
    await year.expect("石守山", "还请补一句")
    before = await year.now()
    await year.restart()
    assert await year.now() >= before
    await year.say("石守山", "由陈副局牵头，3月20日报方案")
    await year.expect("石守山", "9、10号已认领")
    await year.pass_time(60)
    await year.restart()
    await year.expect_nothing("石守山")


async def test_somebody_unknown_is_answered_politely_and_the_office_sees_him(year: Office) -> None:
    year.knows_phone("路人", "stranger01")
    await year.say("路人", "你好，我想反映一个问题")
    await year.expect("路人", "还没有登记在册", "原话已转督查室核对")
    await year.say("路人", "在吗")
    await year.expect_nothing("路人")
    await year.next_morning()
    await year.expect("苏知微", "未登记的账号", "stranger01", "我想反映一个问题")


async def test_a_voice_message_is_kept_and_words_are_asked_for(year: Office) -> None:
    await year.speak("江河清")
    await year.expect("江河清", "语音已收到", "打一句字")
