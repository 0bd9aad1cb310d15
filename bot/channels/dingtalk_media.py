"""Pictures and files of DingTalk on their way up (page upload-media-files, 2026-06): what it takes, and the form it comes in."""

import json
from hashlib import sha256

from bot.channels.dingtalk_wire import Ask
from models.messages import OutgoingKind

UPLOAD, DOWNLOAD = "/media/upload", "/v1.0/robot/messageFiles/download"
TIMEOUT_S = 30.0
LIFETIME_S = 24 * 3600  # no page says how long the platform keeps them
MIB = 1 << 20
MOST_BYTES = 20 * MIB
_PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF8", b"BM")
_IN_NAMES = str.maketrans({'"': "＂", "\\": "＼", "/": "／", "\r": " ", "\n": " "})


def fault_of(kind: OutgoingKind, content: bytes) -> str | None:
    """Why the platform would not take it, in Chinese."""
    if not content:
        return "文件是空的"
    if len(content) > MOST_BYTES:
        return f"文件超过 {MOST_BYTES // MIB} MB"
    if kind is OutgoingKind.IMAGE and not content.startswith(_PICTURES):
        return "图片不是 PNG、JPG、GIF 或 BMP"
    return None


def upload(kind: OutgoingKind, name: str, content: bytes) -> Ask:
    boundary = f"mashang-{sha256(content).hexdigest()[:32]}"
    head = (
        f'--{boundary}\r\nContent-Disposition: form-data; name="type"\r\n\r\n{kind.value}\r\n'
        f'--{boundary}\r\nContent-Disposition: form-data; name="media"; filename="{name.translate(_IN_NAMES)}"\r\n'
        "Content-Type: application/octet-stream\r\n\r\n"
    )
    body = head.encode() + content + f"\r\n--{boundary}--\r\n".encode()
    content_type = f"multipart/form-data; boundary={boundary}"
    return Ask(UPLOAD, body, is_old=True, content_type=content_type, timeout_s=TIMEOUT_S)


def download(media: str, robot: str) -> Ask:
    return Ask(DOWNLOAD, json.dumps({"downloadCode": media, "robotCode": robot}).encode())
