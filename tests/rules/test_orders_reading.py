"""What an order says as it is typed or pasted: who, what, by when, and what it rests on. Tuesday 3 March 2026."""

from datetime import date, time

import pytest

from models.rules.addressees import Directory
from models.rules.calendar import Calendar
from models.rules.obligations import UnitKind
from models.rules.order_sources import Leader, Origin, read_source
from models.rules.orders import Draft, is_command, read_orders, sounds_like_order

TODAY = date(2026, 3, 3)
UNITS = (
    ("临江市住房和城乡建设局", "市住建局"), ("临江市水利局", "市水利局"), ("临江市城市管理局", "市城管局"), ("临江市财政局", "市财政局"),
    ("临江市自然资源和规划局", "市自规局"), ("临江市应急管理局", "市应急局"), ("临江市生态环境局", "市生态环境局"),
    ("临江市发展和改革委员会", "市发改委"), ("临江市人民政府办公室", "市政府办"),
)  # fmt: skip
COUNTIES = (("青山县人民政府", "青山县"), ("云溪区人民政府", "云溪区"))
PARKS = (("临江高新技术产业开发区管理委员会", "高新区"), ("临江经济技术开发区管理委员会", "经开区"))
KINDS = ((UNITS, UnitKind.DEPARTMENT), (COUNTIES, UnitKind.COUNTY), (PARKS, UnitKind.PARK))
DIRECTORY = Directory([(full, (short,), kind) for units, kind in KINDS for full, short in units])
SHORT = {full: short for units, _ in KINDS for full, short in units}
LEADERS = (
    Leader("周行远", "市委副书记、市长"), Leader("沈在舟", "副市长"), Leader("韩冬", "常务副市长"), Leader("陆明", "市政府秘书长"),
)  # fmt: skip


def read(text: str) -> tuple[Draft, ...]:
    workday_after = Calendar().workday_after
    return read_orders(text, today=TODAY, directory=DIRECTORY, leaders=LEADERS, workday_after=workday_after)


def names(units: tuple[str, ...]) -> str:
    return "、".join(SHORT[unit] for unit in units)


