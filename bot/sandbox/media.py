"""Pictures, voices and files: uploaded or sent by hand, kept for three days of the messenger's time."""

import base64
import hashlib
import secrets
import struct
import zlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.sandbox.clock import parse_moment, stamp
from bot.sandbox.journal import Journal
from bot.sandbox.wire import Json, text_of

LIFETIME = timedelta(days=3)
MAGIC = {b"\x89PNG\r\n": "image/png", b"\xff\xd8\xff": "image/jpeg", b"#!AMR": "audio/amr"}
WIDTH, HEIGHT = 160, 108


@dataclass(frozen=True, slots=True)
class Media:
    id: str
    kind: str
    name: str
    content_type: str
    content: bytes
    stored_at: datetime


class MediaStore:
    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._media: dict[str, Media] = {}

    def put(self, kind: str, name: str, content: bytes, *, now: datetime) -> Media:
        media = Media(secrets.token_urlsafe(32), kind, name, sniff(content), content, now)
        self._media[media.id] = media
        state: Json = {"id": media.id, "kind": kind, "name": name, "content_type": media.content_type}
        state |= {"content": base64.b64encode(content).decode(), "stored_at": stamp(now)}
        self._journal.write("media", state)
        return media

    def get(self, number: str, now: datetime) -> Media | None:
        """None for an id that is unknown or older than three days."""
        media = self._media.get(number)
        return None if media is None or now - media.stored_at > LIFETIME else media

    def on_phone(self, number: str) -> Media | None:
        """A phone keeps a picture after the platform has let it go."""
        return self._media.get(number)

    def load(self, state: Json) -> None:
        media = Media(
            text_of(state, "id"),
            text_of(state, "kind"),
            text_of(state, "name"),
            text_of(state, "content_type"),
            base64.b64decode(text_of(state, "content")),
            parse_moment(text_of(state, "stored_at")),
        )
        self._media[media.id] = media


def sniff(content: bytes) -> str:
    return next((kind for magic, kind in MAGIC.items() if content.startswith(magic)), "application/octet-stream")


def drawn_picture(name: str) -> bytes:
    """A small PNG that stands for a photograph: sky and ground, coloured by its name."""
    hue = hashlib.sha256(name.encode()).digest()
    sky = [160 + hue[0] // 8, 190 + hue[1] // 8, 220 + hue[2] // 16]
    ground = [110 + hue[3] // 4, 105 + hue[4] // 5, 85 + hue[5] // 6]
    rows = b"".join(b"\0" + _row(line, sky, ground) for line in range(HEIGHT))
    header = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in chunks)


def _row(line: int, sky: list[int], ground: list[int]) -> bytes:
    horizon = HEIGHT * 6 // 10
    base, light = (sky, line // 3) if line < horizon else (ground, (HEIGHT - line) // 2)
    roof = bytes(max(part - 45, 0) for part in ground)
    plain = bytes(min(part + light, 255) for part in base)
    return b"".join(roof if _is_building(column, line) else plain for column in range(WIDTH))


def _is_building(column: int, line: int) -> bool:
    tops = ((18, 44, 34), (50, 92, 20), (104, 140, 42))
    return any(left <= column < right and top <= line < HEIGHT * 7 // 10 for left, right, top in tops)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def silent_voice() -> bytes:
    """An AMR file of one second of silence."""
    return b"#!AMR\n" + (b"\x3c" + b"\0" * 31) * 50
