"""Pictures and files on their way up (page 90253, 2024-07-22): what the platform takes, and the form it comes in."""

from hashlib import sha256

from models.messages import OutgoingKind

UPLOAD = "media/upload"
TIMEOUT_S = 30.0
LIFETIME_S = 60 * 3600  # the platform keeps them for 72 hours
MIB = 1 << 20
# Of pictures the page says 10 MB, the words of error 45001 say 5.
MOST_BYTES = {OutgoingKind.IMAGE: 5 * MIB, OutgoingKind.FILE: 20 * MIB}
LEAST_BYTES = 6
_PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")
_IN_NAMES = str.maketrans({'"': "＂", "\\": "＼", "/": "／", "\r": " ", "\n": " "})


def fault_of(kind: OutgoingKind, content: bytes) -> str | None:
    """Why the platform would not take it, in Chinese."""
    if len(content) < LEAST_BYTES:
        return "文件是空的"
    if len(content) > MOST_BYTES[kind]:
        return f"文件超过 {MOST_BYTES[kind] // MIB} MB"
    if kind is OutgoingKind.IMAGE and not content.startswith(_PICTURES):
        return "图片不是 PNG 或 JPG"
    return None


def form(name: str, content: bytes) -> tuple[bytes, str]:
    """The body and its content type. The name goes as plain UTF-8: the platform does not read `filename*`."""
    boundary = f"mashang-{sha256(content).hexdigest()[:32]}"
    head = (
        f'--{boundary}\r\nContent-Disposition: form-data; name="media"; filename="{name.translate(_IN_NAMES)}"; '
        f"filelength={len(content)}\r\nContent-Type: application/octet-stream\r\n\r\n"
    )
    return head.encode() + content + f"\r\n--{boundary}--\r\n".encode(), f"multipart/form-data; boundary={boundary}"
