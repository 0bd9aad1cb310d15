"""The table of words: every row does what it says, a new row is read at once, and a wrong one is told in Chinese."""

from __future__ import annotations

import json
from itertools import groupby
from pathlib import Path

import pytest
from lexicon_sentences import SAYS, holds

from models.errors import OperatorError
from models.rules.reading import from_json, read_reply
from models.rules.reading.lexicon import Lexicon, shipped, shipped_rows, with_rows
from models.rules.reading.meanings import MEANINGS
from models.rules.reading.word_table import Row, read_rows

REPLIES = Path(__file__).parents[1] / "data" / "replies" / "replies_public.jsonl"
NOBODYS = "甪甪"
NEW = {meaning: chr(0x9E80 + 2 * n) + chr(0x9E81 + 2 * n) for n, meaning in enumerate(MEANINGS)}
NEW["慢"] = "不" + NEW["慢"]  # told to be no obstacle, so it must look like one


def table(*lines: str) -> bytes:
    return "\ufeff意思,词,前面不能是,后面不能是,例句\r\n".encode() + "\r\n".join(lines).encode()


def rows(*lines: str) -> tuple[Row, ...]:
    return read_rows(table(*lines), name="本市.csv")


@pytest.fixture(scope="module")
def with_new() -> Lexicon:
    return with_rows(Row(meaning, word) for meaning, word in NEW.items())


def test_the_table_goes_by_the_meanings_and_has_words_for_each() -> None:
    assert [meaning for meaning, _ in groupby(row.meaning for row in shipped_rows())] == list(MEANINGS) == list(SAYS)


@pytest.mark.parametrize("meaning", MEANINGS)
def test_every_example_is_read_as_its_meaning_says_because_of_its_word(meaning: str) -> None:
    told = [row for row in shipped_rows() if row.meaning == meaning and row.example]
    assert len(told) >= 2
    for row in told:
        assert row.word in row.example
        assert holds(meaning, row.example), row
        if meaning != "慢":  # says what is no obstacle, as a word nobody knows is none
            assert not holds(meaning, row.example.replace(row.word, NOBODYS)), row


@pytest.mark.parametrize("meaning", MEANINGS)
def test_a_row_with_a_word_nobody_has_is_read_at_once(meaning: str, with_new: Lexicon) -> None:
    sentence = SAYS[meaning].sentence.replace("〇", NEW[meaning])
    assert not holds(meaning, sentence)
    assert holds(meaning, sentence, with_new)


def test_a_new_word_for_finishing_counts_figures_and_claims_the_whole() -> None:
    city = with_rows(rows("办结,通气,,,", "堵点,设计变更,,,", "单位·简称,江投,,,"))
    assert holds("办结", "通气15个", city)
    assert holds("办成·数字后", "15个已通气", city)
    assert holds("办结·整件", "目前已通气", city)
    assert not holds("办结·整件", "目前已通气")
    assert holds("堵点", "设计变更", city)
    assert not holds("堵点", "设计变更", Lexicon(row for row in shipped_rows() if "变更" not in row.word))
    assert holds("单位·简称", "请江投拨付资金", city)


def test_the_order_of_the_rows_says_nothing() -> None:
    turned = Lexicon(reversed(shipped_rows()))
    for line in REPLIES.read_text(encoding="utf-8").splitlines():
        row = from_json(json.loads(line))
        read = [
            read_reply(row.text, sent_at=row.sent_at, tasks=row.tasks, previous=row.previous, lexicon=lexicon)
            for lexicon in (shipped(), turned)
        ]
        assert read[0] == read[1], row.text


def test_what_may_not_stand_before_or_behind_a_word() -> None:
    city = with_rows(rows("堵点,龘龘,不再、只是,了结,"))
    assert holds("堵点", "现场龘龘", city)
    assert not holds("堵点", "现场不再龘龘", city)
    assert not holds("堵点", "现场只是龘龘", city)
    assert not holds("堵点", "现场龘龘了结", city)
    assert holds("堵点", "现场龘龘了", city)


def test_the_conditions_of_a_city_take_the_place_of_ours() -> None:
    assert holds("堵点", "现场停电")
    assert not holds("堵点", "现场停电检修", with_rows(rows("堵点,停电,,检修,", "堵点·不利,停,,电检修、车,")))


WRONG = [
    ("办成了,并网", ["第2行", "没有「办成了」这种意思", "办成"]),
    (",并网", ["第2行", "没有写意思"]),
    ("办结,", ["第2行", "没有写词"]),
    ("办结,并网、投产", ["第2行", "不是字的符号", "分成几行"]),
    ("办结,.*", ["第2行", "不是字的符号"]),
    ("办结,一二三四五六七八九十一二三", ["第2行", "太长", "最多 12 个字"]),
    ("办结,并网,(不)", ["第2行", "前面不能是", "「(不)」"]),
    ("办结,并网\r\n\r\n办结,并网", ["第4行", "第2行已经有了", "删掉一行"]),
]


@pytest.mark.parametrize(("line", "told"), WRONG)
def test_a_wrong_row_is_named_with_what_to_write(line: str, told: list[str]) -> None:
    with pytest.raises(OperatorError) as error:
        rows(line)
    assert all(part in str(error.value) for part in ("本市.csv", *told)), str(error.value)


def test_all_wrong_rows_are_told_at_once_up_to_ten() -> None:
    with pytest.raises(OperatorError) as error:
        rows(*["办成了,并网"] * 3, "办结,并网", *["无,无"] * 9)
    head, *lines = str(error.value).splitlines()
    assert "有 12 处要改" in head
    assert [line[:2] for line in lines] == ["第2", "第3", "第4", *(f"第{n}"[:2] for n in range(6, 13)), "……"]
    assert "另有 2 处" in lines[-1]


def test_a_word_of_one_character_is_too_wide_for_a_city() -> None:
    with pytest.raises(OperatorError, match="只有 1 个字"):
        read_rows(table("堵点,水"), name="本市.csv", shortest=2)


@pytest.mark.parametrize("content", ["", "词,例句\r\n并网,", "意思\r\n办结"])
def test_a_table_without_its_heading_is_told_what_it_should_be(content: str) -> None:
    with pytest.raises(OperatorError, match="第一行应是表头"):
        read_rows(content.encode(), name="本市.csv")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("comma", [",", "\t"])
def test_the_table_is_read_as_office_programs_save_it(encoding: str, comma: str) -> None:
    content = "词,意思,备注\r\n并网,办结,2026年加\r\n,,\r\n".replace(",", comma).encode(encoding)
    assert read_rows(content, name="本市.csv") == (Row("办结", "并网", line=2),)
