"""What a list that is cut short, and a dispatch of many tasks, tell their reader to type."""

from datetime import UTC, date, datetime
from types import SimpleNamespace

from models.wording.dispatch import dispatch_text
from models.wording.lists import CALLS, Line, call_lines

NOW = datetime(2026, 3, 2, 1, tzinfo=UTC)


def test_the_rest_of_the_calls_is_under_their_own_word() -> None:
    lines = [Line(f"{n}号", "", "K2", "认领", "call", NOW, unit=f"单位{n}") for n in range(CALLS + 2)]
    assert call_lines(lines, NOW)[-1] == "另有2个单位，回“电话”看名单"


def test_the_example_is_the_first_of_the_reader_s_own_tasks() -> None:
    tasks = [
        SimpleNamespace(
            number=f"{n}号", title="新建管网", off_chat=False, due=date(2026, 12, 31), needs_own_words=False, plan=None
        )
        for n in range(51, 58)
    ]
    words = dispatch_text(
        "市住建局",
        [SimpleNamespace(task=task, unit=SimpleNamespace(kind="department")) for task in tasks],
        plan_by=date(2026, 3, 16),
    )
    assert "回“51号不属我局职责”" in words
    assert "46号" not in words
