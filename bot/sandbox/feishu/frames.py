"""The platform's side of a frame of the long connection: what is needed of protobuf, written apart from the bot's reading of it."""

import struct
from dataclasses import dataclass, field
from io import BytesIO

CONTROL, DATA = 0, 1
VARINT, DELIMITED = 0, 2


@dataclass
class Frame:
    method: int
    headers: dict[str, str] = field(default_factory=dict)
    payload: bytes = b""
    sequence: int = 0
    service: int = 1


def encode(frame: Frame) -> bytes:
    out = BytesIO()
    for number, value in ((1, frame.sequence), (2, 0), (3, frame.service), (4, frame.method)):
        out.write(_tag(number, VARINT) + _uvarint(value))
    for key, words in frame.headers.items():
        out.write(_delimited(5, _delimited(1, key.encode()) + _delimited(2, words.encode())))
    out.write(_delimited(8, frame.payload))
    return out.getvalue()


def decode(raw: bytes) -> Frame:
    """Raises ValueError for anything the platform's own library would not read."""
    frame, source = Frame(-1), BytesIO(raw)
    while tag := _read_uvarint(source):
        number, kind = divmod(tag, 8)
        content: int | bytes = _read_uvarint(source) or 0 if kind == VARINT else _read_bytes(source, kind)
        _put(frame, number, content)
    if frame.method < 0:
        raise ValueError("required field missing: method")
    return frame


def _put(frame: Frame, number: int, content: int | bytes) -> None:
    if isinstance(content, int):
        match number:
            case 1:
                frame.sequence = content
            case 3:
                frame.service = content
            case 4:
                frame.method = content
    elif number == 5:
        pair, source = {}, BytesIO(content)
        while tag := _read_uvarint(source):
            pair[tag // 8] = _read_bytes(source, tag % 8).decode()
        frame.headers[pair[1]] = pair[2]
    elif number == 8:
        frame.payload = content


def _tag(number: int, kind: int) -> bytes:
    return _uvarint(number * 8 + kind)


def _delimited(number: int, content: bytes) -> bytes:
    return _tag(number, DELIMITED) + _uvarint(len(content)) + content


def _uvarint(value: int) -> bytes:
    groups = [value % 128]
    while value := value // 128:
        groups.append(value % 128)
    return struct.pack(f"{len(groups)}B", *(group + 128 for group in groups[:-1]), groups[-1])


def _read_uvarint(source: BytesIO) -> int | None:
    value, weight = 0, 1
    while byte := source.read(1):
        value += byte[0] % 128 * weight
        weight *= 128
        if byte[0] < 128:
            return value
    return None


def _read_bytes(source: BytesIO, kind: int) -> bytes:
    if kind != DELIMITED:
        raise ValueError(f"wire type {kind} is not played here")
    size = _read_uvarint(source) or 0
    content = source.read(size)
    if len(content) < size:
        raise ValueError("the field ends beyond the frame")
    return content
