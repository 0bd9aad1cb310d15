"""Each kind of unit in its own way: a county by its office, an enterprise by request, a party organ and a leader by way of others."""

from city_of_stories import COUNTY, City, Task, Unit
from office import Office

POWER = Unit("国网青岚供电公司", "供电公司", "田光", "总经理", "tianguang", liaison="线宁", liaison_account="xianning")
PRESS = Unit("市委宣传部", "市委宣传部", "文彬", "部长", "wenbin", liaison="宣一", liaison_account="xuanyi")
PARTY_OFFICE = Unit("市委督查室", "市委督查室", "程督", "主任", "chengdu")
POLICE = Unit("市公安局", "市公安局", "韩冬", "副市长、局长", "handong", liaison="安民", liaison_account="anmin")
WIRES = Task(7, "实施城区电网改造", "改造电网线路40公里", "供电公司")
SCHOOLS = Task(12, "推进乡村学校建设", "建成乡村学校6所", "青山县")
FILMS = Task(14, "开展城市形象宣传", "制作宣传片3部", "市委宣传部")
LIGHTS = Task(18, "整治路口信号灯", "更新路口信号灯60处", "市公安局")


async def begun(office: Office, *units: Unit, task: Task, aides: tuple[tuple[str, str, str], ...] = ()) -> None:
    """Given out on Monday morning; nobody has read it yet."""
    office.city = City(units=units, tasks=(task,), aides=aides)
    await office.settle_in()
    await office.import_plan()
    await office.dispatch()
    await office.at("2026-03-02 08:45")


async def test_a_county_is_told_by_its_office_and_rises_to_a_leader_only_by_a_persons_decision(office: Office) -> None:
    await begun(office, COUNTY, task=SCHOOLS)
    await office.expect("叶子", "青山县承担重点任务1项", "请认领", "不属我单位职责")
    await office.at("2026-03-09 08:45")
    await office.expect("叶子", "12号", "还差贵单位一句")  # the last window, on Friday
    await office.expect("苏知微", "12号", "叶子")  # who is to be called
    await office.at("2026-03-13 17:05")  # a bureau would have been in the proof on Wednesday
    await office.expect_without("苏知微", "明天列入")
    await office.say("叶子", "为什么提醒我")
    await office.expect("叶子", "县政府办联系", "报领导由督查室逐件定")
    await office.say("苏知微", "12 请继续")
    await office.expect("苏知微", "12号（青山县）记为继续", "叶子会看到")
    await office.at("2026-03-16 17:05")
    await office.expect("苏知微", "明天列入分管领导摘要1项", "沈在舟：12号 青山县")
    await office.expect("叶子", "今天17:00前回一句")
    await office.say("叶子", "12号由教育局牵头，先定点位，3月20日报方案")
    await office.expect("叶子", "12号已认领")
    await office.expect_nothing("丁青山")


async def test_an_enterprise_is_requested_and_never_named_by_itself(office: Office) -> None:
    await begun(office, POWER, task=WIRES)
    await office.expect(
        "田光", "商请供电公司承担重点任务1项", "烦请研究回复", "不属我单位职责", without=("请认领", "我局")
    )
    await office.at("2026-03-09 08:45")
    await office.expect("田光", "7号")
    await office.at("2026-03-17 08:45")
    await office.expect("田光", "7号", "已过", without=("待回", "贵局"))
    await office.expect_without("苏知微", "7号")
    await office.expect_without("沈在舟", "7号")
    await office.say("苏知微", "电话")
    await office.expect("苏知微", "今天没有要打的电话")
    await office.say("田光", "为什么提醒我")
    await office.expect("田光", "按商请办理", "不转督查室电话", without=("贵局",))


async def test_a_party_organ_is_reached_by_way_of_its_own_office(office: Office) -> None:
    await begun(office, PRESS, PARTY_OFFICE, task=FILMS)
    await office.expect("文彬", "商请市委宣传部承担重点任务1项")
    await office.at("2026-03-04 08:45")
    await office.read("宣一")  # that it was given to his head
    await office.at("2026-03-05 08:45")
    await office.expect("程督", "商请代为了解：14号 市委宣传部 待认领")
    await office.at("2026-03-06 08:45")
    await office.expect("苏知微", "请商市委督查室：14号 市委宣传部 待认领", without=("待回",))
    await office.at("2026-03-18 08:45")
    await office.expect("苏知微", "请商市委督查室：14号")
    await office.expect_nothing("文彬")
    await office.expect_nothing("宣一")
    await office.say("苏知微", "电话")
    await office.expect("苏知微", "今天没有要打的电话")


async def test_a_head_who_is_a_city_leader_is_reminded_by_his_secretary_and_confirms_what_he_prepared(
    office: Office,
) -> None:
    await begun(office, POLICE, task=LIGHTS, aides=(("纪行", "韩冬", "jixing"),))
    await office.expect("韩冬", "市公安局承担重点任务1项", "请您安排认领", "秘书可先备好，由您确认")
    await office.at("2026-03-16 08:45")
    await office.expect("纪行", "烦请转报韩冬同志：18号 市公安局 待认领", without=("待回",))
    await office.expect_nothing("韩冬")
    await office.expect_without("苏知微", "18号")
    await office.expect_without("沈在舟", "18号")
    await office.say("纪行", "18号由交警支队牵头，先排查，3月20日报方案")
    await office.expect("纪行", "18号已备好，请韩冬同志确认后即为认领", without=("已认领",))
    await office.expect("韩冬", "18号认领，请您确认", "纪行已备好：牵头交警支队", "3月20日")
    await office.tap("韩冬", "确认认领")
    await office.expect("韩冬", "18号已认领：牵头交警支队")
    await office.say("纪行", "18号报结，青公安〔2026〕5号")
    await office.expect("纪行", "18号", "韩冬")  # it is with him
    await office.pass_time(95)  # two messages of its own stand apart
    await office.expect("韩冬", "18号 报结，请您确认", "纪行已备好")


async def test_the_office_says_in_the_chat_what_kind_a_unit_is(office: Office) -> None:
    await begun(office, POWER, task=WIRES)
    await office.say("苏知微", "单位 供电公司")
    await office.expect("苏知微", "供电公司：垂管、驻市单位、企业", "最多在清单里再提")
    await office.say("苏知微", "单位 供电公司 归市直部门")
    await office.expect("苏知微", "供电公司已记为市直部门：按阶梯全程办理")
    await office.settle_in()  # the contacts guess, a person has said
    await office.at("2026-03-09 08:45")
    await office.expect("苏知微", "7号", "田光")
    await office.say("苏知微", "单位 供电公司 垂管")
    await office.expect("苏知微", "行文用商请")
    await office.say("苏知微", "电话")
    await office.expect("苏知微", "今天没有要打的电话")
    await office.say("苏知微", "单位 供电公司 外星人")
    await office.expect("苏知微", "不是一类单位，没有改动")
    await office.say("苏知微", "单位 市盐业局 垂管")
    await office.expect("苏知微", "通讯录里没有“市盐业局”")


async def test_a_leader_is_not_asked_about_his_own_word_but_his_secretary_is(office: Office) -> None:
    await begun(office, POLICE, task=LIGHTS, aides=(("纪行", "韩冬", "jixing"),))
    await office.say("韩冬", "18号由交警支队牵头，3月4日报方案")
    await office.say("韩冬", "18号已排查20处，3月6日更新3处")
    await office.read("韩冬")
    await office.read("纪行")
    await office.at("2026-03-06 08:45")
    await office.expect("纪行", "18号", "更新3处")
    await office.expect_nothing("韩冬")
