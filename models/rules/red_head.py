"""Whether a picture looks like a red-head paper (红头文件), from a small copy of its pixels: red letters, often over a red line.

A guess that errs towards holding: a person releases what was held for nothing. What it measures, on paper that may lie
askew: much that is white; in the upper part of the white a band of red strokes, broken like letters, that stand on
white themselves; beneath it a thin red line; nowhere else so much red. Banners and flags are red surfaces, charts have
their red below, and a stamp is red where a paper ends.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

SIDE = 320  # of the small copy, its longer one
Pixels = Sequence[tuple[int, int, int]]

PAPER_SHARE = 0.40  # of the picture
RED_LEAST, RED_MOST = 0.008, 0.30  # of the upper part of the paper
STROKES = 8  # red runs in a row of letters
STROKES_OVER_LINE = 5
WIDTH_OF_LETTERS, WIDTH_OVER_LINE = 0.40, 0.25  # of the paper
FILL_MOST = 0.72  # of the box round the letters: more is a surface
ON_WHITE = 0.55  # of the strokes' ends
LINE_SHARE = 0.55  # of the paper's width
LINE_THICKNESS = 7
UPPER = 0.48
BELOW_MOST = 0.6  # red in the middle of the paper, against that of its upper part
SLOPES = tuple(step / 50 for step in range(-14, 15))


@dataclass(frozen=True, slots=True)
class _Box:
    left: int
    top: int
    right: int
    bottom: int

    @property
    def width(self) -> int:
        return self.right - self.left + 1

    @property
    def height(self) -> int:
        return self.bottom - self.top + 1


@dataclass(frozen=True, slots=True)
class _Grid:
    width: int
    height: int
    red: list[list[bool]]
    white: list[list[bool]]


def looks_like_red_head(width: int, height: int, pixels: Pixels) -> bool:
    """`pixels` row by row, of a copy whose longer side is at most SIDE."""
    grid = _grid(width, height, pixels)
    paper = _paper(grid)
    if paper is None:
        return False
    upper = _Box(paper.left, paper.top, paper.right, paper.top + int(paper.height * UPPER))
    red = _count(grid, upper)
    if not RED_LEAST <= red / (upper.width * upper.height) <= RED_MOST or _is_red_below(grid, paper, red):
        return False
    has_line = _has_line(grid, upper)
    return _has_letters(grid, upper, over_line=has_line)


def _grid(width: int, height: int, pixels: Pixels) -> _Grid:
    """Colours against the light they are seen in: the brighter tenth of the picture is taken for white."""
    lights = [sorted(pixel[channel] for pixel in pixels)[int(len(pixels) * 0.9)] or 1 for channel in range(3)]
    gains = [min(2.5, 245 / light) for light in lights]
    red, white = [], []
    for row in range(height):
        seen = [_lit(pixel, gains) for pixel in pixels[row * width : (row + 1) * width]]
        red.append([_is_red(*pixel) for pixel in seen])
        white.append([_is_white(*pixel) for pixel in seen])
    return _Grid(width, height, red, white)


def _lit(pixel: tuple[int, int, int], gains: Sequence[float]) -> tuple[float, float, float]:
    first, second, third = (part * gain for part, gain in zip(pixel, gains, strict=True))
    return first, second, third


def _is_red(red: float, green: float, blue: float) -> bool:
    other = max(green, blue)
    return red >= 90 and red - other >= 50 and red >= 1.35 * other and abs(green - blue) <= 0.45 * red


def _is_white(red: float, green: float, blue: float) -> bool:
    return min(red, green, blue) >= 130 and max(red, green, blue) - min(red, green, blue) <= 60


def _paper(grid: _Grid) -> _Box | None:
    """Where most is white; None where that is too little to be a paper, or lies too flat to be a page."""
    rows = [sum(row) for row in grid.white]
    if sum(rows) < PAPER_SHARE * grid.width * grid.height:
        return None
    tall = [at for at, count in enumerate(rows) if count >= 0.35 * grid.width]
    columns = [sum(grid.white[row][at] for row in range(grid.height)) for at in range(grid.width)]
    broad = [at for at, count in enumerate(columns) if count >= 0.35 * grid.height]
    if not tall or not broad:
        return None
    box = _Box(broad[0], tall[0], broad[-1], tall[-1])
    return box if box.height >= 0.6 * box.width else None


def _count(grid: _Grid, box: _Box) -> int:
    return sum(sum(grid.red[row][box.left : box.right + 1]) for row in range(box.top, box.bottom + 1))


def _is_red_below(grid: _Grid, paper: _Box, red: int) -> bool:
    middle = _Box(
        paper.left, paper.top + int(paper.height * UPPER) + 1, paper.right, paper.top + int(paper.height * 0.72)
    )
    return middle.bottom > middle.top and _count(grid, middle) > BELOW_MOST * red


def _has_line(grid: _Grid, box: _Box) -> bool:
    """Columns with a thin red run at the height of one straight line, level or askew."""
    found: Counter[tuple[float, int]] = Counter()
    for column in range(box.left, box.right + 1):
        for middle in _thin(grid, column, box):
            for slope in SLOPES:
                found[slope, round((middle - slope * column) / 2)] += 1
    return bool(found) and max(found.values()) >= LINE_SHARE * box.width


def _thin(grid: _Grid, column: int, box: _Box) -> list[int]:
    runs = _runs([grid.red[row][column] for row in range(box.top, box.bottom + 1)])
    return [box.top + (start + end) // 2 for start, end in runs if end - start < LINE_THICKNESS]


def _has_letters(grid: _Grid, box: _Box, *, over_line: bool) -> bool:
    """Rows of broken red strokes on white, wide as a heading, and no surface."""
    least, wide = (STROKES_OVER_LINE, WIDTH_OVER_LINE) if over_line else (STROKES, WIDTH_OF_LETTERS)
    rows = [row for row in range(box.top, box.bottom + 1) if _is_of_letters(grid, row, box, least=least, wide=wide)]
    if len(rows) < (2 if over_line else 3):
        return False
    reds = [(at, row) for row in rows for at in range(box.left, box.right + 1) if grid.red[row][at]]
    spread = max(at for at, _ in reds) - min(at for at, _ in reds) + 1
    return len(reds) <= FILL_MOST * spread * len(rows)


def _is_of_letters(grid: _Grid, row: int, box: _Box, *, least: int, wide: float) -> bool:
    runs = [run for run in _runs(grid.red[row][box.left : box.right + 1]) if run[1] - run[0] < 0.3 * box.width]
    if len(runs) < least or runs[-1][1] - runs[0][0] < wide * box.width:
        return False
    ends = [at for start, end in runs for at in (start - 2, end + 1)]
    seen = [grid.white[row][box.left + at] for at in ends if 0 <= at < box.width]
    return sum(seen) >= ON_WHITE * len(seen)


def _runs(line: Sequence[bool]) -> list[tuple[int, int]]:
    """Where it is true: from, and up to."""
    found, start = [], None
    for at, is_so in enumerate([*line, False]):
        if is_so and start is None:
            start = at
        elif not is_so and start is not None:
            found.append((start, at))
            start = None
    return found
