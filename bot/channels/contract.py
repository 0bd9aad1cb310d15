"""The port every platform implements. A channel knows wire formats, tokens and limits, and nothing of tasks."""

from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from models.messages import (
    Absence,
    Capabilities,
    DirectoryPage,
    Inbound,
    Member,
    Outcome,
    Outgoing,
    OutgoingKind,
    Refused,
    Retry,
    Unknown,
)


@dataclass(frozen=True, slots=True)
class Callback:
    """What the platform posted to one of the channel's addresses, as it came."""

    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Answer:
    """What the platform gets with its 200."""

    body: str = ""
    content_type: str = "text/plain"


NOTHING = Answer()


@dataclass(frozen=True, slots=True)
class Received:
    """A verified callback, not yet read: what the inbox stores before the platform gets its 200.

    `key` is unique for ever and made of decrypted ids only; `user` is case-folded; `payload` is the decrypted text.
    `is_stale`: well signed, but its time stamp lies outside the allowed skew: kept in quarantine.
    """

    key: str
    message_id: str
    user: str
    payload: str
    is_stale: bool = False
    answer: Answer = NOTHING


# Verifies, decrypts and identifies a callback; raises CallbackRefused. `now` is real time, aware UTC. Hot path: no
# parsing beyond ids. An Answer alone is what needs no keeping: a verification, an event that changes nothing.
Door = Callable[[Callback, datetime], Received | Answer]

# Returns once the message is stored, and only then may it be acknowledged; raises StorageBusy.
Deliver = Callable[[Received], Awaitable[None]]
Listen = Callable[[Deliver], Coroutine[Any, Any, None]]


@dataclass(frozen=True, slots=True)
class Batch:
    """Equal words to at most so many people in one call.

    `words` is what rendered bodies must have in common to go together, None for a body that goes alone. `deliver` is one
    attempt of such bodies, with an outcome for each, in their order; it never raises for the platform's faults.
    """

    most: int
    words: Callable[[bytes], str | None]
    deliver: Callable[[Sequence[bytes]], Awaitable[Sequence[Outcome]]]


# Whom of its receivers a message that went out under this id of the platform was read by, where it is on their phones.
ReadBy = Callable[[str], Awaitable[frozenset[str] | Retry | Refused | Unknown]]


class Directory(Protocol):
    """The people of the organisation as far as the app is shown them: what `capabilities.directory` promises.

    Nothing here raises for the platform's faults: Retry says when the same call may be made again, Refused what somebody has to
    permit. Calls keep to the platform's pace by themselves.
    """

    async def page(self, after: str = "") -> DirectoryPage | Retry | Refused:
        """One call of the platform. `after` is the `next` of the page before; the departments of a member came before him."""
        ...

    async def member(self, userid: str) -> Member | Absence | Retry | Refused:
        """This one person, who stood on no page."""
        ...

    async def by_mobile(self, mobiles: Sequence[str]) -> Mapping[str, str] | Retry | Refused:
        """Whose numbers these are: ids by number, without those that are nobody's. Empty where the platform is not asked so."""
        ...


@dataclass(frozen=True, slots=True)
class Bridge:
    """A code that the app hands to the script of a page in it: no address to go to, and nothing to press.

    `sdk` is the platform's script; `ask` is JavaScript that calls give(code), or fail().
    """

    sdk: str
    ask: str


BRIDGED = "inapp"  # the name that such a code comes back by


@dataclass(frozen=True, slots=True)
class Login:
    """How the platform says whom a browser belongs to.

    `inside` and `desk` make the address that a browser is sent to, in the app and outside of it, from where it is to come
    back to and the `state` to bring along: at most 128 letters and digits. None where there is no such way. `redeem` takes
    what the browser brought back, and again where to: all ids of the member, any of which the contacts may hold. Refused
    with the blame "content" is a code that is wrong, used or too old, "recipient" is nobody of the organisation. `marks` are
    what the app writes into its browser's user agent; `codes` the names a code may come back by.
    """

    marks: tuple[str, ...]
    codes: tuple[str, ...]
    inside: Callable[[str, str], str] | None
    desk: Callable[[str, str], str] | None
    redeem: Callable[[Mapping[str, str], str], Awaitable[tuple[str, ...] | Retry | Refused | Unknown]]
    bridge: Bridge | None = None


class Channel(Protocol):
    platform: str
    capabilities: Capabilities

    @property
    def doors(self) -> Mapping[str, Door]:
        """By path below /callback/<platform>: "" is that address itself. Empty where the platform calls no address."""
        ...

    @property
    def listen(self) -> Listen | None:
        """A connection of the channel's own that messages come by: runs until it is cancelled, and mends itself."""
        ...

    @property
    def batch(self) -> Batch | None:
        """How the same words go to many at once; None where each goes alone."""
        ...

    @property
    def login(self) -> Login | None:
        """How a browser shows whose it is; None where the platform does not say."""
        ...

    @property
    def calls(self) -> int:
        """How many calls since the start count against the organisation's month; 0 where the platform counts none."""
        ...

    @property
    def read_by(self) -> ReadBy | None:
        """How the platform is asked who has read a message; None where it tells by itself, or not at all."""
        ...

    @property
    def directory(self) -> Directory | None:
        """None where the platform has none, or shows it to no app."""
        ...

    def answer_verification(self, query: Mapping[str, str], now: datetime) -> str:
        """The plain text that proves to a GET that the URL is ours; raises CallbackRefused."""
        ...

    def read(self, payload: str) -> Inbound:
        """What the stored payload says. Never raises for a payload that was received: what is unknown is OTHER."""
        ...

    def render(self, message: Outgoing, user: str) -> bytes:
        """The request body, byte for byte, that every attempt of this message will send. Pure and deterministic.

        It asks for no more than `capabilities` promise; raises ValueError for what the platform would not take. Of kind
        RECALL, where `recall_s` says that messages can be taken back: the call that does so with `message.recalls`, the
        `platform_id` that was Delivered.
        """
        ...

    async def deliver(self, kind: str, body: bytes, *, maybe_sent: bool = False) -> Outcome:
        """One attempt. `kind` is the OutgoingKind the body was rendered from. Never raises for the platform's faults.

        `maybe_sent`: the same bytes may have arrived before; an answer that says so is success.
        """
        ...

    async def upload(self, kind: OutgoingKind, name: str, content: bytes) -> str | Retry | Refused:
        """The platform's id of a picture or file, good for `capabilities.media_s`; what nobody sees may be repeated."""
        ...

    async def fetch_media(self, media: str) -> tuple[bytes, str]:
        """The bytes and content type of something a person sent; raises MediaGone, or MediaLater to be asked again."""
        ...

    async def probe(self) -> str | None:
        """What keeps messages from going out or coming in and how to mend it, in Chinese; None when nothing does."""
        ...

    async def close(self) -> None: ...


class MediaGone(Exception):
    """The platform no longer holds this media id: asking again is of no use."""


class MediaLater(Exception):
    """The platform would not give it now: a fault of the line, a limit, a setting that somebody mends."""


def not_given(answer: Retry | Refused | Unknown) -> MediaGone | MediaLater:
    """What to raise for a picture that did not come: only the platform's own no is final."""
    is_final = isinstance(answer, Refused) and answer.blame != "config"
    return MediaGone(answer.error) if is_final else MediaLater(answer.error)
