"""Draws what a picture shows, at the size of a phone: an SVG template, and the PNG of it."""

from pathlib import Path

import resvg_py
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.pictures.font import FONT, seen
from models.rules.standing_picture import Picture

WIDTH = 750  # of a phone, twice over
COLOURS = {"done": "#2f6fb5", "green": "#2e9b4f", "yellow": "#e5a400", "red": "#d02f2a", "white": "#8a929c"}
TOP, ROW, ROW_WITHOUT_BAR, NOTE = 196, 98, 64, 34
MARGIN, NOTE_SIZE = 32, 23
FIRST_LAMP, BETWEEN = 300, 90

_templates = Environment(
    loader=FileSystemLoader(Path(__file__).parent), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
    lstrip_blocks=True,
)  # fmt: skip


def svg(shown: Picture) -> str:
    """Whatever lamps there are stand in columns of their own, so that an eye runs down each."""
    tops, foot = _places(shown)
    return _templates.get_template("standing.svg").render(
        picture=shown, width=WIDTH, height=foot + NOTE * len(shown.notes) + 24, tops=tops, foot=foot, colours=COLOURS,
        columns={key: FIRST_LAMP + BETWEEN * n for n, (key, _) in enumerate(shown.legend)},
        counts=dict(shown.whole.shown), seen=seen, margin=MARGIN, note_size=NOTE_SIZE, note_height=NOTE,
    )  # fmt: skip


def png(shown: Picture) -> bytes:
    """Some 50 ms of a core, and nothing else of the process runs meanwhile: see studio."""
    drawn = resvg_py.svg_to_bytes(
        svg_string=svg(shown), font_files=[str(FONT)], skip_system_fonts=True, font_family="Noto Sans SC",
        sans_serif_family="Noto Sans SC",
    )  # fmt: skip
    return bytes(drawn)


def _places(shown: Picture) -> tuple[list[int], int]:
    """Where each row begins, and where the last one ends."""
    tops, at = [], TOP
    for row in shown.rows:
        tops.append(at)
        at += ROW if row.percent is not None else ROW_WITHOUT_BAR
    return tops, at
