"""A pasted notice is nobody's promise; a reply in official words is no notice."""

import json
from pathlib import Path

import pytest

from models.rules.forwarded import is_forwarded_notice

REPLIES = Path(__file__).parent.parent / "data" / "replies" / "replies_public.jsonl"


@pytest.mark.parametrize(
    "words",
    [
        "【通知】各单位：请于3月5日前将46号、47号、49号进展情况报送市政府督查室。联系人：张三",
        "关于报送一季度重点任务进展情况的通知\n各责任单位：请于3月20日前报送，联系电话：12345678",
        "各县（市、区）、市直有关部门：请认真抓好落实，收到请回复",
        "【转发】请各单位于周五前将46号材料报至督查室邮箱：duchashi",
        "通知：请相关单位于3月9日前反馈47号意见。特此通知",
    ],
)
def test_a_notice_is_known_by_its_parts(words: str) -> None:
    assert is_forwarded_notice(words)


@pytest.mark.parametrize(
    "words",
    [
        "46号打通5条，方案3月5日前报送市政府督查室",
        "47号已印发通知，各县区正在落实，联系人：张科",
        "请市自规局于3月5日前反馈用地意见，46号卡在这里",
        "46号由张科牵头，3月13日报方案",
        "已下发关于开展燃气安全排查的通知，排查130处",
        "收到，认真抓好落实",
    ],
)
def test_a_reply_is_none(words: str) -> None:
    assert not is_forwarded_notice(words)


def test_none_of_the_public_replies_is_one() -> None:
    lines = REPLIES.read_text(encoding="utf-8").splitlines()
    assert not [row for line in lines if line.strip() and is_forwarded_notice(row := json.loads(line)["reply"])]
