"""What people put right becomes labelled replies without names: exported, read again unchanged, the same every time."""

import asyncio
import json
import os
import sys
from pathlib import Path
from typing import Any

import pytest
from city_of_stories import BUILDING, HOMES, PIPES, ROADS, WATER, City
from office import Office

from models.people import Account, Person, Unit
from models.rules.reading import predict

SMALL = City(units=(BUILDING, WATER), tasks=(ROADS, HOMES, PIPES))


@pytest.fixture
async def put_right(office: Office) -> Office:
    """A number read wrongly, one said wrongly, a wrong task, a slip, a completion that was none."""
    office.city = SMALL
    await office.open_year()
    await office.say("方建业", "都由王副局牵头，3月13日报方案")
    await office.at("2026-03-24 10:00")
    for words in (
        "3号打通5条，剩下的由甘一帆盯，电话13812345678，卡在市水利局的管线，江河清局长知道",
        "更正 3号打通4条",
        "更正 3号打通6条",
        "6号完成18公里",
        "不是6，是13",
        "6号改造130个",
        "不对，是13个",
        "13号没有困难",
        "3号报结，青建验〔2026〕11号",
        "3号没办结，还差2条没验收",
    ):
        await office.say("方建业", words)
    return office


def rows_of(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


async def exported(office: Office, path: Path) -> list[dict[str, Any]]:
    command = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "export-corrections", str(path), stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE, env=os.environ | {"DATABASE_URL": office.database_url, "SANDBOX": "1"},
    )  # fmt: skip
    told, complained = await command.communicate()
    assert command.returncode == 0, complained.decode()
    assert "条更正" in told.decode()
    return rows_of(path)


async def test_corrections_come_out_as_labelled_replies_that_name_nobody(put_right: Office, tmp_path: Path) -> None:
    rows = await exported(put_right, tmp_path / "pairs.jsonl")
    by_task = {(row["task"]["ref"], row["why"]): row for row in rows}
    assert set(by_task) == {("3", "restated"), ("13", "moved"), ("6", "restated")}, [
        (r["task"]["ref"], r["why"], r["reply"]) for r in rows
    ]
    moved = by_task["13", "moved"]
    assert (moved["reply"], moved["expected"]["indicators"][0]["value"]) == ("完成18公里", 18)
    slip = by_task["6", "restated"]
    assert "130个" in slip["reply"]
    assert [figure["value"] for figure in slip["expected"]["indicators"]] == [13]

    whole = json.dumps(rows, ensure_ascii=False)
    names = [name for person in await Person.all() for name in (person.name, person.phone) if name]
    names += [name for unit in await Unit.all() for name in (unit.name, *unit.short_names)]
    names += [account.userid for account in await Account.all()] + ["甘一帆", "13812345678", "王副局", "青建验"]
    assert [name for name in names if name in whole] == []
    assert "某局" in whole
    assert [predict(row)["id"] for row in rows] == [row["id"] for row in rows]  # `read --jsonl` takes them as they are
    again = await exported(put_right, tmp_path / "again.jsonl")
    assert again == rows
