"""Ready-to-send WeCom callbacks, sealed by hand, and the least a server must do to read one back."""

import base64
import hashlib
import hmac
import os
import random
import re
import struct
import time
from collections.abc import Mapping
from xml.parsers import expat

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

TOKEN = "benchmarktoken"
AES_KEY = base64.b64encode(b"benchmarks only, 32 bytes long.."[:32]).decode().rstrip("=")
CORP_ID = "wwbenchmark00000000"
AGENT_ID = 1000002
SECRET = "benchmark-secret"
WORDS = (
    "完成了", "进度80%，预计周三下班前交", "延期到下周五，等供应商发货", "今天开工，目前没有问题",
    "卡住了：缺少三号楼的钥匙，请协调", "已完成50%", "收到，明天上午十点前给结果", "做完了 附件稍后发",
)  # fmt: skip
_ENCRYPT = re.compile(rb"<Encrypt>(?:<!\[CDATA\[)?([A-Za-z0-9+/=]+)(?:\]\]>)?</Encrypt>")
_KEY = base64.b64decode(AES_KEY + "=")
_CIPHER = Cipher(algorithms.AES(_KEY), modes.CBC(_KEY[:16]))


def callbacks(count: int, path: str, *, users: int = 1000) -> list[bytes]:
    """So many HTTP requests, each with a message id of its own, from `users` people nobody knows."""
    now, first = int(time.time()), time.time_ns() // 1000 * 1000
    return [
        _request(path, _inner(first + n, f"user{n % users:05d}", WORDS[n % len(WORDS)], now), now) for n in range(count)
    ]


def _inner(message_id: int, user: str, words: str, now: int) -> bytes:
    return (
        f"<xml><ToUserName><![CDATA[{CORP_ID}]]></ToUserName><FromUserName><![CDATA[{user}]]></FromUserName>"
        f"<CreateTime>{now}</CreateTime><MsgType><![CDATA[text]]></MsgType><Content><![CDATA[{words}]]></Content>"
        f"<MsgId>{message_id}</MsgId><AgentID>{AGENT_ID}</AgentID></xml>"
    ).encode()


def _request(path: str, inner: bytes, now: int) -> bytes:
    nonce, sealed = str(random.randrange(10**9, 10**10)), _seal(inner)
    body = (
        f"<xml><ToUserName><![CDATA[{CORP_ID}]]></ToUserName><AgentID><![CDATA[{AGENT_ID}]]></AgentID>"
        f"<Encrypt><![CDATA[{sealed}]]></Encrypt></xml>"
    ).encode()
    query = f"msg_signature={_sign(str(now), nonce, sealed)}&timestamp={now}&nonce={nonce}"
    head = f"POST {path}?{query} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: text/xml\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


def _seal(text: bytes) -> str:
    frame = os.urandom(16) + struct.pack(">I", len(text)) + text + CORP_ID.encode()
    padding = 32 - len(frame) % 32
    encryptor = _CIPHER.encryptor()
    return base64.b64encode(encryptor.update(frame + bytes([padding]) * padding) + encryptor.finalize()).decode()


def _sign(timestamp: str, nonce: str, sealed: str) -> str:
    return hashlib.sha1("".join(sorted((TOKEN, timestamp, nonce, sealed))).encode(), usedforsecurity=False).hexdigest()


def read(query: Mapping[str, str], body: bytes) -> dict[str, str]:
    """Verify, decrypt and parse: what no server of these callbacks can leave out."""
    found = _ENCRYPT.search(body)
    sealed = found[1].decode() if found else ""
    if not hmac.compare_digest(_sign(query["timestamp"], query["nonce"], sealed), query["msg_signature"]):
        raise ValueError("bad signature")
    decryptor = _CIPHER.decryptor()
    frame = decryptor.update(base64.b64decode(sealed)) + decryptor.finalize()
    size = struct.unpack_from(">I", frame, 16)[0]
    if frame[20 + size : -frame[-1]] != CORP_ID.encode():
        raise ValueError("for somebody else")
    return _parsed(frame[20 : 20 + size])


def _parsed(xml: bytes) -> dict[str, str]:
    found: dict[str, str] = {}
    path: list[str] = []

    def text(data: str) -> None:
        if len(path) == 2:
            found[path[1]] = found.get(path[1], "") + data

    def refuse(*_: object) -> None:
        raise ValueError("a document type")

    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = lambda name, _: path.append(name)
    parser.EndElementHandler = lambda _: path.pop()
    parser.CharacterDataHandler = text
    parser.Parse(xml, True)
    return found
