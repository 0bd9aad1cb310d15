"""Brings pictures and files to a platform before the messages that carry them: one upload for all who get the same."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.channels.contract import Channel
from bot.clock import Clock
from bot.telemetry import log
from models import files, outbox
from models.messages import FileRef, Outcome, OutgoingKind, Refused, Retry
from models.outbox import Outbox

AT_ONCE = 8  # each ends with the channel's own time-out: all are through long before a claim runs out
REMEMBERED = 256
LONGEST_PAUSE_S = 600.0

Key = tuple[str, OutgoingKind, FileRef]
Uploaded = str | Retry | Refused


class Uploads:
    def __init__(self, channels: Mapping[str, Channel], clock: Clock) -> None:
        self._channels = channels
        self._clock = clock
        self._known: dict[Key, tuple[str, datetime]] = {}

    async def bring(self, rows: Sequence[Outbox]) -> dict[int, Uploaded]:
        """By row id, the platform's id of its file or why there is none; rows beyond so many files are left out."""
        keys = {row.id: _key(row) for row in rows}
        chosen = list(dict.fromkeys(keys.values()))[:AT_ONCE]
        got = dict(zip(chosen, await asyncio.gather(*map(self._get, chosen)), strict=True))
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

    async def _get(self, key: Key) -> Uploaded:
        platform, kind, file = key
        known, until = self._known.get(key, ("", self._clock.now()))
        if until > self._clock.now():
            return known
        content = await files.content_of(file.sha256)
        if content is None:
            return Refused(f"《{file.name}》已不在库中")
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
