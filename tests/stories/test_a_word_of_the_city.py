"""督查室 adds a word that nobody else has: after a restart the bot reads it, and without the table it does not."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from city_of_stories import ROADS, City
from office import Office

from models.tasks import Assignment

TABLE = "意思,词,前面不能是,后面不能是,例句\n办成·数字后,放行,,,3条放行\n堵点,龘龘,,,现场龘龘\n"
SAID = "3条放行，道口龘龘"


@pytest.fixture
async def office(database_url: str) -> AsyncIterator[Office]:
    async with Office.open(database_url) as opened:
        opened.city = City().only(ROADS)
        await opened.open_year()
        await opened.tap("方建业", "认领")
        await opened.read("方建业")
        yield opened


async def figures() -> list[float]:
    given = await Assignment.get(task__seq=3, role="lead")
    return [one["value"] for one in given.figures]


async def test_a_row_of_the_citys_table_is_read_after_a_restart(office: Office, tmp_path: Path) -> None:
    await office.say("方建业", f"3号{SAID}")
    await office.expect("方建业", f"3号已登记：“{SAID}”")
    assert await figures() == []
    table = tmp_path / "本市词表.csv"
    table.write_text(TABLE, encoding="gb18030")
    await office.restart(lexicon_file=str(table))
    await office.say("方建业", f"3号{SAID}")
    await office.expect("方建业", "3号已登记：打通断头路3条", "困难：道口龘龘")
    assert await figures() == [3]
