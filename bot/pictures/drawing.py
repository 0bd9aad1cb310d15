"""Draws what a picture shows: SVG for a page, PNG for a phone."""

from pathlib import Path

import resvg_py
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from models.rules.standing_picture import Picture, Row

HERE = Path(__file__).parent
FONT = HERE / "NotoSansSC.otf"
WIDTH = 750  # of a phone, twice over
COLOURS = {"done": "#8fb8de", "green": "#3aa757", "yellow": "#f2b200", "red": "#d93025", "white": "#d5d8dc"}
WORDS = {"done": "办结", "green": "正常", "yellow": "偏慢", "red": "滞后", "white": "未评"}
TOP, ROW, FOOT = 236, 74, 64

_templates = Environment(
    loader=FileSystemLoader(HERE), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
)


def svg(shown: Picture) -> str:
    """The same drawing is inline on a page and a picture in a chat."""
    height = TOP + ROW * len(shown.rows) + FOOT
    template = _templates.get_template("standing.svg")
    return template.render(
        picture=shown, width=WIDTH, height=height, top=TOP, row_height=ROW, colours=COLOURS, words=WORDS, pieces=_pieces,
    )  # fmt: skip


def png(shown: Picture) -> bytes:
    """At the size of a phone. It takes some 50 ms of a core: call it beside the loop."""
    drawn = resvg_py.svg_to_bytes(
        svg_string=svg(shown), font_files=[str(FONT)], skip_system_fonts=True, font_family="Noto Sans SC",
        sans_serif_family="Noto Sans SC",
    )  # fmt: skip
    return bytes(drawn)


def _pieces(row: Row, start: float, width: float) -> list[tuple[str, int, float, float]]:
    """Colour, count, left edge and width of each lamp's share of a bar."""
    found, at = [], start
    for key, count in row.shown:
        wide = width * count / row.total
        found.append((COLOURS[key], count, at, wide))
        at += wide
    return found
