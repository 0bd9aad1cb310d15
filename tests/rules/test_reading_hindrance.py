"""That something does not go is told by grammar more than by words: five sentences and more of each family."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from models.rules.reading import IndicatorTarget, TaskContext, read_reply

PAVILIONS = TaskContext("1", "旅游驿站建设", date(2026, 12, 31), (IndicatorTarget("建成驿站", 30, "座"),))


def blockers(text: str) -> list[str]:
    read = read_reply(text, sent_at=datetime(2026, 9, 10, 2, tzinfo=UTC), tasks=[PAVILIONS])
    return [each.text for each in read.blockers]


CANNOT = [
    "湖边那几座地下水往上冒，抽不干，桩打不下去",
    "木匠招不到人",
    "山里信号塔接不通",
    "原来的老账理不清",
    "吊车开不上去",
    "配套停车的地方找不到",
    "村里和承包户谈不拢",
    "石材厂交不上货",
]
REFUSED = [
    "景区管委会不让动树",
    "两户茶农不肯挪地方",
    "设计院不给出图",
    "电网那边不同意从水库过线",
    "监理不签字",
    "业主不认这笔变更",
]
SUFFERED = ["挖机被村里人扣了", "便道让水淹了", "两座驿站被划进保护区", "木料受进口检疫影响", "因乡道大修暂停"]
TOO = ["便道太窄", "报价太高", "山顶太陡", "地下水太浅"]
HARD = ["材料运上山难", "本地瓦匠难找", "古树迁移难批", "旧址产权难协调"]
LACKS = [
    "林业局的意见没回来",
    "水电没接通",
    "运营商没签",
    "防雷检测不合格",
    "屋面荷载不够",
    "两边图纸不一致",
    "乡里人手不足",
    "分包来晚了十多天",
    "村民积极性不高",
]
STUCK = [
    "批复卡在国家公园管理局",
    "保护区管理处喊停",
    "吊装单位撂挑子",
    "合作方谈崩了",
    "业主顾虑后期维护",
    "都在等林业部门批",
]


@pytest.mark.parametrize("text", [*CANNOT, *REFUSED, *SUFFERED, *TOO, *HARD, *LACKS, *STUCK])
def test_what_does_not_go_is_an_obstacle_whatever_the_trade(text: str) -> None:
    assert len(blockers(text)) == 1


ONE_STORY = [
    "工程款没付，施工方不肯复工",
    "合伙人撤资了，找不到接盘的",
    "要等国土复核，复核没做完",
    "岩层太硬，钻机打不动",
    "旧房子不能拆，要文物部门批",
]


@pytest.mark.parametrize("text", ONE_STORY)
def test_a_cause_and_what_follows_from_it_are_one_obstacle(text: str) -> None:
    assert len(blockers(text)) == 1


NONE = [
    "驿站还没建",
    "还没开工",
    "今年怕是做不完",
    "推不动",
    "差不多20座了",
    "少不了大家支持",
    "质量没问题",
    "没有人员受伤",
    "上半年没安排",
    "能不能把表再发一遍",
    "被评为省级示范",
    "三座被列入样板",
    "太好了",
    "不断加大力度",
    "进展不太理想",
    "还差8座",
    "另外5座没完成",
    "等通知",
    "等验收",
    "如果资金跟不上就完不成",
    "银行卡号发您了",
    "困难群众都安置了",
    "疑难问题已解决",
    "不到一个月就建了6座",
    "数据没出来",
    "没动静",
    "一点没落下",
]


@pytest.mark.parametrize("text", NONE)
def test_a_state_a_wish_and_a_turn_of_phrase_are_no_obstacles(text: str) -> None:
    assert blockers(text) == []
