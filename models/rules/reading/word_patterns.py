"""Patterns whose words come from the table: 〈意思〉 in a pattern stands for all words of that meaning."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cached_property

from models.rules.reading.word_table import Row

_PLACE = re.compile(r"〈([^〈〉]+)〉")
_FIRST_OF_ALL = re.compile(r"〈([^〈〉]+)〉(?=\||$)")
_NEVER = "(?!)"  # where a meaning has no words


class Words:
    """The words of a lexicon by meaning; a later row takes the place of an earlier one of the same meaning and word."""

    def __init__(self, rows: Iterable[Row]) -> None:
        by_meaning: dict[str, dict[str, Row]] = {}
        for row in rows:
            by_meaning.setdefault(row.meaning, {})[row.word] = row
        self._rows: Mapping[str, Mapping[str, Row]] = by_meaning

    def filled(self, source: str) -> str:
        """The source with its words; 〈办结|办成〉 takes those of both meanings."""
        first = _FIRST_OF_ALL.match(source)  # without a group, so that the engine knows the characters to scan for
        begin = self._alternation(first[1].split("|")) if first else ""
        rest = source[first.end() :] if first else source
        return begin + _PLACE.sub(lambda place: f"(?:{self._alternation(place[1].split('|'))})", rest)

    def _alternation(self, meanings: Iterable[str]) -> str:
        """Longest words first, so that the order of the rows says nothing; grouped by their first characters for speed."""
        rows = [row for meaning in meanings for row in self._rows.get(meaning, {}).values()]
        groups: dict[str, list[str]] = {}
        for row in sorted(rows, key=lambda row: -len(row.word)):
            rest = row.word[1:] + _conditions(row)
            if rest not in (group := groups.setdefault(row.word[0], [])):
                group.append(rest)
        return "|".join(first + _either(rests) for first, rests in groups.items()) or _NEVER


def _conditions(row: Row) -> str:
    """Both stand behind the word, so that its first character begins the alternative, which the engine scans for."""
    before = "".join(f"(?<!{each}{row.word})" for each in row.not_before)
    return before + (f"(?!{'|'.join(row.not_after)})" if row.not_after else "")


def _either(rests: list[str]) -> str:
    return rests[0] if len(rests) == 1 else f"(?:{'|'.join(rests)})"


class Patterns:
    """A family of patterns over one lexicon, each compiled once."""

    def __init__(self, words: Words) -> None:
        self.words = words
        for name, each in vars(type(self)).items():
            if isinstance(each, cached_property):
                getattr(self, name)


def pattern(source: str) -> cached_property[re.Pattern[str]]:
    """An attribute of Patterns."""
    return cached_property(lambda self: re.compile(self.words.filled(source)))


def patterns(*sources: str) -> cached_property[tuple[re.Pattern[str], ...]]:
    return cached_property(lambda self: tuple(re.compile(self.words.filled(source)) for source in sources))
