"""Pictures and files on their way up and down: what the platform takes, in what form, and where it keeps them."""

from hashlib import sha256
from pathlib import PurePath

from bot.channels.feishu_wire import Ask
from models.messages import OutgoingKind

TIMEOUT_S = 30.0
LIFETIME_S = 24 * 3600  # the platform names no end; within a day the next board is another one
MIB = 1 << 20
# 20 % below the platform's 10 MB and 30 MB
MOST_BYTES = {OutgoingKind.IMAGE: 8 * MIB, OutgoingKind.FILE: 24 * MIB}
FETCHED_BYTES = 10 * MIB
_PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")
_SORTS = {
    ".pdf": "pdf", ".doc": "doc", ".docx": "doc", ".xls": "xls", ".xlsx": "xls", ".ppt": "ppt", ".pptx": "ppt", ".mp4": "mp4",
}  # fmt: skip
_IN_NAMES = str.maketrans({'"': "＂", "\\": "＼", "/": "／", "\r": " ", "\n": " "})


def fault_of(kind: OutgoingKind, content: bytes) -> str | None:
    """Why the platform would not take it, in Chinese."""
    if not content:
        return "文件是空的"
    if len(content) > MOST_BYTES[kind]:
        return f"文件超过 {MOST_BYTES[kind] // MIB} MB"
    if kind is OutgoingKind.IMAGE and not content.startswith(_PICTURES):
        return "图片不是 PNG 或 JPG"
    return None


def upload(kind: OutgoingKind, name: str, content: bytes) -> Ask:
    name = name.translate(_IN_NAMES)
    if kind is OutgoingKind.IMAGE:
        return _form("im/v1/images", {"image_type": "message"}, ("image", name, content))
    sort = _SORTS.get(PurePath(name).suffix.lower(), "stream")
    return _form("im/v1/files", {"file_type": sort, "file_name": name}, ("file", name, content))


def download(media: str) -> Ask | None:
    """`media` is message/key/kind, as the inbound reader made it."""
    message, _, rest = media.partition("/")
    key, _, kind = rest.partition("/")
    if not (message and key and kind in ("image", "file")):
        return None
    path = f"im/v1/messages/{message}/resources/{key}"
    return Ask("GET", path, query={"type": kind}, most_bytes=FETCHED_BYTES, wants_file=True)


def _form(path: str, fields: dict[str, str], file: tuple[str, str, bytes]) -> Ask:
    field, name, content = file
    boundary = f"mashang-{sha256(content).hexdigest()[:32]}"
    parts = [
        f'--{boundary}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'
        for key, value in fields.items()
    ]
    parts.append(
        f'--{boundary}\r\nContent-Disposition: form-data; name="{field}"; filename="{name}"\r\n'
        "Content-Type: application/octet-stream\r\n\r\n"
    )
    body = "".join(parts).encode() + content + f"\r\n--{boundary}--\r\n".encode()
    return Ask("POST", path, body, content_type=f"multipart/form-data; boundary={boundary}", timeout_s=TIMEOUT_S)
