"""`mashang schedule`: the words of the chat on the command line, beside a bot that runs or does not."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bot.commands import dispatch
from models.schedules import NAMES

SAMPLES = Path(__file__).parents[2] / "bot" / "samples"
NEW = str(len(NAMES) + 1)  # beside the lists that every city has
Mashang = Callable[..., tuple[int, str, str]]


@pytest.fixture
def mashang(sqlite_url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Mashang:
    monkeypatch.setenv("DATABASE_URL", sqlite_url)
    monkeypatch.setenv("MASHANG_ENV_FILE", "/dev/null")

    def run(*words: str) -> tuple[int, str, str]:
        code = dispatch(list(words))
        out, err = capsys.readouterr()
        return code, out, err

    run("import-units", str(SAMPLES / "contacts.xlsx"))
    return run


def listed(mashang: Mashang) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(mashang("schedule", "list", "--json")[1])
    return found


def test_a_schedule_is_previewed_added_changed_paused_and_tried(mashang: Mashang) -> None:
    sentence = "每月25日9:00 给所有联络员 发：请核对本月数据"
    code, shown, _ = mashang("schedule", "add", sentence, "--dry-run")
    assert (code, shown.count("）9:00")) == (0, 5)
    assert "没有保存" in shown
    assert "（30人）" in shown
    assert len(listed(mashang)) == len(NAMES)
    assert mashang("schedule", "add", sentence)[0] == 0
    assert mashang("schedule", "change", NEW, "时间 7:30")[1].count("8:40送达") == 1
    assert "所有联络员（30人）：请核对本月数据" in mashang("schedule", "ahead", "--days", "40")[1]
    assert "已停" in mashang("schedule", "pause", NEW)[1]
    assert [(one["id"], one["when"], one["state"], one["next"]) for one in listed(mashang)][len(NAMES) :] == [
        (int(NEW), "每月25日7:30", "paused", None)
    ]
    assert mashang("schedule", "resume", NEW)[0] == 0
    assert "请核对本月数据\n市政府督查室" in mashang("schedule", "test", NEW, "--to", "wenrenshu")[1]
    assert "已删" in mashang("schedule", "remove", NEW)[1]
    assert len(listed(mashang)) == len(NAMES)


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (("add", "每周八9:00给所有联络员发：请核对"), "没看懂什么时候发"),
        (("add", "你好"), "没看懂这句日程"),
        (("change", "9", "时间 8:30"), "没有日程9"),
        (("change", "1", "乱"), "没看懂要改什么"),
        (("pause", "9"), "没有日程9"),
        (("test", "1", "--to", "火星人"), "没找到“火星人”"),
    ],
)
def test_bad_input_is_one_line_and_exit_2(mashang: Mashang, words: tuple[str, ...], complaint: str) -> None:
    code, _, error = mashang("schedule", *words)
    assert code == 2
    assert complaint in error
    assert error.count("\n") == 1
