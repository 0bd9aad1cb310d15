"""How a line that a bot keeps open comes to its end, on order."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class Drop(BaseModel):
    """The body of POST /sandbox/dingtalk/cut and /sandbox/feishu/cut.

    reset: without a word · close: by a close frame · silence: nothing comes and nothing is heard any more, and after
    `silent_s` the platform itself gives the line up · ticket: a reset, and the next ticket is too old when it is shown ·
    end: the bot is asked to go (DingTalk's `disconnect`).
    """

    model_config = ConfigDict(extra="forbid")

    how: Literal["reset", "close", "silence", "ticket", "end"] = "reset"
    silent_s: float = Field(default=1.0, gt=0, le=600)
