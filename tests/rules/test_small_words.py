"""What is said to whom in a few words: lengths, whose promise it is, an order's deadline, and a leader's own help."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from models.rules.calendar import SHANGHAI
from models.rules.lengths import read_length
from models.wording import answers, calls, promises
from models.wording.ledger import length
from models.wording.replies import Known, understood_words
from models.wording.why import Grounds, why

NOW = datetime(2026, 6, 8, 9, 0, tzinfo=SHANGHAI)
DUE = datetime(2026, 6, 12, 17, 30, tzinfo=SHANGHAI)
OF_AN_ORDER = Grounds("J1", None, "K5", "办结", "第1版", "约定时限", NOW, DUE, None, 4, (), None)
READ = {"indicators": [], "percent": 30, "intent": "progress", "blockers": [], "needs": [], "next_date": "2026-06-11"}
TOLD = Known("46号", READ, (), 30.0, "")


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ("240wm", "4个工作小时"),
        ("90wm", "90个工作分钟"),
        ("2h", "2小时"),
        ("15min", "15分钟"),
        ("3wd", "3个工作日"),
    ],
)
def test_full_hours_are_said_as_hours(rule: str, said: str) -> None:
    assert length(read_length(rule)) == said


def test_an_order_has_its_own_deadline_and_no_plan() -> None:
    assert why(OF_AN_ORDER, NOW).startswith("J1，交办的期限。")
    assert why(replace(OF_AN_ORDER, number="46号"), NOW).startswith("46号，方案里定的节点“办结”。")


def test_a_promise_is_his_who_gave_it() -> None:
    assert promises.standing(date(2026, 6, 25), "设备到货", kept=None, moved=False) == "您定的6月25日：“设备到货”"
    of_another = promises.standing(date(2026, 6, 25), "设备到货", kept=None, moved=False, whose="鲁广厦")
    assert of_another == "鲁广厦定的6月25日：“设备到货”"
    assert "您定的下一步" in understood_words(TOLD)
    assert "您定的" not in calls.understood(TOLD, "下周四报审")
    assert "下一步" in calls.understood(TOLD, "下周四报审")


def test_a_leader_learns_what_he_may_ask_and_order() -> None:
    told = answers.help_for("leader")
    assert [word for word in ("哪些滞后", "交办 市城管局", "我交办的") if word not in told] == []
    assert "即登记" not in told
