"""Misbehaviour on order: what the platform is to do wrong, where, and how many times."""

from dataclasses import asdict, dataclass, replace

from pydantic import BaseModel, ConfigDict, Field, model_validator

from bot.sandbox.wire import Json

CALLBACK = "callback"


class FaultOrder(BaseModel):
    """The body of POST /sandbox/faults.

    `endpoint` is the last part of the path (message/send, im/v1/messages), or `callback`, or `*` for every call.
    For calls: `errcode`, or on a platform that refuses in words `code`, is answered instead of doing it; `status` likewise, as a broken gateway would;
    `delay_s` answers late what was done; `drop_after` does it and cuts the line; `truncate` answers half.
    For callbacks, `mode`: duplicate (`copies` more of the same bytes), lost_answer (sent again though
    answered), misspelt (WeCom's OpitonIds), renamed (Feishu's same message as `copies` more events), and, sent just before the right one: bad_signature, foreign_receiver,
    bad_padding. On DingTalk's stream cut breaks the line before the acknowledgement, end asks the bot to leave it.
    `delay_s` holds a callback back.
    """

    model_config = ConfigDict(extra="forbid")

    endpoint: str
    times: int = Field(default=1, ge=1)
    errcode: int | None = None
    code: str | None = None
    errmsg: str = "injected fault"
    status: int | None = Field(default=None, ge=300, le=599)
    delay_s: float = Field(default=0.0, ge=0, le=600)
    drop_after: bool = False
    truncate: bool = False
    mode: str | None = Field(
        default=None,
        pattern="^(duplicate|lost_answer|bad_signature|foreign_receiver|misspelt|renamed|bad_padding|cut|end)$",
    )
    copies: int = Field(default=1, ge=1, le=50)

    @model_validator(mode="after")
    def _does_something_there(self) -> "FaultOrder":
        of_calls = self.errcode is not None or self.code or self.status is not None or self.drop_after or self.truncate
        if of_calls if self.endpoint == CALLBACK else self.mode:
            raise ValueError("this misbehaviour does not belong to that endpoint")
        if not (of_calls or self.mode or self.delay_s):
            raise ValueError("name errcode, status, delay_s, drop_after, truncate or mode")
        return self


@dataclass(frozen=True, slots=True)
class Fault:
    endpoint: str
    times: int
    errcode: int | None
    code: str | None
    errmsg: str
    status: int | None
    delay_s: float
    drop_after: bool
    truncate: bool
    mode: str | None
    copies: int


class Faults:
    def __init__(self) -> None:
        self._standing: list[Fault] = []

    def order(self, order: FaultOrder) -> None:
        self._standing.append(Fault(**order.model_dump()))

    def take(self, endpoint: str) -> Fault | None:
        """The oldest fault ordered for this endpoint, used up by one."""
        for index, fault in enumerate(self._standing):
            if _fits(fault.endpoint, endpoint):
                return self._use(index)
        return None

    def clear(self) -> None:
        self._standing.clear()

    def standing(self) -> list[Json]:
        return [asdict(fault) for fault in self._standing]

    def _use(self, index: int) -> Fault:
        fault = self._standing[index]
        if fault.times == 1:
            del self._standing[index]
        else:
            self._standing[index] = replace(fault, times=fault.times - 1)
        return fault


def _fits(ordered: str, endpoint: str) -> bool:
    wanted = ordered.strip("/").removeprefix("cgi-bin/").removeprefix("open-apis/")
    return wanted == endpoint or (wanted == "*" and endpoint != CALLBACK)
