"""Pictures and files: what the platform takes and under which key it keeps them."""

from datetime import datetime

from bot.sandbox.errors import ApiError
from bot.sandbox.media import Media, sniff
from bot.sandbox.world import World

MIB = 1 << 20
MOST = {"image": 10 * MIB, "file": 30 * MIB}
PREFIX = {"image": "img_v3_", "file": "file_v3_"}
SORTS = frozenset({"opus", "mp4", "pdf", "doc", "xls", "ppt", "stream"})


def put(world: World, kind: str, name: str, content: bytes, *, now: datetime) -> str:
    """The key it is sent by."""
    if not content:
        raise ApiError(234010, "File's size can't be 0.")
    if len(content) > MOST[kind]:
        raise ApiError(234006, "The file size exceed the max value.")
    if kind == "image" and not sniff(content).startswith("image/"):
        raise ApiError(234011, "Can't recognize the image format.")
    return PREFIX[kind] + world.media.put(kind, name, content, now=now).id


def stored(world: World, kind: str, key: str, now: datetime) -> Media:
    media = world.media.on_phone(key.removeprefix(PREFIX[kind])) if key.startswith(PREFIX[kind]) else None
    if media is None:
        raise ApiError(230017 if key else 230001, "Bot is NOT the owner of the resource.")
    if media.kind != kind:
        raise ApiError(230055, "The type of file upload does not match the type of message being sent.")
    return media
