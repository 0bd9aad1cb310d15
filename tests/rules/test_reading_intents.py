"""What officials type, and what they want."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from models.rules.reading import IndicatorTarget, Reading, TaskContext, read_reply

HOUSES = TaskContext("31", "保交房", date(2026, 12, 31), (IndicatorTarget("交付住房", 1860, "套"),))
SENT = datetime(2026, 11, 5, 2, 0, tzinfo=UTC)


def read(text: str, task: TaskContext = HOUSES) -> Reading:
    return read_reply(text, sent_at=SENT, tasks=[task])


INTENTS = [
    ("收到", "ack"),
    ("👌", "ack"),
    ("好的，马上落实", "ack"),
    ("收到，正在核实数据，下午下班前报", "ack"),
    ("嗯嗯 在弄了", "ack"),
    ("坚决完成任务，请领导放心！", "ack"),
    ("加强调度，全力冲刺四季度", "ack"),
    ("60%", "progress"),
    ("85", "progress"),
    ("超序时", "progress"),
    ("还没开工", "progress"),
    ("各项工作有序开展", "progress"),
    ("进度偏慢", "progress"),
    ("主体都完工了，剩外墙", "progress"),
    ("项目已完成招标，正在签合同，下周开工", "progress"),
    ("目前没什么问题，正常推进", "progress"),
    ("8月份高温停工10天，现在已恢复", "progress"),
    ("已办结", "completed"),
    ("圆满完成", "completed"),
    ("上周五全部交完了", "completed"),
    ("已交付完毕，住建局10月28日验收通过", "completed"),
    ("1905套，超了", "completed"),
    ("还有两栋楼因为开发商资金链断了停工", "blocked"),
    ("手续还在省厅走流程，没批下来之前没法动工", "blocked"),
    ("希望供电公司尽快接火", "blocked"),
    ("村里不让进场，咋办", "blocked"),
    ("没开工，等施工图审查", "blocked"),
    ("申请把完成时限延长到明年3月底", "extension_request"),
    ("今年肯定完不成了，能否延期两个月", "extension_request"),
    ("完成1500套，剩余的恳请结转明年", "extension_request"),
    ("申请缓两周", "extension_request"),
    ("延期到12月31日，征迁难", "extension_request"),
    ("延期", "extension_request"),
    ("要延期，征迁难", "extension_request"),
    ("顺延至12月31日", "extension_request"),
    ("推迟开工，征迁难", "blocked"),
    ("延期的2个标段已复工", "progress"),
    ("预售的算交付吗?", "question"),
    ("请问是报累计数还是当月数", "question"),
    ("这个任务今年还考核吗", "question"),
    ("明年还有没有这个任务？", "question"),
    ("这事归住建局管，不是我们单位", "handoff"),
    ("已转给物业科老李，由他答复", "handoff"),
    ("@王科 你报一下", "handoff"),
    ("牵头单位已调整为自规局", "handoff"),
    ("在外地出差，回来再报", "other"),
    ("打错字了撤回", "other"),
    ("[文件] 进度表.xlsx", "other"),
    ("", "other"),
]


@pytest.mark.parametrize(("text", "intent"), INTENTS)
def test_a_reply_is_understood(text: str, intent: str) -> None:
    assert read(text).intent == intent


HANDED = [
    ("已交给开发科王工，他会跟您对接", "王工"),
    ("应由开发区管委会负责", "开发区管委会"),
    ("@孙科你来回", "孙科"),
]


@pytest.mark.parametrize(("text", "to"), HANDED)
def test_a_handoff_names_who_has_it_now(text: str, to: str) -> None:
    reading = read(text)
    assert reading.handoff_to is not None
    assert to in reading.handoff_to.text


DATES = [
    ("收到，明天报", "2026-11-06"),
    ("刚开工，预计12月20日完工", "2026-12-20"),
    ("剩下6套年底前交", "2026-12-31"),
    ("手续齐了，就差省里批复，预计本月底", "2026-11-30"),
    ("9月底完成1500套，10月又交了120套，合计1620套", None),
    ("尽快报", None),
    ("资金到位后20天", None),
    ("确保完成全年目标任务", None),
    ("9月底肯定来不及", None),
    ("申请延期至2027年6月30日前完成", "2027-06-30"),
    ("今年肯定完不成了，能否延期两个月", "2027-02-28"),
    ("请求宽限20天", "2027-01-20"),
    ("建议延至明年一季度末", "2027-03-31"),
    ("12月底肯定来不及，申请延期", None),
]


@pytest.mark.parametrize(("text", "day"), DATES)
def test_the_next_promise_is_found_and_the_past_is_none(text: str, day: str | None) -> None:
    found = read(text).next_date
    assert (found.on.isoformat() if found else None) == day
