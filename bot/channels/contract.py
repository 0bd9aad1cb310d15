"""The port every platform implements. A channel knows wire formats, tokens and limits, and nothing of tasks."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from models.messages import Capabilities, Inbound, Outcome, Outgoing, OutgoingKind, Refused, Retry


@dataclass(frozen=True, slots=True)
class Received:
    """A verified callback, not yet read: what the inbox stores before the platform gets its 200.

    `key` is unique for ever and made of decrypted ids only; `user` is case-folded; `payload` is the decrypted text.
    """

    key: str
    message_id: str
    user: str
    payload: str


class Channel(Protocol):
    platform: str
    capabilities: Capabilities

    def answer_verification(self, query: Mapping[str, str], now: datetime) -> str:
        """The plain text that proves the URL is ours; raises CallbackRefused. `now` is real time, aware UTC."""
        ...

    def receive(self, query: Mapping[str, str], body: bytes, now: datetime) -> Received:
        """Verify, decrypt and identify a callback; raises CallbackRefused. Hot path: no parsing beyond ids."""
        ...

    def is_stale(self, query: Mapping[str, str], now: datetime) -> bool:
        """A well-signed callback whose time stamp lies outside the allowed skew: kept in quarantine."""
        ...

    def read(self, payload: str) -> Inbound:
        """What the stored payload says. Never raises for a payload `receive` accepted: what is unknown is OTHER."""
        ...

    def render(self, message: Outgoing, user: str) -> bytes:
        """The request body, byte for byte, that every attempt of this message will send. Pure and deterministic."""
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
        """The bytes and content type of something a person sent; raises MediaGone."""
        ...

    async def probe(self) -> str | None:
        """What keeps messages from going out and how to mend it, in Chinese; None when nothing does."""
        ...

    async def close(self) -> None: ...


class MediaGone(Exception):
    """The platform no longer holds this media id, or would not give it now."""
