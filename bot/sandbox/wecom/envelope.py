"""The platform's side of the signed AES envelope of callbacks.

Follows developer.work.weixin.qq.com/document/path/90968 (2024-07-18). Written apart from the bot's own
reading of the same page, so that one mistake cannot hide on both sides.
"""

import base64
import binascii
import hashlib
import hmac
import os
import struct

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

BLOCK = 32
PREFIX = 16


class BadEnvelope(Exception):
    """`cause` is one short word for what was wrong first: bad_signature, bad_length, bad_utf8 …"""

    def __init__(self, cause: str) -> None:
        super().__init__(cause)
        self.cause = cause


class Envelope:
    def __init__(self, token: str, aes_key: str, receive_id: str) -> None:
        self._token = token
        self._key = base64.b64decode(aes_key + "=")
        self._receive_id = receive_id.encode()
        if len(self._key) != BLOCK:
            raise ValueError("EncodingAESKey must be 43 letters and digits")

    def sign(self, *, timestamp: str, nonce: str, encrypt: str) -> str:
        parts = sorted((self._token, timestamp, nonce, encrypt))
        return hashlib.sha1("".join(parts).encode(), usedforsecurity=False).hexdigest()

    def check(self, signature: str, *, timestamp: str, nonce: str, encrypt: str) -> None:
        right = self.sign(timestamp=timestamp, nonce=nonce, encrypt=encrypt)
        if not hmac.compare_digest(right.encode(), signature.encode()):
            raise BadEnvelope("bad_signature")

    def encrypt(self, text: str, *, prefix: bytes | None = None) -> str:
        """`prefix` fixes the 16 random bytes, for known answers."""
        message = text.encode()
        frame = (prefix or os.urandom(PREFIX)) + struct.pack(">I", len(message)) + message + self._receive_id
        padding = BLOCK - len(frame) % BLOCK
        encryptor = self._cipher().encryptor()
        sealed = encryptor.update(frame + bytes([padding]) * padding) + encryptor.finalize()
        return base64.b64encode(sealed).decode()

    def decrypt(self, encrypt: str) -> str:
        message, receiver = _unframe(_unpad(self._open(encrypt)))
        if receiver != self._receive_id:
            raise BadEnvelope("receive_id_mismatch")
        try:
            return message.decode()
        except UnicodeDecodeError:
            raise BadEnvelope("bad_utf8") from None

    def _open(self, encrypt: str) -> bytes:
        try:
            sealed = base64.b64decode(encrypt, validate=True)
        except (binascii.Error, ValueError):
            raise BadEnvelope("bad_base64") from None
        if not sealed or len(sealed) % 16:
            raise BadEnvelope("bad_length")
        decryptor = self._cipher().decryptor()
        return decryptor.update(sealed) + decryptor.finalize()

    def _cipher(self) -> Cipher[modes.CBC]:
        return Cipher(algorithms.AES(self._key), modes.CBC(self._key[:16]))


def _unpad(frame: bytes) -> bytes:
    padding = frame[-1]
    if not 1 <= padding <= BLOCK or frame[-padding:] != bytes([padding]) * padding:
        raise BadEnvelope("bad_padding")
    return frame[:-padding]


def _unframe(frame: bytes) -> tuple[bytes, bytes]:
    start = PREFIX + 4
    if len(frame) < start:
        raise BadEnvelope("bad_msg_len")
    (length,) = struct.unpack(">I", frame[PREFIX:start])
    if start + length > len(frame):
        raise BadEnvelope("bad_msg_len")
    return frame[start : start + length], frame[start + length :]
