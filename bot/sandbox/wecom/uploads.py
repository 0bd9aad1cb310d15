"""What the platform takes as a picture, voice or file, and the ids it still knows."""

from datetime import datetime

from bot.sandbox.errors import ApiError
from bot.sandbox.media import Media, MediaStore, sniff

MIB = 1 << 20
LIMITS = {"image": 10 * MIB, "voice": 2 * MIB, "video": 10 * MIB, "file": 20 * MIB}


def stored(store: MediaStore, number: str, now: datetime) -> Media:
    """Raises 40007 for an id that is unknown or too old."""
    media = store.get(number, now)
    if media is None:
        raise ApiError(40007, "invalid media_id")
    return media


def check_upload(kind: str, content: bytes) -> None:
    if kind not in LIMITS:
        raise ApiError(40004, "invalid media type")
    if len(content) <= 5:
        raise ApiError(40006, "file too small")
    if len(content) > LIMITS[kind]:
        raise ApiError(45001, "file too large")
    expected = {"image": "image/", "voice": "audio/"}.get(kind, "")
    if not sniff(content).startswith(expected):
        raise ApiError(40005, "content is not of this type")
