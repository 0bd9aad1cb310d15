"""The lexicon of the reader: a table of words, and the patterns they fill."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from importlib import resources

from models.rules.reading.figure_words import FigureWords
from models.rules.reading.intent_words import IntentWords
from models.rules.reading.obstacle_words import ObstacleWords
from models.rules.reading.promise_words import PromiseWords
from models.rules.reading.quality_words import QualityWords
from models.rules.reading.request_words import RequestWords
from models.rules.reading.word_patterns import Words
from models.rules.reading.word_table import Row, read_rows


class Lexicon:
    """Costs a quarter of a second to build; a value, shared by every reading."""

    def __init__(self, rows: Iterable[Row]) -> None:
        words = Words(rows)
        self.figures = FigureWords(words)
        self.intents = IntentWords(words)
        self.obstacles = ObstacleWords(words)
        self.promises = PromiseWords(words)
        self.quality = QualityWords(words)
        self.requests = RequestWords(words)


@lru_cache(maxsize=1)
def shipped() -> Lexicon:
    return Lexicon(shipped_rows())


def with_rows(more: Iterable[Row]) -> Lexicon:
    """The shipped words and a city's own; where both have a word, the city's conditions hold."""
    return Lexicon((*shipped_rows(), *more))


def shipped_rows() -> tuple[Row, ...]:
    return read_rows(resources.files("models.rules.reading").joinpath("lexicon.csv").read_bytes(), name="lexicon.csv")
