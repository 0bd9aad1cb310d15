"""A damaged file is read or refused in words; it never breaks the reader."""

import random

import pytest
from hostile_files import plain_workbook

from bot.documents.reader import read_tables_now
from models.errors import FileRefused


@pytest.mark.parametrize("seed", range(12))
def test_a_damaged_file_is_read_or_refused(seed: int) -> None:
    chance = random.Random(seed)
    data = bytearray(plain_workbook("任务"))
    for _ in range(chance.randint(1, 30)):
        data[chance.randrange(4, len(data))] = chance.randrange(256)
    refusal = ""
    try:
        assert read_tables_now(bytes(data), "计划.xlsx")
    except FileRefused as error:
        refusal = error.reason
    assert refusal == "" or refusal.endswith("。")
