"""Labelled replies as they might also have been typed: characters and clauses lost, doubled, swapped; wide, torn, adorned."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence

WIDE = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}
ADORNMENTS = (
    "😂",
    "👍",
    "🙏",
    "\n",
    "\n\n",
    " ",
    "\u3000",
    "~",
    "……",
    "！！",
    "?",
    "@",
    "：",
    "、",
    "/",
    "-",
    ".",
    "%",
    "\u200b",
    "\ufeff",
    "𠮷",
    "①",
)
_CLAUSE = re.compile(r"[^，。；;,\n]+[，。；;,\n]?")
Mutation = Callable[[str, random.Random, Sequence[str]], str]


def _drop(text: str, chance: random.Random, _: Sequence[str]) -> str:
    at = chance.randrange(len(text) + 1)
    return text[:at] + text[at + chance.randint(1, 4) :]


def _double(text: str, chance: random.Random, _: Sequence[str]) -> str:
    at = chance.randrange(len(text) + 1)
    return text[:at] + text[at : at + chance.randint(1, 6)] * 2 + text[at:]


def _swap(text: str, chance: random.Random, _: Sequence[str]) -> str:
    a, b = sorted(chance.randrange(len(text) + 1) for _ in range(2))
    return text[:a] + text[b : b + 3] + text[a + 3 : b] + text[a : a + 3] + text[b + 3 :]


def _clauses(text: str, chance: random.Random, _: Sequence[str]) -> str:
    parts = _CLAUSE.findall(text)
    chance.shuffle(parts)
    return "".join(parts[: chance.randint(0, len(parts))] + parts[:1])


def _digits(text: str, chance: random.Random, _: Sequence[str]) -> str:
    return re.sub(r"\d", lambda found: chance.choice("0123456789") if chance.random() < 0.5 else found[0], text)


def _spelt(text: str, chance: random.Random, _: Sequence[str]) -> str:
    return re.sub(
        r"\d",
        lambda found: chance.choice("零一二三四五六七八九十百千万亿两半") if chance.random() < 0.5 else found[0],
        text,
    )


def _wide(text: str, _chance: random.Random, _: Sequence[str]) -> str:
    return text.translate(WIDE)


def _adorn(text: str, chance: random.Random, _: Sequence[str]) -> str:
    at = chance.randrange(len(text) + 1)
    return text[:at] + chance.choice(ADORNMENTS) * chance.randint(1, 3) + text[at:]


def _of_another(text: str, chance: random.Random, others: Sequence[str]) -> str:
    other = chance.choice(_CLAUSE.findall(chance.choice(others)) or [""])
    at = chance.randrange(len(text) + 1)
    return text[:at] + other + text[at:]


MUTATIONS: tuple[Mutation, ...] = (_drop, _double, _swap, _clauses, _digits, _spelt, _wide, _adorn, _of_another)


def mutated(text: str, chance: random.Random, others: Sequence[str]) -> str:
    for mutation in chance.choices(MUTATIONS, k=chance.randint(1, 3)):
        text = mutation(text, chance, others)
    return text[:1300]
