"""An emergency under way is told from drills, plans, prevention, inspections, the past, denials and other things."""

import pytest

from models.rules.emergencies import read_report

REAL = [
    "高新区光电园二期厂房坍塌，2人被困",
    "刚刚城南菜市场发生火灾，现场浓烟很大",
    "解放路中段燃气泄漏，正在疏散居民",
    "青山水库出现管涌，有溃坝危险",
    "下午3点20分，207国道一辆危化品槽罐车侧翻，疑似泄漏",
    "化工园区一储罐液氨泄漏，3名工人中毒送医",
    "市政府门口有200多名群众聚集，拉横幅",
    "46号工地塔吊倒了，砸伤1人，有人被困",
    "报告：江北小区3号楼起火，5楼有人被困",
    "今天凌晨暴雨引发山洪，柳树村12名群众被困",
    "城东隧道内连环追尾，已造成1人死亡",
    "实验小学疑似食物中毒，23名学生送医",
    "东风煤矿透水，井下还有6人失联",
    "滨河路山体滑坡，道路中断",
    "人民医院大面积停电，备用电源已启动",
    "业主围堵售楼部，大概一百来人，已堵路",
    "突发火灾，城西仓库，火势较大",
    "在建大桥脚手架倒塌，人员受伤情况不明",
    "昨晚11点老城区一民房垮塌，正在搜救",
    "已启动应急预案，南河堤决口，群众正在转移",
    "有人在广场持刀伤人",
    "这不是演练，化工厂爆炸了",
    "农民工50余人在项目部集体讨薪，堵门",
    "自来水主管爆管，城北三个小区停水",
    "南湖游船翻船，4人落水",
    "发生火灾，未造成人员伤亡，火已扑灭",
]
NOT = [
    "今天组织消防演练，模拟厂房起火、2人被困",
    "14时一厂房坍塌，3人被埋，消防5分钟到场。本次应急演练历时40分钟",
    "突发事件应急预案修订已完成",
    "防汛应急预案已印发，溃坝情形另列",
    "开展火灾隐患排查，整改36处",
    "本月未发生火灾事故",
    "截至目前没有发生人员伤亡",
    "去年7月该路段发生塌方，今年已修好",
    "燃气泄漏报警器已安装1200户",
    "召开防溺水工作部署会",
    "20号燃气隐患整治完成，无泄漏",
    "山体滑坡治理点完成3处",
    "严防群体性事件发生",
    "火灾起数同比下降12%",
    "如发生坍塌，立即撤人",
    "检查危化品企业12家，发现泄漏风险点3处",
    "产业聚集效应明显，新增企业8家",
    "数据泄露防护项目已招标",
    "安全生产培训200人，讲解触电急救",
    "上半年交通事故死亡人数下降8%",
    "吸取“7·12”火灾事故教训，全面整改",
    "地质灾害易发区监测点已建12处，防范泥石流",
    "有没有人员伤亡？",
    "47号坍塌路段修复项目已开工",
    "消防站建成2座，火灾扑救能力提升",
    "3人因火灾受伤的赔偿已结案",
    "推演溃坝情景，完善转移路线",
    "网传化工厂爆炸系谣言",
    "旧房加固86户，避免倒塌",
    "项目已完成80%，管网铺设12公里",
    "46 打通5条，卡在铁路涵洞审批",
    "收到",
    "全市零事故，零伤亡",
    "打造群众聚集的夜市街区，投用2处",
    "森林防火期值守，未出现火情",
    "一旦发生爆炸，按预案处置",
    "请市应急局核查城东坍塌事故，周五前报结果",
]


@pytest.mark.parametrize("text", REAL)
def test_what_happens_now_is_recognised(text: str) -> None:
    assert read_report(text) is not None


@pytest.mark.parametrize("text", NOT)
def test_what_does_not_happen_is_left_alone(text: str) -> None:
    assert read_report(text) is None


@pytest.mark.parametrize(
    "text", ["突发 演练也要报一下", "突发：城南停电", "【突发】有情况", "突发情况，请派人", "突发"]
)
def test_the_word_itself_is_always_meant(text: str) -> None:
    found = read_report(text)
    assert found is not None
    assert found.is_named
    assert "突发" not in found.words


@pytest.mark.parametrize(
    ("text", "what", "place", "when"),
    [
        ("高新区光电园二期厂房坍塌，2人被困", "坍塌、2人被困", "高新区光电园二期厂房", ""),
        ("突发 今晚9点10分，解放路中段发生燃气泄漏", "燃气泄漏", "解放路中段", "今晚9点10分"),
        ("报告：江北小区3号楼起火，5楼有人被困", "起火、有人被困", "江北小区3号楼", ""),
        ("突发 城西仓库，起火了", "起火", "城西仓库", ""),
        ("46号工地垮塌，2人被埋", "垮塌、2人被埋", "工地", ""),
        ("突发 请派人", "", "", ""),
        ("有工人1人被困已救出", "1人被困", "", ""),
    ],
)
def test_what_where_and_when_are_read_in_his_own_words(text: str, what: str, place: str, when: str) -> None:
    found = read_report(text)
    assert found is not None
    assert (found.what, found.place, found.when) == (what, place, when)


def test_a_long_paper_is_no_report_and_costs_nothing() -> None:
    assert read_report("某地坍塌，" * 5000) is None
