"""WeCom's callbacks as its server makes them, written from the platform's page alone: sealed, signed, posted."""

import base64
import hashlib
import os
import struct
import time
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import count

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from bot.city import CREDENTIALS

TOKEN = str(CREDENTIALS["wecom_token"])
CORP = str(CREDENTIALS["wecom_corp_id"])
AGENT = str(CREDENTIALS["wecom_agent_id"])
KEY = base64.b64decode(f"{CREDENTIALS['wecom_encoding_aes_key']}=")
PATH = "/callback/wecom"

_numbers = count(int(time.time()) * 1000)


@dataclass(frozen=True, slots=True)
class Message:
    """One thing that one person typed; `msgid` is the platform's own."""

    user: str
    text: str
    msgid: str
    said_at: float

    def xml(self) -> str:
        return (
            f"<xml><ToUserName><![CDATA[{CORP}]]></ToUserName><FromUserName><![CDATA[{self.user}]]></FromUserName>"
            f"<CreateTime>{int(self.said_at)}</CreateTime><MsgType><![CDATA[text]]></MsgType>"
            f"<Content><![CDATA[{self.text}]]></Content><MsgId>{self.msgid}</MsgId><AgentID>{AGENT}</AgentID></xml>"
        )


@dataclass(frozen=True, slots=True)
class Callback:
    query: Mapping[str, str]
    body: bytes


def typed(user: str, text: str, said_at: float | None = None) -> Message:
    return Message(user, text, str(next(_numbers)), time.time() if said_at is None else said_at)


def seal(plaintext: bytes, *, receive_id: str = CORP) -> str:
    frame = os.urandom(16) + struct.pack(">I", len(plaintext)) + plaintext + receive_id.encode()
    pad = 32 - len(frame) % 32
    return encrypt(frame + bytes([pad]) * pad)


def encrypt(padded: bytes) -> str:
    encryptor = Cipher(algorithms.AES(KEY), modes.CBC(KEY[:16])).encryptor()
    return base64.b64encode(encryptor.update(padded) + encryptor.finalize()).decode()


def sign(timestamp: str, nonce: str, sealed: str) -> str:
    return hashlib.sha1("".join(sorted((TOKEN, timestamp, nonce, sealed))).encode()).hexdigest()


def signed(sealed: str, *, at: float | None = None) -> dict[str, str]:
    """The query that belongs to this ciphertext."""
    timestamp, nonce = str(int(time.time() if at is None else at)), os.urandom(4).hex()
    return {"msg_signature": sign(timestamp, nonce, sealed), "timestamp": timestamp, "nonce": nonce}


def envelope(sealed: str) -> bytes:
    return (
        f"<xml><ToUserName><![CDATA[{CORP}]]></ToUserName><Encrypt><![CDATA[{sealed}]]></Encrypt>"
        f"<AgentID><![CDATA[{AGENT}]]></AgentID></xml>"
    ).encode()


def callback(message: Message, *, at: float | None = None, receive_id: str = CORP) -> Callback:
    """Sealed anew each time: only the ids inside tell that it is the same message."""
    sealed = seal(message.xml().encode(), receive_id=receive_id)
    return Callback(signed(sealed, at=at), envelope(sealed))
