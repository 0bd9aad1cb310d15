"""The picture of a digest: what finds room, what is behind is never left out, and every figure is one of the whole."""

import struct
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.pictures import drawing
from bot.pictures.font import MISSING, covered, seen
from models.overview import Overview, Tally
from models.rules.standing_picture import MOST_ROWS, Picture, Row, chosen, from_json, gap, row, to_json
from models.wording import pictures

ROOT = Path(__file__).parents[2]
MORNING = datetime(2026, 6, 7, 23, 50, tzinfo=UTC)
LAMPS = ("done", "green", "yellow", "red", "white")


def unit(n: int, *, red: int = 0) -> Row:
    return row(f"第{n}局", {"red": red, "green": 2}, 40, 50)


def tally(name: str, shown: dict[str, int], percent: float | None) -> Tally:
    found = Tally(name)
    measured = int(percent is not None)
    found.add({"shown": "green", "n": 0, "percents": percent, "expecteds": 50.0 * measured, "measured": measured})
    found.shown = shown
    return found


def city(count: int, *, name: str = "市住建局") -> Picture:
    units = [
        tally(
            name,
            {lamp: (n + place) % 4 for place, lamp in enumerate(LAMPS)},
            None if n % 5 == 4 else float(n * 9 % 130),
        )
        for n in range(count)
    ]
    whole = Counter[str]()
    for one in units:
        whole.update(one.shown)
    found = Overview(tally("", dict(whole), 46.4), units, [])
    return pictures.standing("沈市长", MORNING, found, {"自报": 20, "已对账": 12}, whole=False)


@pytest.mark.parametrize(
    ("units", "behind", "shown", "rest"),
    [
        (1, {}, [0], 0),
        (MOST_ROWS, {}, list(range(12)), 0),
        (MOST_ROWS + 1, {}, list(range(11)), 2),  # a rest of one would take the line it leaves free
        (30, {29: 1, 20: 3}, [0, 1, 2, 3, 4, 5, 6, 7, 8, 20, 29], 19),
    ],
)
def test_the_slow_find_room_and_all_stand_in_official_order(
    units: int, behind: dict[int, int], shown: list[int], rest: int
) -> None:
    rows = [unit(n, red=behind.get(n, 0)) for n in range(units)]
    found, left = chosen(rows)
    assert ([one.name for one in found], len(left)) == ([f"第{n}局" for n in shown], rest)


@pytest.mark.parametrize(
    ("percent", "expected", "points"),
    [(46.4, 49.6, -4), (50, 50.4, 0), (120, 50, 70), (None, 50, 0), (3, None, 0)],
)
def test_the_gap_is_between_the_figures_beside_it(percent: float | None, expected: float | None, points: int) -> None:
    assert gap(percent, expected) == points


@pytest.mark.parametrize("units", [1, 12, 30])
def test_the_rows_sum_up_to_the_whole(units: int) -> None:
    found = city(units)
    assert found.title == f"6月8日 沈市长 分管{found.whole.total}项"
    assert len(found.rows) <= MOST_ROWS
    summed = Counter[str]()
    for one in found.rows:
        summed.update(dict(one.shown))
    assert dict(summed) == dict(found.whole.shown)
    assert from_json(to_json(found)) == found
    assert (found.whole.percent, found.whole.gap) == (46, "慢4个百分点")
    assert found.notes[:2] == ("截至6月8日07:50，竖线为序时。", "进度自报20项、已对账12项。")


def test_no_note_is_cut_at_the_edge_in_a_city_of_thousands() -> None:
    standings = {"自报": 1288, "已对账": 1288, "已核": 1288}
    found = pictures.standing(
        "沈市长", MORNING, Overview(tally("", {"green": 3864}, 46.4), [], []), standings, whole=True
    )
    most = (drawing.WIDTH - 2 * drawing.MARGIN) // drawing.NOTE_SIZE  # characters of full width
    assert max(len(note) for note in found.notes) <= most


@pytest.mark.parametrize("units", [1, 12, 30])
def test_it_is_as_wide_as_a_phone_and_light(units: int) -> None:
    png = drawing.png(city(units, name="市人力资源和社会保障局"))
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", png[16:24])
    assert width == 750
    assert 300 < height < 1500
    assert len(png) < 300_000


def test_each_lamp_has_a_shape_of_its_own() -> None:
    """Who sees no colours sees the lamps."""
    drawn = {lamp: drawing.svg(Picture("", row("", {lamp: 7}, None, None), (), ((lamp, ""),), ())) for lamp in LAMPS}
    shapes = set()
    for lamp, svg in drawn.items():
        for colour in drawing.COLOURS.values():
            svg = svg.replace(colour, "")
        shapes.add(svg)
        assert ">7</text>" in svg, lamp
    assert len(shapes) == len(LAMPS)


def test_every_word_of_ours_can_be_drawn() -> None:
    words = [path.read_text(encoding="utf-8") for path in (ROOT / "models/wording").glob("*.py")]
    chinese = {each for text in words for each in text if "\u4e00" <= each <= "\u9fff" or each in "，。：；、（）％—…"}
    assert len(chinese) > 400
    assert {each for each in chinese if ord(each) not in covered()} == set()


def test_a_character_the_font_lacks_is_seen_and_nothing_breaks() -> None:
    assert seen("滘口镇\x0b𠮷") == f"{MISSING}口镇{MISSING}{MISSING}"
    assert ord(MISSING) in covered()
    drawn = drawing.svg(city(2, name="<㟎>&滘"))
    assert f"&lt;{MISSING}&gt;&amp;{MISSING}" in drawn
    assert drawing.png(city(2, name="<㟎>&滘\x00")).startswith(b"\x89PNG")
