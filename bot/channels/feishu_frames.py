"""Frames of Feishu's long connection: protobuf (version 2) as its own SDK 1.7.5 writes it, nine fields and no more.

1 sequence, 2 log id, 3 service, 4 method (numbers) · 5 headers (key 1, value 2), again and again · 6 encoding, 7 type (texts) ·
8 payload (bytes) · 9 the newer log id (text)
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

CONTROL, DATA = 0, 1
_VARINT, _FIXED64, _BYTES, _FIXED32 = 0, 1, 2, 5
_MOST_BITS = 70
_NUMBERS = {1: "sequence", 2: "log", 3: "service", 4: "method"}
_SERVICE_MASK = 0xFFFFFFFF


class BadFrame(Exception):
    pass


@dataclass(frozen=True, slots=True)
class Frame:
    method: int
    headers: Mapping[str, str] = field(default_factory=dict)
    payload: bytes = b""
    sequence: int = 0
    log: int = 0
    service: int = 0
    log_name: str = ""


def write(frame: Frame) -> bytes:
    """Its four numbers are required, zero or not."""
    numbers = (frame.sequence, frame.log, frame.service & _SERVICE_MASK, frame.method)
    parts = [_key(number, _VARINT) + _varint(value) for number, value in enumerate(numbers, start=1)]
    parts += [_bytes(5, _bytes(1, key.encode()) + _bytes(2, value.encode())) for key, value in frame.headers.items()]
    parts += [_bytes(8, frame.payload)] if frame.payload else []
    parts += [_bytes(9, frame.log_name.encode())] if frame.log_name else []
    return b"".join(parts)


def read(raw: bytes) -> Frame:
    """Raises BadFrame. Fields that nobody told us of are left out."""
    numbers: dict[str, int] = {}
    headers: dict[str, str] = {}
    payload, log_name = b"", ""
    for number, value in _fields(raw):
        match number, value:
            case ((1 | 2 | 3 | 4), int()):
                numbers[_NUMBERS[number]] = value
            case 5, bytes():
                pair = {at: _text(one) for at, one in _fields(value) if isinstance(one, bytes)}
                headers[pair.get(1, "")] = pair.get(2, "")
            case 8, bytes():
                payload = value
            case 9, bytes():
                log_name = _text(value)
    if "method" not in numbers:
        raise BadFrame("no method")
    return Frame(headers=headers, payload=payload, log_name=log_name, **numbers)


def _fields(raw: bytes) -> Iterator[tuple[int, int | bytes]]:
    at = 0
    while at < len(raw):
        key, at = _number(raw, at)
        kind = key & 7
        if kind == _VARINT:
            value, at = _number(raw, at)
            yield key >> 3, value
            continue
        if kind == _BYTES:
            size, at = _number(raw, at)
        else:
            size = {_FIXED64: 8, _FIXED32: 4}.get(kind, -1)
        if size < 0 or at + size > len(raw):
            raise BadFrame("a field that ends beyond the frame")
        yield key >> 3, raw[at : at + size]
        at += size


def _number(raw: bytes, at: int) -> tuple[int, int]:
    value = 0
    for shift in range(0, _MOST_BITS, 7):
        if at >= len(raw):
            break
        byte, at = raw[at], at + 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, at
    raise BadFrame("a number without an end")


def _varint(value: int) -> bytes:
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)


def _key(number: int, kind: int) -> bytes:
    return _varint(number << 3 | kind)


def _bytes(number: int, content: bytes) -> bytes:
    return _key(number, _BYTES) + _varint(len(content)) + content


def _text(raw: bytes) -> str:
    try:
        return raw.decode()
    except UnicodeDecodeError:
        raise BadFrame("a text that is none") from None