ONE = [
    ("交办 市水利局 周五前报防汛预案", "市水利局", "03-06", "报防汛预案"),
    ("交办：市财政局3月20日前拨付农村公路养护资金", "市财政局", "03-20", "拨付农村公路养护资金"),
    ("交办市应急局：对辖区内加油站开展一次排查，3月10日前把结果报韩市长", "市应急局", "03-10", "对辖区内加油站开展一次排查，把结果报韩市长"),
    ("请市住建局、市城管局下周三前拿出城区积水点整治方案", "市住建局、市城管局", "03-11", "拿出城区积水点整治方案"),
    ("请市发改委牵头，市财政局、市自规局配合，3月底前提出省重点项目申报清单", "市发改委", "03-31", "提出省重点项目申报清单"),
    ("由市应急局牵头，会同市住建局、市城管局对在建工地开展联合检查，3月25日前报告", "市应急局", "03-25", "会同市住建局、市城管局对在建工地开展联合检查，报告"),
    ("责成市生态环境局立即查处云溪河排污问题", "市生态环境局", "03-03", "查处云溪河排污问题"),
    ("请市住建局马上安排人去看一下人民路塌陷", "市住建局", "03-03", "安排人去看一下人民路塌陷"),
    ("市住建局要抓紧推进老旧小区改造，4月15日前全部开工", "市住建局", "04-15", "推进老旧小区改造，全部开工"),
    ("会议要求，由市水利局会同市财政局5个工作日内拿出水库除险资金方案，报市政府办", "市水利局", "03-10", "会同市财政局，拿出水库除险资金方案，报市政府办"),
    ("请市财政局务必于3月6日下午5点前报送一季度支出进度", "市财政局", "03-06", "报送一季度支出进度"),
    ("请市城管局明天上午10点前把占道经营照片报市政府办", "市城管局", "03-04", "把占道经营照片报市政府办"),
    ("请青山县3日内核实网民反映的道路塌陷问题并回复", "青山县", "03-06", "核实网民反映的道路塌陷问题并回复"),
    ("青山县水利局的事请市水利局本周内协调好", "市水利局", "03-06", "青山县水利局的事，协调好"),
    ("请住建局下周一前把燃气隐患台账报上来", "市住建局", "03-09", "把燃气隐患台账报上来"),
    ("根据临政纪〔2026〕5号，市自规局本月25日前完成批而未供土地清单核对", "市自规局", "03-25", "完成批而未供土地清单核对"),
    ("按照市政府第32次常务会议精神，市发改委要在4月10日前出台支持民营经济若干措施", "市发改委", "04-10", "出台支持民营经济若干措施"),
    ("周行远同志在信访件上批示：请云溪区认真核实，10日内报结果。", "云溪区", "03-13", "认真核实，报结果"),
    ("请市自规局与市住建局做好衔接，4月1日前完成控规调整", "市自规局", "04-01", "与市住建局做好衔接，完成控规调整"),
    ("请市住建局对接市财政局落实保交楼资金，月底前到位", "市住建局", "03-31", "对接市财政局落实保交楼资金，到位"),
    ("交办 青山县 清明节前完成森林防火卡口布设", "青山县", "04-04", "完成森林防火卡口布设"),
    ("市政府办通知：请市发改委一周内报送重大项目开工清单", "市发改委", "03-10", "报送重大项目开工清单"),
    ("市城管局，市民反映解放路路灯不亮，3日内修好", "市城管局", "03-06", "市民反映解放路路灯不亮，修好"),
    ("请市生态环境局二季度末前完成黑臭水体整治销号", "市生态环境局", "06-30", "完成黑臭水体整治销号"),
    ("交办 市住建局 一个月内解决城东片区供水问题", "市住建局", "04-03", "解决城东片区供水问题"),
    ("交办 市自规局 下班前把昨天会上说的地块图送来", "市自规局", "03-03", "把昨天会上说的地块图送来"),
    ("请市发改委、市财政局、市住建局三家4月1日前会商一次专项债项目", "市发改委、市财政局、市住建局", "04-01", "会商一次专项债项目"),
    ("市政府督查室转沈市长批示：市城管局要在3月18日前整改到位夜市油烟扰民问题", "市城管局", "03-18", "整改到位夜市油烟扰民问题"),
    ("责成高新区管委会3月底前腾退闲置标准厂房", "高新区", "03-31", "腾退闲置标准厂房"),
    ("市财政局、市发改委：省里的资金申报，周四下班前交初稿", "市财政局、市发改委", "03-05", "省里的资金申报，交初稿"),
    ("会议明确：供水保障由市住建局牵头负责，经开区配合，5月1日前通水", "市住建局", "05-01", "供水保障，通水"),
    ("请市应急局于2026年3月31日前组织一次危化品泄漏桌面推演", "市应急局", "03-31", "组织一次危化品泄漏桌面推演"),
    ("临政办发〔2026〕8号要求，市水利局10个工作日内报送水毁工程修复计划", "市水利局", "03-17", "报送水毁工程修复计划"),
    ("韩市长今天在调度会上要求高新区、经开区各自下周五前报招商项目落地清单", "高新区、经开区", "03-13", "报招商项目落地清单"),
    # what is missing stays empty
    ("交办 市水利局 报防汛预案", "市水利局", "", "报防汛预案"),
    ("交办 周五前报防汛预案", "", "03-06", "报防汛预案"),
    ("交办 沈市长要的那份材料", "", "", "沈市长要的那份材料"),
    ("请市园林局周五前完成广场花坛更换", "", "03-06", "完成广场花坛更换"),
    ("请市自规局尽快办理高铁新城用地手续", "市自规局", "", "办理高铁新城用地手续"),
    ("周市长在现场会上强调，市生态环境局要盯住云溪河断面水质，每月25日前报数据", "市生态环境局", "", "盯住云溪河断面水质，每月25日前报数据"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "units", "due", "what"), ONE)
def test_one_order(text: str, units: str, due: str, what: str) -> None:
    [draft] = read(text)
    assert names(draft.units) == units
    assert (f"{draft.due:%m-%d}" if draft.due else "") == due
    assert draft.what == what


MINUTES = (
    "3月2日，周市长主持召开专题会议，研究断头路建设。会议议定：一、市住建局负责加快征迁，3月20日前完成最后3户签约；"
    "二、市财政局要保障资金，月底前拨付到位；三、市自规局尽快办理用地手续。"
)
BRACKETS = """（一）加快污水处理厂提标改造，6月底前完成主体工程。（市住建局牵头，市生态环境局配合）
（二）开展入河排污口整治，4月底前完成溯源。（市生态环境局负责）"""
LABELS = """1. 完善防汛物资储备
责任单位：市应急局、市水利局
完成时限：3月31日前
2. 编制超标洪水预案
责任单位：市水利局
完成时限：4月20日前"""
SEVERAL = [
    (MINUTES, [("市住建局", "03-20"), ("市财政局", "03-31"), ("市自规局", "")]),
    (BRACKETS, [("市住建局", "06-30"), ("市生态环境局", "04-30")]),
    (LABELS, [("市应急局、市水利局", "03-31"), ("市水利局", "04-20")]),
    ("交办：1、市住建局周五前报燃气排查结果；2、市城管局周五前报户外广告整治清单", [("市住建局", "03-06"), ("市城管局", "03-06")]),
    ("市住建局要建立工地扬尘台账。市城管局要建立渣土车台账。以上事项3月底前完成。", [("市住建局", "03-31"), ("市城管局", "03-31")]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "drafts"), SEVERAL)
