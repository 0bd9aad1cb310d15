"""What 督查室 reads when a messenger took nothing for a while: one line, once."""

from collections.abc import Sequence
from datetime import datetime

from models.rules.contact_matching import PLATFORMS
from models.wording.phrases import local, moment

MOST = 6  # names; the rest are counted


def lasts(platform: str, since: datetime) -> str:
    return f"{_name(platform)}自{moment(since)}起没有回应：消息先排队，这段时间不计时限、不升级，恢复后自动补发"


def over(platform: str, since: datetime, until: datetime, *, doubtful: Sequence[str]) -> str:
    tail = (
        f"；不知到了没有、没有重发的：{'、'.join(doubtful[:MOST])}{_rest(doubtful)}，请电话问一声" if doubtful else ""
    )
    return f"{_name(platform)}{moment(since)}至{_end(since, until)}没有回应，这段时间不计时限，排队的消息已补发{tail}"


def _name(platform: str) -> str:
    return PLATFORMS.get(platform, platform)


def _rest(names: Sequence[str]) -> str:
    return f"等{len(names)}人" if len(names) > MOST else ""


def _end(since: datetime, until: datetime) -> str:
    return f"{local(until):%H:%M}" if local(since).date() == local(until).date() else moment(until)
