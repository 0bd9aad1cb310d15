"""What a request writes: a JSON object in its body, read strictly, whatever was sent instead of it."""

import json
from typing import Annotated, Any, Literal

from aiohttp import web
from pydantic import Field, StringConstraints

from bot.web.api.asked import Asked, IdAsked
from bot.web.api.refusals import Refused

HOW = "send a JSON object as the body, in UTF-8"

Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=600)]
When = Annotated[Words | None, Field(description="send when it goes out, as in the chat: 每月25日9:00")]
To = Annotated[Words | None, Field(description="send to whom it goes, as in the chat: 所有联络员")]
Text = Annotated[Words | None, Field(description="send the words, 300 characters at most")]
Off = Annotated[
    Literal["earlier", "later", "skip"] | None,
    Field(description="send earlier, later or skip: what becomes of a slot on a day off"),
]
Late = Annotated[
    Literal["skip", "same_day", "catch_up"] | None,
    Field(description="send skip, same_day or catch_up: what becomes of a slot that was missed"),
]


class Written(Asked):
    """Its fields come from the body, but for those that stand in the path."""

    dry_run: Annotated[bool, Field(description="send true to see what would be saved, and save nothing")] = False


class NewSchedule(Written):
    when: Annotated[Words, Field(description="send when it goes out, as in the chat: 每月25日9:00")]
    to: Annotated[Words, Field(description="send to whom it goes, as in the chat: 所有联络员")]
    text: Annotated[Words, Field(description="send the words, 300 characters at most")]
    day_off: Off = None
    missed: Late = None


class ChangedSchedule(Written):
    id: IdAsked
    when: When = None
    to: To = None
    text: Text = None
    day_off: Off = None
    missed: Late = None
    state: Annotated[
        Literal["active", "paused", "ended"] | None, Field(description="send active, paused or ended, and nothing else")
    ] = None


async def body_of(request: web.Request) -> dict[str, Any]:
    try:
        found = json.loads((await request.read()).decode("utf-8"), parse_constant=_no_number)
    except web.HTTPRequestEntityTooLarge:
        raise Refused(400, "the body is too large; 64 KiB at most") from None
    except (ValueError, RecursionError):  # a UnicodeError is a ValueError
        raise Refused(400, HOW) from None
    if not isinstance(found, dict) or any(not _is_plain(value) for value in found.values()):
        raise Refused(400, HOW)
    return found


def _no_number(word: str) -> float:
    raise ValueError(word)


def _is_plain(value: Any) -> bool:
    """Text that a database can hold, a truth or nothing; our forms have no other values."""
    if isinstance(value, str):
        return not any(c == "\x00" or "\ud800" <= c <= "\udfff" for c in value)
    return value is None or isinstance(value, bool)