def test_several_orders(text: str, drafts: list[tuple[str, str]]) -> None:
    assert [(names(d.units), f"{d.due:%m-%d}" if d.due else "") for d in read(text)] == drafts


def test_what_a_paragraph_says_of_itself_is_no_part_of_its_items() -> None:
    first, second, third = read(MINUTES)
    assert [first.what, second.what, third.what] == ["加快征迁，完成最后3户签约", "保障资金，拨付到位", "办理用地手续"]
    assert read(BRACKETS)[0].support == ("临江市生态环境局",)


SOURCES = [
    ("沈市长批示：请市应急局今天下班前报全市危化企业排查情况", Origin.NOTE, "", "沈在舟"),
    ("周行远同志在信访件上批示：请云溪区认真核实，10日内报结果", Origin.NOTE, "", "周行远"),
    ("韩市长今天在调度会上要求高新区下周五前报清单", Origin.MEETING, "调度会", "韩冬"),
    ("根据临政纪〔2026〕5号，市自规局本月25日前完成清单核对", Origin.MEETING, "临政纪〔2026〕5号", None),
    ("按照市政府第32次常务会议精神，市发改委要在4月10日前出台措施", Origin.MEETING, "市政府第32次常务会议", None),
    ("临政办发〔2026〕8号要求，市水利局10个工作日内报送计划", Origin.WORD, "临政办发〔2026〕8号", None),
    ("陆秘书长交办：市城管局周五前报夜市方案", Origin.WORD, "", "陆明"),
    ("交办市应急局：3月10日前把排查结果报韩市长", Origin.WORD, "", None),  # to whom it is reported
    (MINUTES, Origin.MEETING, "专题会议", "周行远"),
]


@pytest.mark.parametrize(("text", "origin", "paper", "leader"), SOURCES)
def test_what_an_order_rests_on(text: str, origin: Origin, paper: str, leader: str | None) -> None:
    source = read(text)[0].source
    assert (source.origin, source.paper, source.leader) == (origin, paper, leader)


def test_a_source_given_apart() -> None:
    found = read_source("批示 临政办发〔2026〕3号")
    assert (found.origin, found.paper) == (Origin.NOTE, "临政办发〔2026〕3号")


def test_hours_are_kept_and_what_is_due_today_is_of_today() -> None:
    assert read("请市财政局3月6日下午5点前报送支出进度")[0].at == time(17)
    assert read("交办 市水利局、市应急局 今天17点前报山洪预警响应情况")[0].is_today
    assert read("请市应急局今天下班前报危化企业排查情况")[0].is_today
    assert not read("交办 市水利局 周五前报防汛预案")[0].is_today


def test_every_one_of_a_kind_is_meant_for_itself() -> None:
    [counties] = read("请各县区月底前上报春耕备耕情况")
    assert (names(counties.units), counties.each) == ("青山县、云溪区", True)
    [both] = read("各县区、各开发区要在3月底前完成安全生产大排查")
    assert names(both.units) == "青山县、云溪区、高新区、经开区"
    [departments] = read("请市直各部门3月15日前报送工作要点")
    assert len(departments.units) == len(UNITS)


def test_a_unit_nobody_knows_is_named_back() -> None:
    assert read("请市园林局周五前完成广场花坛更换")[0].unknown == ("市园林局",)


NO_ORDERS = (
    "市水利局怎么样了", "市水利局", "高新区", "高新区哪些滞后", "市住建局这个月报了什么", "市水利局本月报了没有", "高新区这周报了几项", "请大家注意防寒", "今天市水利局汇报得不错", "请问市水利局防汛预案报了吗",
    "请市水利局抓紧时间", "市水利局今天报了材料了", "好的", "进度 46", "46 已通，路局说省厅批复下周二到",
)  # fmt: skip


@pytest.mark.parametrize("text", NO_ORDERS)
def test_talk_is_no_order(text: str) -> None:
    assert not is_command(text)
    assert not sounds_like_order(text, read(text))


@pytest.mark.parametrize("text", [text for text, units, due, _ in ONE if units and due])
def test_an_order_needs_no_word_of_its_own(text: str) -> None:
    assert sounds_like_order(text, read(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [("交办 市水利局 周五前报", True), ("交办：市水利局", True), ("交办市水利局报预案", True), ("我交办的", False), ("交办的事项", False), ("交办", False)],
)  # fmt: skip
def test_the_word_that_makes_an_order(text: str, expected: bool) -> None:
    assert is_command(text) is expected


def test_a_long_paste_costs_little_and_ends() -> None:
    assert len(read("请市水利局3月20日前完成堤防巡查；" * 400)) <= 12
