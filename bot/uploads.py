"""Brings pictures and files to a platform before the messages that carry them: one upload for all who get the same."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.channels.contract import Channel
from bot.clock import Clock
from bot.pictures import studio
from bot.pictures.studio import Undrawn
from bot.telemetry import log
from models import files, outbox
from models.messages import FileRef, Outcome, OutgoingKind, Refused, Retry
from models.outbox import Outbox

AT_ONCE = 8  # each ends with the channel's own time-out: all are through long before a claim runs out
REMEMBERED = 256
LONGEST_PAUSE_S = 600.0
DRAWN_AGAIN_S = 60.0

Key = tuple[str, OutgoingKind, FileRef]
Uploaded = str | Retry | Refused
Bytes = bytes | Refused | Retry


class Uploads:
    def __init__(self, channels: Mapping[str, Channel], clock: Clock) -> None:
        self._channels = channels
        self._clock = clock
        self._known: dict[Key, tuple[str, datetime]] = {}

    async def bring(self, rows: Sequence[Outbox]) -> dict[int, Uploaded]:
        """By row id, the platform's id of its file or why there is none; rows beyond so many files are left out."""
        keys = {row.id: _key(row) for row in rows}
        chosen = list(dict.fromkeys(keys.values()))[:AT_ONCE]
        contents = await self._contents([key for key in chosen if not self._is_known(key)])
        got = dict(zip(chosen, await asyncio.gather(*(self._get(key, contents) for key in chosen)), strict=True))
        return {row.id: got[keys[row.id]] for row in rows if keys[row.id] in got}

    async def load(
        self, rows: Sequence[Outbox], brought: Mapping[int, Uploaded]
    ) -> tuple[list[Outbox], list[tuple[Outbox, Outcome]]]:
        """In a transaction: the rows that are ready with their bytes frozen, and what became of the others."""
        ready: list[Outbox] = []
        failed: list[tuple[Outbox, Outcome]] = []
        for row in rows:
            match brought.get(row.id):
                case None:
                    await outbox.settle(row, "pending", attempts=row.attempts - 1)
                case str(media):
                    try:
                        body = self._render(row, media)
                    except ValueError as error:
                        failed.append((row, Refused(str(error))))
                        continue
                    if await outbox.freeze_ours(row, body, self._clock.now()):
                        ready.append(row)
                case Retry() as again:
                    pause_s = min(LONGEST_PAUSE_S, max(again.after_s, 5.0 * 2**row.attempts))
                    failed.append((row, Retry(pause_s, again.error)))
                case Refused() as refused:
                    failed.append((row, refused))
        return ready, failed

    async def lost(self, row: Outbox, outcome: Retry) -> None:
        """The platform no longer knows this file: uploaded anew, unless an earlier attempt may have arrived.

        Of such only its own bytes may be repeated.
        """
        self._known.pop(_key(row), None)
        if row.maybe_sent:
            await outbox.settle(row, "unknown", error=outcome.error)
            return
        until = self._clock.now() + timedelta(seconds=outcome.after_s)
        await outbox.settle(row, "pending", planned_at=until, error=outcome.error, body=None)

    def _render(self, row: Outbox, media: str) -> bytes:
        message = outbox.content_of(row)
        assert message is not None, "only a message of its own carries a file"
        return self._channels[row.platform].render(replace(message, media=media, ref=str(row.id)), row.userid)

    def _is_known(self, key: Key) -> bool:
        return key in self._known and self._known[key][1] > self._clock.now()

    async def _contents(self, keys: Sequence[Key]) -> dict[Key, Bytes]:
        """What goes up: bytes as they are kept, and pictures drawn from what is kept, all of them by one process."""
        found: dict[Key, Bytes] = {}
        for key in keys:
            content = await files.content_of(key[2].sha256)
            found[key] = Refused(f"《{key[2].name}》已不在库中") if content is None else content
        drawn = {key: content for key, content in found.items() if key[2].is_drawn and isinstance(content, bytes)}
        if drawn:
            pictures = await studio.draw(list(drawn.values()))
            found |= {key: _as_bytes(one, key[2]) for key, one in zip(drawn, pictures, strict=True)}
        return found

    async def _get(self, key: Key, contents: Mapping[Key, Bytes]) -> Uploaded:
        platform, kind, file = key
        if self._is_known(key):
            return self._known[key][0]
        content = contents[key]
        if not isinstance(content, bytes):
            return content
        channel = self._channels[platform]
        uploaded = await channel.upload(kind, file.name, content)
        if isinstance(uploaded, str):
            self._remember(key, uploaded, timedelta(seconds=channel.capabilities.media_s))
        else:
            log.warning("upload_failed", platform=platform, size=len(content), error=uploaded.error)
        return uploaded

    def _remember(self, key: Key, media: str, span: timedelta) -> None:
        if len(self._known) >= REMEMBERED:
            del self._known[next(iter(self._known))]
        self._known[key] = (media, self._clock.now() + span)


def _key(row: Outbox) -> Key:
    message = outbox.content_of(row)
    assert message is not None
    assert message.file is not None, "only a message with a file is uploaded"
    return row.platform, message.kind, message.file


def _as_bytes(drawn: bytes | Undrawn, file: FileRef) -> Bytes:
    if isinstance(drawn, bytes):
        return drawn
    log.error("picture_not_drawn", file=file.sha256[:12], error=str(drawn))
    return Retry(DRAWN_AGAIN_S, str(drawn)) if drawn.is_passing else Refused(str(drawn))
