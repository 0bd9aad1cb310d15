"""An official between two meetings: he has no time, somebody else will answer, he lets it be; other words are not taken for it."""

import pytest

from models.rules.short_words import Short, is_short


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (
            Short.LATER,
            "太忙了下午再说 在省里开会回头报 稍等 没空 在开会 晚点回 忙着呢 正在开会，会后报 明天再说吧 现在开车，到了再回 出差 在路上 开完会 会后 有空再看",
        ),
        (Short.OTHERS, "让小甘报 张科会报的 好的，由小李回一下"),
        (Short.LET_GO, "算了 先不弄了 不用了吧。 点错了"),
    ],
)
def test_what_is_said_in_a_few_words(kind: Short, words: str) -> None:
    said = words.split(" ")
    assert [each for each in said if is_short(kind, each)] == said


@pytest.mark.parametrize(
    "words",
    ["今天", "明天", "明天报", "明天给你", "下午报", "周五报", "正在推进", "正在调研", "明天开工", "下午开会研究", "已开会", "昨天开会", "出差了46打通5条", "会后报方案", "回去看看现场再定", "今晚弄完"],
)  # fmt: skip
def test_a_day_and_a_piece_of_work_are_no_such_words(words: str) -> None:
    assert [kind for kind in Short if is_short(kind, words)] == []
