"""A story of the sample city, line by line: who says, taps, sends or reads what, and when.

== 标题            a chapter             @ 2026-02-11 08:45   turn the clock
user: words        somebody types        user > 按钮          somebody taps the button that begins so
user + picture     somebody sends a picture                  user ?   read what is new on that phone
-- words           the narrator          # words              a note to whoever edits the story
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from bot.commands.players import Players

SAMPLES = Path(__file__).parents[1] / "samples"


class Kind(StrEnum):
    CHAPTER = "=="
    NARRATION = "--"
    MOMENT = "@"
    WORDS = ":"
    TAP = ">"
    PICTURE = "+"
    LOOK = "?"


@dataclass(frozen=True, slots=True)
class Step:
    kind: Kind
    who: str  # the user id; empty for the narrator and the clock
    words: str  # of the chapter, the narrator, the person or the button; the moment


def steps(name: str) -> Iterator[Step]:
    for line in (SAMPLES / name).read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            yield _step(line.strip())


def _step(line: str) -> Step:
    first, _, rest = line.partition(" ")
    if first in {Kind.CHAPTER, Kind.NARRATION, Kind.MOMENT}:
        return Step(Kind(first), "", rest)
    if first.endswith(":"):
        return Step(Kind.WORDS, first[:-1], rest)
    mark, _, words = rest.partition(" ")
    return Step(Kind(mark), first, words)


async def act(players: Players, step: Step) -> None:
    """Do what the step says, and let the bot work until it is quiet. Reading and telling change nothing."""
    match step.kind:
        case Kind.MOMENT:
            await players.wait_until(step.words)
            return
        case Kind.WORDS:
            await players.say(step.who, step.words)
        case Kind.TAP:
            await players.tap(step.who, step.words)
        case Kind.PICTURE:
            await players.picture(step.who)
        case _:
            return
    await players.wait()
