"""One section of a settings file, read strictly: a wrong or unknown key is named in plain words."""

import re
from collections.abc import Callable, Mapping
from datetime import time
from enum import Enum
from typing import Any, TypeVar

from models.errors import OperatorError
from models.rules.lengths import Length, read_length

Member = TypeVar("Member", bound=Enum)
Value = TypeVar("Value")


class Section:
    def __init__(self, values: Mapping[str, Any], path: str = "") -> None:
        self._values = values
        self._path = path
        self._read: set[str] = set()

    def __contains__(self, key: str) -> bool:
        return key in self._values

    def keys(self) -> tuple[str, ...]:
        return tuple(self._values)

    def wrong(self, key: str, why: str) -> OperatorError:
        return OperatorError(f"规则文件 {self._path}{key}：{why}")

    def finish(self) -> None:
        """Refuses what nobody asked for: a misspelt key would otherwise be silently without effect."""
        for key in self._values:
            if key not in self._read:
                known = "、".join(sorted(self._read))
                raise self.wrong(key, f"没有这一项，这里可以写：{known}")

    def section(self, key: str) -> "Section":
        return Section(self._get(key, dict, "应为一节"), f"{self._path}{key}.")

    def sections(self, key: str) -> tuple["Section", ...]:
        rows = self._get(key, list, "应为若干节")
        if not all(isinstance(row, dict) for row in rows):
            raise self.wrong(key, "应为若干节")
        return tuple(Section(row, f"{self._path}{key}[{n}].") for n, row in enumerate(rows, 1))

    def text(self, key: str) -> str:
        return str(self._get(key, str, "应为带引号的文字"))

    def flag(self, key: str) -> bool:
        return bool(self._get(key, bool, "应为 true 或 false"))

    def number(self, key: str, *, least: float = 0, most: float = 10_000) -> float:
        value = self._get(key, (int, float), "应为数字")
        if isinstance(value, bool) or not least <= value <= most:
            raise self.wrong(key, f"应为 {least:g} 到 {most:g} 的数字")
        return float(value)

    def integer(self, key: str, *, least: int = 0, most: int = 10_000) -> int:
        value = self.number(key, least=least, most=most)
        if value != int(value):
            raise self.wrong(key, "应为整数")
        return int(value)

    def integers(self, key: str) -> tuple[int, ...]:
        values = self._get(key, list, "应为一列整数，如 [1, 2]")
        if not all(type(value) is int and 0 <= value <= 1000 for value in values):
            raise self.wrong(key, "应为一列整数，如 [1, 2]")
        return tuple(values)

    def strings(self, key: str) -> tuple[str, ...]:
        values = self._get(key, list, "应为一列带引号的文字")
        if not all(isinstance(value, str) for value in values):
            raise self.wrong(key, "应为一列带引号的文字")
        return tuple(values)

    def clock(self, key: str) -> time:
        return self.parsed(key, read_clock, "应为时刻，如 08:40")

    def parsed(self, key: str, read: Callable[[str], Value], why: str) -> Value:
        try:
            return read(self.text(key))
        except ValueError as error:
            raise self.wrong(key, why) from error

    def length(self, key: str) -> Length | None:
        try:
            return read_length(self.text(key))
        except ValueError as error:
            raise self.wrong(key, str(error)) from error

    def member(self, key: str, kinds: type[Member], *, by_name: bool = False) -> Member:
        return self.members_of((self.text(key),), key, kinds, by_name=by_name)[0]

    def members(self, key: str, kinds: type[Member]) -> tuple[Member, ...]:
        return self.members_of(self.strings(key), key, kinds)

    def members_of(
        self, words: tuple[str, ...], key: str, kinds: type[Member], *, by_name: bool = False
    ) -> tuple[Member, ...]:
        known = {kind.name if by_name else str(kind.value): kind for kind in kinds}
        for word in words:
            if word not in known:
                raise self.wrong(key, f"没有“{word}”，可以写：{'、'.join(known)}")
        return tuple(known[word] for word in words)

    def _get(self, key: str, types: type | tuple[type, ...], why: str) -> Any:
        self._read.add(key)
        if key not in self._values:
            raise self.wrong(key, "缺这一项")
        value = self._values[key]
        if not isinstance(value, types):
            raise self.wrong(key, why)
        return value


def read_clock(text: str) -> time:
    if not re.fullmatch(r"\d{1,2}:\d{2}", text):
        raise ValueError(text)
    hour, minute = text.split(":")
    return time(int(hour), int(minute))


def read_span(text: str) -> tuple[time, time]:
    """08:30-12:00"""
    opens, closes = (read_clock(part.strip()) for part in text.split("-"))
    if opens >= closes:
        raise ValueError(text)
    return opens, closes


def read_day(text: str) -> tuple[int, int]:
    """12-15 → (12, 15)"""
    if not re.fullmatch(r"\d{2}-\d{2}", text):
        raise ValueError(text)
    month, day = int(text[:2]), int(text[3:])
    if not (1 <= month <= 12 and 1 <= day <= 31):
        raise ValueError(text)
    return month, day
