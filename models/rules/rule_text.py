"""Changes the text of a rule file where its values change, and leaves the comments of whoever wrote it."""

import re
from collections.abc import Sequence

from models.rules.office_hours import Season

_VERSION = re.compile(r"^version\s*=\s*\d+", re.MULTILINE)
_HOURS = re.compile(r"(?:^\[\[hours\]\][^\n]*\n(?:(?!\[)[^\n]*\n?)*)+", re.MULTILINE)


def with_version(text: str, version: int) -> str:
    return _VERSION.sub(f"version = {version}", text, count=1)


def with_hours(text: str, seasons: Sequence[Season]) -> str:
    """The office hours of these seasons in place of those that were there."""
    return _HOURS.sub(lambda match: "".join(_season(season) for season in seasons), text, count=1)


def _season(season: Season) -> str:
    windows = ", ".join(f'"{w.opens:%H:%M}-{w.closes:%H:%M}"' for w in season.windows)
    return f'[[hours]]\nsince = "{season.since[0]:02}-{season.since[1]:02}"\nwindows = [{windows}]\n\n'
